"""One source behind several addresses: the first that works answers, the preferred one comes back."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from barograph.domain import Frame, Labels
from barograph.errors import (
    SourceAnswerInvalid,
    SourceError,
    SourceMisconfigured,
    SourceThrottled,
    SourceTimeout,
    SourceUnavailable,
)
from barograph.sources.base import (
    AddressHealth,
    ExplainingSource,
    FrameSource,
    LearningSource,
    ProofreadingSource,
    RangeRequest,
    SourceHealth,
    SourceState,
)

__all__ = ["FailoverSource"]

_Answer = TypeVar("_Answer")
_WORTH_ANOTHER_ADDRESS = (
    SourceAnswerInvalid,
    SourceMisconfigured,
    SourceThrottled,
    SourceTimeout,
    SourceUnavailable,
)


class FailoverSource:
    """Asks addresses in their order; one that failed is passed over for ``rest_seconds``.

    What is wrong with the question itself, such as a refused expression, is wrong at every address and
    is raised at once.
    """

    def __init__(
        self,
        addresses: Sequence[tuple[str, FrameSource]],
        *,
        rest_seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._addresses = tuple(addresses)
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._lock = Lock()
        self._rests_until: dict[str, float] = {}

    @property
    def preferred(self) -> FrameSource:
        """The source at the first address that does not rest."""
        return self._in_order()[0][1]

    def fetch(self, request: RangeRequest) -> Frame:
        """Return the answer of the first address that gives one."""
        return self._ask(lambda source: source.fetch(request))

    def learn(self, request: RangeRequest) -> dict[str, object]:
        """Return what the first address that answers has learnt; nothing where sources do not learn."""
        return self._ask(lambda source: source.learn(request) if isinstance(source, LearningSource) else {})

    def explain(self, request: RangeRequest, labels: Labels) -> dict[str, object]:
        """Return what the first address that answers has to say about a series."""
        return self._ask(
            lambda source: source.explain(request, labels) if isinstance(source, ExplainingSource) else {}
        )

    def proofread(self, expression: str) -> None:
        """Let the first address that answers read an expression, where sources can."""
        self._ask(
            lambda source: source.proofread(expression) if isinstance(source, ProofreadingSource) else None
        )

    def _ask(self, question: Callable[[FrameSource], _Answer]) -> _Answer:
        first_error: SourceError | None = None
        for url, source in self._in_order():
            try:
                answer = question(source)
            except _WORTH_ANOTHER_ADDRESS as error:
                if _is_our_limit(error):
                    raise
                self._rest(url)
                first_error = first_error or error
            else:
                self._recover(url)
                return answer
        raise first_error or SourceUnavailable("The data source has no address. Give it one under `urls`.")

    def check(self) -> SourceHealth:
        """Ask every address how it is; an address that is well again gets its place back at once."""
        healths = {url: source.check() for url, source in self._addresses}
        for url, health in healths.items():
            (self._rest if health.state is SourceState.DOWN else self._recover)(url)
        return replace(_sum_up(healths), addresses=self._describe(healths))

    def _describe(self, healths: Mapping[str, SourceHealth]) -> tuple[AddressHealth, ...]:
        used, _ = self._in_order()[0] if self._addresses else ("", None)
        with self._lock:
            now = self._clock()
            rests = {url: max(0.0, self._rests_until.get(url, now) - now) for url in healths}
        return tuple(
            AddressHealth(url, one.state, one.sentence, one.latency_seconds, url == used, rests[url])
            for url, one in healths.items()
        )

    def _in_order(self) -> list[tuple[str, FrameSource]]:
        with self._lock:
            now = self._clock()
            # Those that rest come last, so that the last hope is tried when all of them rest.
            return sorted(self._addresses, key=lambda item: self._rests_until.get(item[0], 0.0) > now)

    def _rest(self, url: str) -> None:
        with self._lock:
            self._rests_until[url] = self._clock() + self._rest_seconds

    def _recover(self, url: str) -> None:
        with self._lock:
            self._rests_until.pop(url, None)


def _is_our_limit(error: SourceError) -> bool:
    """Tell whether a limit of ours was reached: all addresses share it, and none of them failed."""
    return "setting" in error.detail


def _sum_up(healths: Mapping[str, SourceHealth]) -> SourceHealth:
    """Say how a source is from how its addresses are."""
    alive = {url: health for url, health in healths.items() if health.state is not SourceState.DOWN}
    if not healths:
        return SourceHealth(SourceState.DOWN, "The data source has no address. Give it one under `urls`.")
    if len(healths) == 1 or not alive:
        return next(iter(healths.values()))
    url, best = next(iter(alive.items()))
    if len(alive) == len(healths):
        return best
    down = "; ".join(health.sentence for health in healths.values() if health.state is SourceState.DOWN)
    sentence = f"{len(alive)} of {len(healths)} addresses answer, {url} is used. {down}"
    return replace(best, state=SourceState.DEGRADED, sentence=sentence)
