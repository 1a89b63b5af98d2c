import pytest

from barograph.domain import Labels
from barograph.sources.logs.line import LogLine
from barograph.sources.logs.stacks import fold_traces

SHOP, BANK = Labels(app="shop"), Labels(app="bank")
MS = 1_000_000

JAVA = """ERROR order failed
java.lang.IllegalStateException: none
\tat shop.Orders.place(Orders.java:12)
\t... 3 more
Caused by: java.net.ConnectException: refused
\tat java.net.Socket.connect(Socket.java:1)"""
PYTHON = """ERROR request failed
Traceback (most recent call last):
  File "a.py", line 1, in f
    g()
KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in f
ValueError: bad"""
GO = """panic: runtime error: index out of range [5]

goroutine 1 [running]:
main.f(0x1)
\t/app/main.go:12 +0x1d
created by main.main
exit status 2"""
NODE = """TypeError: x is not a function
    at Object.<anonymous> (/app/a.js:1:1)
    at node:internal/main:1:1 {
  code: 'ERR_X'
}"""
PHP = """PHP Fatal error:  Uncaught Exception: bad in /app/x.php:3
Stack trace:
#0 /app/x.php(7): f()
#1 {main}
  thrown in /app/x.php on line 3"""
RUST = """thread 'main' panicked at src/main.rs:2:5:
index out of bounds: the len is 3
stack backtrace:
   0: main::main
note: Some details are omitted"""


def lines_of(text: str, labels: Labels = SHOP) -> list[LogLine]:
    return [LogLine(place * MS, labels, row) for place, row in enumerate(text.split("\n"))]


@pytest.mark.parametrize(
    ("trace", "headlines"),
    [
        (
            JAVA,
            [
                "ERROR order failed",
                "java.lang.IllegalStateException: none caused by java.net.ConnectException: refused",
            ],
        ),
        (PYTHON, ["ERROR request failed", "Traceback: ValueError: bad"]),
        (GO, ["panic: runtime error: index out of range [5]"]),
        (NODE, ["TypeError: x is not a function"]),
        (PHP, ["PHP Fatal error:  Uncaught Exception: bad in /app/x.php:3"]),
        (RUST, ["thread 'main' panicked at src/main.rs:2:5: index out of bounds: the len is 3"]),
    ],
)
def test_a_trace_is_one_event_as_lines_and_as_one_entry(trace: str, headlines: list[str]) -> None:
    after = LogLine(3_000 * MS, SHOP, "INFO all is well")
    folded = list(fold_traces([*lines_of(trace), after]))
    assert [event.headline for event in folded] == [*headlines, "INFO all is well"]
    body = trace.split("\n", len(headlines) - 1)[-1]
    (whole,) = fold_traces([LogLine(0, SHOP, body)])
    assert whole.headline == headlines[-1]


def test_a_line_after_a_python_trace_is_an_event_of_its_own() -> None:
    rows = "Traceback (most recent call last):\n  File x\nKeyError: 1\nINFO next"
    assert [event.headline for event in fold_traces(lines_of(rows))] == [
        "Traceback: KeyError: 1",
        "INFO next",
    ]


def test_traces_of_streams_that_mix_stay_apart() -> None:
    mixed = [line for pair in zip(lines_of(NODE), lines_of(NODE, BANK), strict=True) for line in pair]
    events = list(fold_traces(mixed))
    assert [event.labels for event in events] == [SHOP, BANK]
    assert {event.text for event in events} == {NODE}


def test_rows_whose_beginning_is_unknown_are_left_out() -> None:
    events = list(fold_traces(lines_of("\tat a.B.c(B.java:1)\nCaused by: X\nINFO next")))
    assert [event.text for event in events] == ["INFO next"]


def test_what_comes_seconds_later_is_no_part_of_a_trace() -> None:
    lines = [
        LogLine(0, SHOP, "panic: x"),
        LogLine(2_001 * MS, SHOP, "goroutine 1 [running]:"),
        LogLine(2_002 * MS, SHOP, "on"),
    ]
    assert [event.text for event in fold_traces(lines)] == ["panic: x", "on"]


def test_levels_flush_right_begin_events_however_close_they_are() -> None:
    rows = [
        "   DEBUG a",
        "    INFO b",
        " WARNING c",
        "ERROR d",
        "    INFO:root:e",
        " [INFO] f",
        " 12:00:01 g",
    ]
    for distance_ms in (1, 1_000, 5_000):
        lines = [LogLine(place * distance_ms * MS, SHOP, row) for place, row in enumerate(rows)]
        assert [event.text for event in fold_traces(lines)] == rows


def test_indented_rows_belong_to_the_row_above_them_or_stand_alone() -> None:
    message = "Hibernate:\n    select x\n    from orders"
    after = LogLine(5_000 * MS, SHOP, "  not ready")
    assert [event.text for event in fold_traces([*lines_of(message), after])] == [message, "  not ready"]


def test_where_reading_begins_decides_nothing_about_indented_rows() -> None:
    lines = [LogLine(place * 1_000 * MS, SHOP, f"  row {place}") for place in range(20)]
    whole = [event.text for event in fold_traces(lines)]
    for start in range(1, 20):
        assert [event.text for event in fold_traces(lines[start:])] == whole[start:]


def test_the_longest_lines_are_folded_in_no_time() -> None:
    line = "thread 'a' panicked at " * 4_000
    assert [event.text for event in fold_traces(lines_of(line))] == [line]
