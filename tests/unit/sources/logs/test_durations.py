import pytest

from barograph.config.extraction import Extraction
from barograph.sources.logs.durations import DurationFinder


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("GET /cart served in 15 ms", 0.015),
        ("request took 1.25s for 3 items", 1.25),
        ("level=info took=1m2.5s path=/a", 62.5),
        ("level=info duration_ms=250 status=200", 0.25),
        ('{"msg":"done","elapsedMs":12,"id":7}', 0.012),
        ('{"latency":"340us"}', 0.00034),
        ("response_time_seconds: 0.5", 0.5),
        ("Completed 200 OK in 87ms (Views: 12.3ms)", 0.087),
        ("slow query: 3 rows, 1500 milliseconds", 1.5),
        ("gc pause 2h", 7200.0),
        ("DURATION=15MS", 0.015),
        ("duration=3e-3s", 0.003),
        ("took 1,234 ms", 1.234),
        ("wrote 5 rows, 1,234,567 us", 1.234567),
        ("retry in 30s; took 5ms", 0.005),
        ("done in 5ms, next in 30s", 0.005),
        ("took 1m 5s", 65.0),
        ("took 3 minutes and 5 seconds", 185.0),
        ("took 5ms 20s ago", 0.005),
    ],
)
def test_a_duration_is_found_wherever_a_program_writes_it(line: str, seconds: float) -> None:
    assert DurationFinder(Extraction()).find(line) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "line",
    [
        "nothing is measured here",
        "duration=15 of what",
        "10 users logged in",
        "built v1.2s3",
        "copied 15 MB to sda1",
        "read /var/15ms/x",
        "5 messages of 10 minuteness",
        "connection lost, retrying in 30s",
        "",
    ],
)
def test_what_is_no_duration_is_none(line: str) -> None:
    assert DurationFinder(Extraction()).find(line) is None


@pytest.mark.parametrize(
    ("wanted", "line", "seconds"),
    [
        (Extraction(field="db.time"), "took=9s db.time=20ms", 0.02),
        (Extraction(field="rt", unit="ms"), "rt=15", 0.015),
        (Extraction(field="rt", unit="ms"), "rt=2s", 2.0),
        (Extraction(field="rt"), "rt=15", None),
        (Extraction(field="rt", unit="ms"), "start=15 took 3 s", None),
        (Extraction(unit="us"), "latency=500", 0.0005),
    ],
)
def test_a_field_and_a_unit_can_be_named(wanted: Extraction, line: str, seconds: float | None) -> None:
    assert DurationFinder(wanted).find(line) == (seconds if seconds is None else pytest.approx(seconds))
