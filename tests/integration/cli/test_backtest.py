from collections.abc import Iterator
from pathlib import Path

import numpy as np
import orjson
import pytest

from barograph.cli.main import main
from barograph.storage import Database
from barograph.storage.notifications import Notification, Notifications
from tests.servers.prometheus import fill_prometheus, prometheus_running, write_openmetrics

FIRST_MS = 1_775_001_600_000
STEP_MS = 60_000
POINTS = 2 * 1_440
TRAINED = 1_440
SPIKES = {TRAINED + 300: 9.0, TRAINED + 900: 12.0}
DETECTOR = """
detectors:
  - name: latency
    title: Checkout latency
    query: {{expression: latency_seconds, step: 1m}}
    algorithm: {{name: zscore, parameters: {{window: 60}}}}
    schedule: {{history: 1d, train_every: 12h}}
    policy: {{recover_points: 2, threshold: {threshold}}}
"""


def at(position: int) -> int:
    return FIRST_MS + position * STEP_MS


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("prometheus")
    values = np.random.default_rng(3).normal(0.2, 0.01, POINTS)
    for position, height in SPIKES.items():
        values[position : position + 3] += height
    samples = [('latency_seconds{pod="a"}', float(value), at(i)) for i, value in enumerate(values)]
    write_openmetrics(folder / "samples.txt", samples)
    fill_prometheus(folder, folder / "samples.txt")
    with prometheus_running(folder) as server:
        yield server.url


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[float, Path]:
    monkeypatch.setenv("BAROGRAPH_PROVISIONING_DIR", str(tmp_path / "none"))
    found = {}
    for threshold in (0.625, 1.0):
        found[threshold] = tmp_path / f"{threshold}.yaml"
        found[threshold].write_text(DETECTOR.format(threshold=threshold))
    return found


def span(prometheus: str) -> list[str]:
    return ["--prometheus", prometheus, "--from", iso(at(TRAINED)), "--to", iso(at(POINTS - 1))]


def iso(at_ms: int) -> str:
    return str(np.datetime64(at_ms, "ms")) + "+00:00"


def test_a_backtest_over_a_real_prometheus_finds_what_happened(
    prometheus: str, files: dict[float, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "incidents.csv"
    known = [f"{at(position) / 1000},{at(position + 5) / 1000},incident" for position in SPIKES]
    labels.write_text("start,end,name\n" + "\n".join(known) + f"\n{iso(at(2000))},{iso(at(2010))},unseen\n")
    page = tmp_path / "report.html"
    arguments = ["--labels", str(labels), "--html", str(page)]
    assert main(["backtest", str(files[0.625]), *span(prometheus), *arguments, "--json"]) == 0
    (report,) = orjson.loads(capsys.readouterr().out)
    starts = {episode["started_ms"] for episode in report["episodes"]}
    assert {at(position) for position in SPIKES} <= starts
    assert report["trainings"] == 2
    assert report["quality"]["recall"] == pytest.approx(2 / 3)
    assert report["quality"]["missed"][0]["name"] == "unseen"
    assert any("Checkout latency" in episode["sentence"] for episode in report["episodes"])
    text = page.read_text()
    assert text.count("<figure>") == len(starts)
    assert "http" not in text.replace("http-equiv", "")
    assert "<polygon" in text


def test_a_backtest_speaks_to_people_too(
    prometheus: str, files: dict[float, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", str(files[0.625]), *span(prometheus)]) == 0
    out = capsys.readouterr().out
    assert "latency" in out
    assert "Checkout latency (pod=a) was 12 s" in out


def test_a_diff_shows_which_alerts_vanish(
    prometheus: str, files: dict[float, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strict = tmp_path / "strict.yaml"
    strict.write_text(DETECTOR.format(threshold=0.625).replace("recover_points: 2", "min_deviation: 10"))
    assert main(["diff", str(files[0.625]), str(strict), *span(prometheus)]) == 1
    out = capsys.readouterr().out
    assert "**latency**: these vanish" in out
    assert "| latency | 0 |" in out
    assert main(["diff", str(files[0.625]), str(strict), *span(prometheus), "--no-fail", "--json"]) == 0
    (difference,) = orjson.loads(capsys.readouterr().out)
    assert difference["appearing"] == []
    assert at(TRAINED + 300) in {one["started_ms"] for one in difference["vanishing"]}
    assert difference["staying"] == 1


def test_a_diff_without_a_change_asks_nobody(
    files: dict[float, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    same = str(files[0.625])
    assert main(["diff", same, same, "--prometheus", "http://127.0.0.1:9"]) == 0
    assert "No detector changes." in capsys.readouterr().out


def test_a_moment_that_is_none_is_refused(
    files: dict[float, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", str(files[0.625]), "--from", "yesterday"]) == 2
    assert "no moment" in capsys.readouterr().err


def test_a_backtest_takes_labels_from_alertmanager(
    prometheus: str,
    files: dict[float, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BAROGRAPH_STATE_DIR", str(tmp_path / "var"))
    first, second = (at(position) for position in SPIKES)
    alerts = [
        {"startsAt": iso(first), "endsAt": iso(first + 300_000), "labels": {"alertname": "Slow", "team": "a"}}
    ]
    file = tmp_path / "alerts.json"
    file.write_bytes(orjson.dumps(alerts))
    database = Database(f"sqlite:///{tmp_path / 'var' / 'barograph.db'}")
    database.upgrade()
    told = Notification(
        "default", second, "pager", "resolved", "Slow", "a", second, second + 300_000, {"team": "a"}
    )
    Notifications(database).add([told])
    database.close()
    arguments = [*span(prometheus), "--labels", str(file), "--labels-from", "alertmanager", "--json"]
    assert main(["backtest", str(files[0.625]), *arguments, "--labels-match", "team=a"]) == 0
    (report,) = orjson.loads(capsys.readouterr().out)
    assert report["quality"]["recall"] == 1
    assert main(["backtest", str(files[0.625]), *arguments, "--labels-match", "team=b"]) == 0
    assert orjson.loads(capsys.readouterr().out)[0]["quality"]["recall"] is None
    assert main(["backtest", str(files[0.625]), *arguments, "--labels-match", "team"]) == 1
