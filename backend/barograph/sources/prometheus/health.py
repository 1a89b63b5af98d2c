"""How a Prometheus is doing, which product it is, and whether its clock is right."""

import time
from collections.abc import Callable

from barograph.errors import BarographError
from barograph.sources.base import SourceHealth, SourceState
from barograph.sources.clocks import say_skew
from barograph.sources.prometheus.api import PrometheusApi

__all__ = ["HealthCheck"]

_APPLICATIONS = {"mimir": "Mimir", "cortex": "Cortex", "thanos": "Thanos", "victoria": "VictoriaMetrics"}


class HealthCheck:
    """Asks for the build and the time; the product is found out once."""

    def __init__(self, api: PrometheusApi, clock: Callable[[], float] = time.time) -> None:
        self._api = api
        self._clock = clock
        self._product = ""
        self._version = ""

    def run(self) -> SourceHealth:
        """Return the verdict; never raise."""
        started = time.monotonic()
        try:
            asked_at = self._clock()
            skew = float(self._api.query("time()")["result"][1]) - asked_at
            latency = time.monotonic() - started
            self._find_product()
        except BarographError as error:
            return SourceHealth(SourceState.DOWN, error.message, None, self._product, self._version)
        except (KeyError, IndexError, TypeError, ValueError):
            sentence = f"{self._api.url} does not answer like a Prometheus. Check its address."
            return SourceHealth(SourceState.DOWN, sentence)
        wrong = say_skew(skew)
        state = SourceState.DEGRADED if wrong else SourceState.OK
        named = f"{self._product} {self._version}".strip()
        sentence = wrong or f"{named} answers in {latency * 1000:.0f} ms."
        return SourceHealth(state, sentence, latency, self._product, self._version)

    def _find_product(self) -> None:
        if self._product:
            return
        try:
            build = self._api.get("/api/v1/status/buildinfo")
        except BarographError:
            self._product = "Prometheus API"
            return
        self._version = str(build.get("version", ""))
        self._product = self._name_product(build)

    def _name_product(self, build: dict[str, object]) -> str:
        application = str(build.get("application", "")).lower()
        for word, product in _APPLICATIONS.items():
            if word in application:
                return product
        if set(build) == {"version"}:
            # VictoriaMetrics plays a Prometheus of a fixed version and says nothing else.
            return "VictoriaMetrics"
        try:
            self._api.get("/api/v1/stores")
        except BarographError:
            return "Prometheus"
        return "Thanos"
