import io
import json

from rich.console import Console

from barograph.cli._watching import JsonLines, LiveTable
from barograph.client import LiveEvent, LiveScoresUpdate, Reloaded


def event(number: int, fingerprint: str, **more: object) -> LiveEvent:
    anomaly = {
        "fingerprint": fingerprint,
        "severity": "critical",
        "detector_id": "checkout",
        "started_ms": 0,
        "state": "open",
        "evidence": {"sentence": "412 requests a second [red]now[/red]"},
        **more,
    }
    return LiveEvent(number, "anomaly_detected", "anomalies", 0, "checkout", {"anomaly": anomaly})


def shown(table: LiveTable) -> str:
    output = io.StringIO()
    Console(file=output, width=120).print(table.render())
    return output.getvalue()


def test_an_episode_keeps_its_row_while_it_changes() -> None:
    output = io.StringIO()
    with LiveTable(Console(file=output, width=120)) as table:
        assert table.show(event(1, "a")) == 1
        assert table.show(event(2, "b", severity="info")) == 1
        assert table.show(event(3, "a", state="resolved")) == 1
        assert table.show(LiveScoresUpdate("checkout", [0], [])) == 0
        table.show_state("connected")
    text = shown(table)
    assert text.count("checkout") == 2
    assert text.index("resolved") < text.index("info")
    assert "connected" in text


def test_words_of_other_people_are_no_markup() -> None:
    with LiveTable(Console(file=io.StringIO())) as table:
        table.show(event(1, "a"))
    assert "[red]now[/red]" in shown(table)


def test_a_reload_is_told_under_the_table() -> None:
    with LiveTable(Console(file=io.StringIO())) as table:
        table.show(Reloaded(5, "Some events are gone."))
    assert "Some events are gone." in shown(table)


def test_lines_are_json_and_the_state_goes_elsewhere() -> None:
    output, errors = io.StringIO(), io.StringIO()
    with JsonLines(output, errors) as lines:
        lines.show_state("connected")
        assert lines.show(event(7, "a")) == 1
        assert lines.show(Reloaded(9, "gone")) == 0
    first, second = map(json.loads, output.getvalue().splitlines())
    assert (first["id"], second["message"]) == (7, "gone")
    assert errors.getvalue() == "connected\n"
