import io
import json
from typing import Any

import pytest
from rich.console import Console

from barograph.demo.showing import ConsoleShow, JsonShow


def event(name: str, severity: str = "critical") -> dict[str, Any]:
    anomaly = {"severity": severity, "evidence": {"sentence": "Latency [p95] is 2 s, expected 0.1 s."}}
    return {"event": name, "at_ms": 1_700_000_000_000, "payload": {"anomaly": anomaly}}


def test_people_read_severity_sign_and_sentence() -> None:
    out = io.StringIO()
    show = ConsoleShow(Console(file=out, width=120))
    show.step("Shop [open]")
    show.note("7 are [still] learning")
    show.address("http://127.0.0.1:8427")
    with show.waiting("learning"):
        show.anomaly(event("anomaly_detected"))
    show.anomaly(event("anomaly_resolved"))
    text = out.getvalue()
    assert "Shop [open]" in text
    assert "… 7 are [still] learning" in text
    assert "http://127.0.0.1:8427" in text
    assert "◆ critical Latency [p95] is 2 s, expected 0.1 s." in text
    assert "○ resolved Latency" in text


def test_a_line_that_goes_to_a_file_stays_one_line() -> None:
    out = io.StringIO()
    ConsoleShow(Console(file=out, width=20)).note("a sentence that is longer than twenty letters")
    assert out.getvalue() == "… a sentence that is longer than twenty letters\n"


def test_programs_read_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    show = JsonShow()
    show.step("a")
    show.note("b")
    with show.waiting("b"):
        show.address("http://x")
    show.anomaly(event("anomaly_detected"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == ["step", "note", "waiting", "ready", "anomaly_detected"]
    assert lines[4]["severity"] == "critical"
