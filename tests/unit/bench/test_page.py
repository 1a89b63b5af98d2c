import json
from pathlib import Path

import pytest

from barograph.bench._page import BEGIN, END, main, update_page
from barograph.bench.base import BenchResult, Limit
from barograph.errors import ValidationFailed

RESULT = BenchResult(
    "api",
    {"p95_ms": 7.25, "answers_count": 22500, "note": "warm"},
    {"p95_ms": Limit("<=", 100)},
    machine="2 x EPYC",
    commit="abc",
).to_json()


def test_results_stand_between_the_markers_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\nAfter\n")
    (tmp_path / "api.json").write_text(json.dumps(RESULT))
    main([str(tmp_path), str(page)])
    main([str(tmp_path), str(page)])
    text = page.read_text()
    assert text.startswith("# Before\n")
    assert text.endswith("After\n")
    assert "old" not in text
    assert "| p95_ms | 7.25 | <= 100 |" in text
    assert "| answers_count | 22,500 |  |" in text
    assert "on 2 x EPYC, commit abc; contract met." in text


def test_a_contract_that_was_not_met_is_shown() -> None:
    page = update_page(f"{BEGIN}{END}", [{**RESULT, "met": False}])
    assert "contract **not met**" in page


def test_figures_of_many_subjects_stand_in_a_table_with_a_row_each() -> None:
    figures = {
        "series": 10,
        "mad.tick_ms": 2.5,
        "mad.bytes": 9,
        "slow.tick_ms": 80.0,
        "lstm.tick_ms": 71_234.5,
    }
    limits = {name: Limit("<=", 50) for name in ("mad.tick_ms", "slow.tick_ms")}
    page = update_page(f"{BEGIN}{END}", [BenchResult("score", figures, limits).to_json()])
    assert "| series | 10 |  |" in page
    assert "Contract: `tick_ms <= 50`" in page
    assert "| | tick_ms | bytes |" in page
    assert [line for line in page.splitlines() if line.startswith(("| mad", "| slow", "| lstm"))] == [
        "| mad | 2.5 | 9 |",
        "| slow | **80** |  |",
        "| lstm | *71,234* |  |",
    ]


def test_a_benchmark_without_a_result_is_named() -> None:
    page = update_page(f"{BEGIN}{END}", [RESULT])
    (line,) = [line for line in page.splitlines() if line.startswith("These failed")]
    assert "`live`" in line
    assert "`api`" not in line


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValidationFailed, match="markers"):
        update_page("nothing", [RESULT])


def test_every_benchmark_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--names"])
    assert {"api", "live"} <= set(capsys.readouterr().out.split())
