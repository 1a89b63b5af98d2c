"""How a Loki is doing, and its version."""

import time
from collections.abc import Callable

from barograph.errors import BarographError, SourceMisconfigured
from barograph.sources.base import SourceHealth, SourceState
from barograph.sources.clocks import say_skew
from barograph.sources.loki.api import LokiApi

__all__ = ["LokiHealthCheck"]


class LokiHealthCheck:
    """Asks for labels, which needs a working index and the right tenant; the version is found out once."""

    def __init__(self, api: LokiApi, clock: Callable[[], float] = time.time) -> None:
        self._api = api
        self._clock = clock
        self._version: str | None = None

    def run(self) -> SourceHealth:
        """Return the verdict; never raise."""
        started = time.monotonic()
        now_ns = int(self._clock() * 1e9)
        try:
            sent_at = self._api.sent_at(now_ns - 3_600_000_000_000, now_ns)
            latency = time.monotonic() - started
            self._find_version()
        except BarographError as error:
            return SourceHealth(SourceState.DOWN, error.message, None, "Loki", self._version or "")
        wrong = say_skew(sent_at - self._clock()) if sent_at is not None else None
        state = SourceState.DEGRADED if wrong else SourceState.OK
        named = f"Loki {self._version}".strip()
        sentence = wrong or f"{named} answers in {latency * 1000:.0f} ms."
        return SourceHealth(state, sentence, latency, "Loki", self._version or "")

    def _find_version(self) -> None:
        if self._version is not None:
            return
        try:
            self._version = self._api.version()
        except SourceMisconfigured:
            # A gateway in front of Loki may hide the page.
            self._version = ""
