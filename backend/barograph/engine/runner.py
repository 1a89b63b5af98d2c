"""Running a tick so that nothing it does can hurt the others: failures become health."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from barograph.domain import DetectorHealth, DetectorState
from barograph.engine.tick import Ticker, TickReport
from barograph.errors import BarographError, InternalError, ModelUnavailable, NotEnoughData
from barograph.storage.detector_rows import StoredDetector
from barograph.telemetry.trouble import Trouble
from barograph.training.failure import TrainingFailure

__all__ = ["TickListener", "TickRunner"]

_log = structlog.get_logger(__name__)


class TickListener(Protocol):
    """Hears of ticks: metrics, live scores, the status of collectors."""

    def on_tick(self, report: TickReport) -> None:
        """A tick was done."""
        ...

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """A tick failed; nothing was judged and the next tick will look at the same points."""
        ...


class HealthStore(Protocol):
    """Where the health of detectors is kept; a change of state is an event."""

    def set_health(self, tenant: str, detector_id: str, health: DetectorHealth) -> None:
        """Write how a detector is."""
        ...


class TickRunner:
    """Runs ticks, turns what goes wrong into the detector's health, and tells listeners.

    ``last_failure`` returns why the last training of a detector failed, where it did.
    """

    def __init__(
        self,
        ticker: Ticker,
        health: HealthStore,
        listeners: Sequence[TickListener] = (),
        clock: Callable[[], float] = time.time,
        last_failure: Callable[[StoredDetector], TrainingFailure | None] = lambda _detector: None,
    ) -> None:
        self._ticker = ticker
        self._health = health
        self._listeners = listeners
        self._clock = clock
        self._last_failure = last_failure
        self._known: dict[tuple[str, str], tuple[object, ...]] = {}
        self._failing: dict[tuple[str, str], Trouble] = {}
        self._unkept = Trouble(
            _log, "the health of detectors can't be kept", "the health of detectors is kept again"
        )

    def run(self, detector: StoredDetector) -> TickReport | None:
        """Run one tick; never raises. Returns None where it failed."""
        now_ms = int(self._clock() * 1000)
        try:
            report = self._ticker.tick(detector, now_ms)
        except BarographError as error:
            self._note_failure(detector, error, now_ms)
            return None
        except Exception as error:
            told = InternalError(f"The tick broke: {type(error).__name__}.")
            self._note_failure(detector, told, now_ms, error)
            return None
        if (trouble := self._failing.pop((detector.tenant, detector.id), None)) is not None:
            trouble.end()
        self.hear(report)
        return report

    def hear(self, report: TickReport) -> None:
        """Tell the listeners of a tick, and the store how the detector is; never raises.

        A tick without a new point says nothing about its detector.
        """
        self._tell(lambda listener: listener.on_tick(report))
        if report.judgement is not None:
            self._note(report.detector, _health_after(report, int(self._clock() * 1000)))

    def _note_failure(
        self, detector: StoredDetector, error: BarographError, now_ms: int, cause: Exception | None = None
    ) -> None:
        # A detector that waits for its first model does not fail: nobody must do anything.
        is_waiting = isinstance(error, ModelUnavailable)
        if not is_waiting:
            self._trouble_of(detector).note(cause or error)
        self._tell(lambda listener: listener.on_failure(detector, error))
        state = DetectorState.PENDING if is_waiting else DetectorState.FAILING
        failure = self._last_failure(detector) if is_waiting else None
        if failure is None:
            self._note(detector, DetectorHealth(state, error.message, now_ms, error.code))
            return
        state = DetectorState.PENDING if failure.is_young else DetectorState.FAILING
        self._note(detector, DetectorHealth(state, failure.sentence, now_ms, failure.code), failure.next_ms)

    def _note(self, detector: StoredDetector, health: DetectorHealth, attempt: int = 0) -> None:
        """Write the health where it is news; the sentence alone is not, but the next try at a training is.

        A detector that is started or made again begins anew, so what is known belongs to its revision.
        """
        key = (detector.tenant, detector.id)
        verdict = (detector.revision, health.state, health.error_code, attempt)
        if self._known.get(key) == verdict:
            return
        try:
            self._health.set_health(detector.tenant, detector.id, health)
        except BarographError as error:
            self._unkept.note(error)
        else:
            self._unkept.end()
            self._known[key] = verdict

    def _trouble_of(self, detector: StoredDetector) -> Trouble:
        names = {"detector": detector.id, "tenant": detector.tenant}
        new = Trouble(_log, "ticks fail", "ticks go well again", **names)
        return self._failing.setdefault((detector.tenant, detector.id), new)

    def _tell(self, call: Callable[[TickListener], None]) -> None:
        for listener in self._listeners:
            try:
                call(listener)
            except Exception:
                _log.exception("a listener of ticks failed", listener=type(listener).__name__)


def _health_after(report: TickReport, now_ms: int) -> DetectorHealth:
    if report.judgement is not None and report.judgement.frame.series_count == 0:
        sentence = f"The query returns no series: {report.detector.spec.query.expression}"
        return DetectorHealth(DetectorState.FAILING, sentence, now_ms, NotEnoughData.code)
    sentence = "Its points are judged as they come."
    return report.data_health or DetectorHealth(DetectorState.RUNNING, sentence, now_ms)
