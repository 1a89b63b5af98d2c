"""Logs: JSON for machines, colours for people, the request id on every line, never a secret."""

import logging
import sys
from typing import Any, Literal, TextIO

import orjson
import structlog
from structlog.typing import Processor

from barograph.telemetry.redaction import redact_event

__all__ = ["configure_logs"]


def configure_logs(
    level: str = "info",
    form: Literal["auto", "json", "console"] = "auto",
    stream: TextIO | None = None,
) -> None:
    """Send structlog's and the standard library's logs to ``stream`` (stderr) in one form.

    ``auto`` means colours on a terminal and JSON elsewhere.
    """
    stream = stream or sys.stderr
    is_terminal = stream.isatty()
    is_json = form == "json" or (form == "auto" and not is_terminal)
    shared = _shared_processors()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(shared, _renderer(is_json=is_json, has_colours=is_terminal)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    _calm_the_noisy()


def _calm_the_noisy() -> None:
    # The lines of urllib3 repeat addresses at debug, and those of alembic what nobody asked.
    for noisy in ("urllib3", "alembic", "apscheduler", "gunicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It raises what it logs, and a server that ends is no error of its clients.
    logging.getLogger("websocket").setLevel(logging.CRITICAL)


def _formatter(shared: list[Processor], renderer: Processor) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact_event,
            renderer,
        ],
    )


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _renderer(*, is_json: bool, has_colours: bool) -> Processor:
    if is_json:
        return structlog.processors.JSONRenderer(serializer=_to_json)
    return structlog.dev.ConsoleRenderer(
        colors=has_colours, timestamp_key="time", exception_formatter=structlog.dev.plain_traceback
    )


def _to_json(event: dict[str, Any], **_options: object) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode(errors="replace")
