import io
import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog

from barograph.telemetry.logs import configure_logs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_machines_get_json_with_the_request_id_and_the_tenant() -> None:
    stream = io.StringIO()
    configure_logs("info", stream=stream)
    structlog.contextvars.bind_contextvars(request_id="r1", tenant="shop")
    structlog.get_logger("barograph.x").warning("slow answer", seconds=2, password="hush")
    line = orjson.loads(stream.getvalue())
    assert (line["event"], line["level"], line["request_id"], line["tenant"], line["seconds"]) == (
        "slow answer",
        "warning",
        "r1",
        "shop",
        2,
    )
    assert "hush" not in stream.getvalue()


def test_people_get_colours() -> None:
    stream = Terminal()
    configure_logs("info", stream=stream)
    structlog.get_logger().info("ready", port=8427)
    assert "\x1b[" in stream.getvalue()
    assert "ready" in stream.getvalue()


def test_console_without_a_terminal_has_no_colours() -> None:
    stream = io.StringIO()
    configure_logs("info", "console", stream)
    structlog.get_logger().info("ready")
    assert "ready" in stream.getvalue()
    assert "\x1b[" not in stream.getvalue()


@pytest.mark.parametrize(
    ("level", "lines"), [("debug", 5), ("info", 4), ("warning", 3), ("error", 2), ("critical", 1)]
)
def test_five_levels(level: str, lines: int) -> None:
    stream = io.StringIO()
    configure_logs(level, "json", stream)
    logger = structlog.get_logger()
    for name in ("debug", "info", "warning", "error", "critical"):
        getattr(logger, name)("hello")
    assert len(stream.getvalue().splitlines()) == lines


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_secret_in_an_exception_is_not_printed(form: str) -> None:
    stream = io.StringIO()
    configure_logs("info", form, stream)
    try:
        raise ValueError("postgresql://user:hush@host")
    except ValueError:
        structlog.get_logger().exception("broken")
    assert "ValueError" in stream.getvalue()
    assert "hush@" not in stream.getvalue()


def test_logs_of_libraries_take_the_same_way() -> None:
    stream = io.StringIO()
    configure_logs("info", "json", stream)
    logging.getLogger("some.library").error("no %s with %s", "entry", "Bearer hushhush")
    line = orjson.loads(stream.getvalue())
    assert (line["event"], line["logger"]) == ("no entry with Bearer [hidden]", "some.library")
