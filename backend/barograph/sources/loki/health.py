"""How a Loki is doing, and its version."""

import time

from barograph.errors import BarographError, SourceMisconfigured
from barograph.sources.base import SourceHealth, SourceState
from barograph.sources.loki.api import LokiApi

__all__ = ["LokiHealthCheck"]


class LokiHealthCheck:
    """Asks for labels, which needs a working index and the right tenant; the version is found out once."""

    def __init__(self, api: LokiApi) -> None:
        self._api = api
        self._version: str | None = None

    def run(self) -> SourceHealth:
        """Return the verdict; never raise."""
        started = time.monotonic()
        now_ns = time.time_ns()
        try:
            self._api.label_names(now_ns - 3_600_000_000_000, now_ns)
            latency = time.monotonic() - started
            self._find_version()
        except BarographError as error:
            return SourceHealth(SourceState.DOWN, error.message, None, "Loki", self._version or "")
        named = f"Loki {self._version}".strip()
        sentence = f"{named} answers in {latency * 1000:.0f} ms."
        return SourceHealth(SourceState.OK, sentence, latency, "Loki", self._version or "")

    def _find_version(self) -> None:
        if self._version is not None:
            return
        try:
            self._version = self._api.version()
        except SourceMisconfigured:
            # A gateway in front of Loki may hide the page.
            self._version = ""
