import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.cli.main import main
from tests.servers.base import wait_until
from tests.servers.loki import LokiDouble, serving_loki

SELECTOR = '{app="shop"}'


@pytest.fixture
def loki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LokiDouble]:
    monkeypatch.setenv("BAROGRAPH_PROVISIONING_DIR", str(tmp_path / "provisioning"))
    with serving_loki() as double:
        yield double
        double.break_tails()


def follow(loki: LokiDouble, *lines: str, words: tuple[str, ...]) -> int:
    """Run the command, push lines once it listens, and return how it ended."""
    code: list[int] = []
    arguments = ["tail", SELECTOR, "--loki", loki.url, *words]
    thread = threading.Thread(target=lambda: code.append(main(arguments)))
    thread.start()
    wait_until(lambda: len(loki.tails) == 1, "the tail to be open")
    for line in lines:
        loki.push(time.time_ns(), line)
    thread.join(timeout=30)
    return code[0]


def test_only_lines_that_are_unlike_all_before_are_printed_once(
    loki: LokiDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(5):
        loki.push(time.time_ns() - 60_000_000_000, f"served order {number}")
    lines = ("served order 77", "disk 3 is full password=hunter2", "disk 4 is full password=x", "bye 1")
    assert follow(loki, *lines, words=("--count", "2", "--json")) == 0
    out, err = capsys.readouterr()
    printed = [json.loads(line) for line in out.splitlines()]
    assert "1 templates are known from the last 1h." in err
    assert [(one["line"], one["is_new"]) for one in printed] == [
        ("disk 3 is full password=<secret>", True),
        ("bye 1", True),
    ]


def test_all_lines_are_printed_and_the_new_ones_marked(
    loki: LokiDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    loki.push(time.time_ns() - 60_000_000_000, "served order 1")
    assert follow(loki, "served order 2", "who is there", words=("--all", "--count", "2")) == 0
    known, new = capsys.readouterr().out.splitlines()
    assert known.startswith("    ")
    assert known.endswith("served order 2")
    assert new.startswith("new ")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "There is no data source 'loki'"),
        (("--source", "prometheus"), "only the lines of a Loki"),
        (("--learn", "soon"), "Invalid value for --learn"),
    ],
)
def test_what_can_t_be_followed_is_said(
    loki: LokiDouble,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    part: str,
) -> None:
    monkeypatch.setenv("BAROGRAPH_PROMETHEUS_URL", "http://127.0.0.1:9")
    assert main(["tail", SELECTOR, *words]) != 0
    assert part in capsys.readouterr().err
