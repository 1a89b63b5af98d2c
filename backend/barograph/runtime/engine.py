"""The engine, put together: what is due is judged, what is asked is done, files are watched."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event

import structlog

from barograph.engine.chores import Chore, Chores
from barograph.engine.housekeeping import Housekeeping
from barograph.engine.leadership import Leadership
from barograph.engine.meter import TickMeter
from barograph.engine.reloading import Reloader
from barograph.errors import BarographError
from barograph.runtime.automations import build_automations
from barograph.runtime.checks import detector_checks
from barograph.runtime.desks import build_desks
from barograph.runtime.detection import build_detection
from barograph.runtime.foundation import Foundation
from barograph.runtime.heart import Heart
from barograph.runtime.incidents import build_incidents
from barograph.runtime.shift import Shift
from barograph.runtime.sink_crew import SinkCrew
from barograph.runtime.source_keeper import SourceKeeper
from barograph.runtime.unique_name import unique_name
from barograph.storage.processes import live_engines

__all__ = ["Engine"]

_log = structlog.get_logger(__name__)
_SYNC_SECONDS = 0.5
_JOBS_SECONDS = 0.05
_BEAT_SECONDS = 2.0
_ORPHAN_SECONDS = 5.0
_CALM_SECONDS = 5.0
_FORGET_SECONDS = 60.0
_MEASURE_SECONDS = 3_600.0
_DRAIN = 0.3


class Engine:
    """Everything that fetches, scores and fits, put together."""

    def __init__(self, foundation: Foundation, environment: Mapping[str, str]) -> None:
        settings, stores = foundation.settings, foundation.stores
        self._foundation = foundation
        name = unique_name()
        detection = self._detection = build_detection(foundation)
        self._keeper = SourceKeeper(foundation, detection.sources)
        self._meter = TickMeter()
        self._leadership = Leadership(name, stores.leases)
        self._shift: Shift | None = None
        self._crew = SinkCrew(foundation.sinks, settings, stores, name)
        self._housekeeping = Housekeeping(
            stores,
            settings.event_retention_days,
            settings.anomaly_retention_days,
            settings.model_versions_kept,
        )
        self._desks = build_desks(foundation, detection, name)
        self._incidents = build_incidents(foundation, environment)
        self._automations = build_automations(foundation, environment, name)
        self._reloader = Reloader(
            settings.provisioning_dir,
            environment,
            detector_checks(foundation.registry, detection.sources.languages),
            stores.detectors,
        )

        self._heart = Heart(name, stores.processes, self._sentence, self._details())

    def run(self, stopping: Event) -> None:
        """Work until told to stop; what runs is ended in order."""
        # Whoever does not beat is taken for dead, and what it holds is given to others.
        self._heart.beat()
        self._keeper.look()
        self._reloader.look(_now_ms())
        self._automations.files.look()
        self._crew.look()
        self._automations.workers.start()
        try:
            Chores(self._chores()).run_until(stopping)
        finally:
            self._step_down()
            self._desks.stop()
            self._automations.workers.stop(self._foundation.settings.shutdown_seconds * _DRAIN)
            self._crew.dispatcher.stop(self._foundation.settings.shutdown_seconds * _DRAIN)
            self._heart.stop()

    def _chores(self) -> list[Chore]:
        settings = self._foundation.settings
        return [
            Chore("beat", _BEAT_SECONDS, self._heart.beat),
            Chore("leadership", _SYNC_SECONDS, self._lead),
            Chore("jobs", _JOBS_SECONDS, self._desks.quick.look),
            Chore("trainings", _SYNC_SECONDS, self._desks.patient.look),
            Chore("sync", _SYNC_SECONDS, self._in_lead(Shift.sync)),
            Chore("sources", settings.reload_seconds, self._keeper.look),
            Chore("reload", settings.reload_seconds, lambda: self._reloader.look(_now_ms())),
            Chore("agenda", _SYNC_SECONDS, self._in_lead(Shift.queue_trainings)),
            Chore("incidents", _SYNC_SECONDS, lambda: self._incidents.desk.look(_now_ms())),
            Chore("calm incidents", _CALM_SECONDS, lambda: self._incidents.desk.end_calm(_now_ms())),
            Chore("topology", settings.reload_seconds, self._incidents.files.look),
            Chore("automations", _SYNC_SECONDS, lambda: self._automations.desk.look(_now_ms())),
            Chore("automation files", settings.reload_seconds, self._automations.files.look),
            Chore("sinks", settings.reload_seconds, self._crew.look),
            Chore("teams", settings.reload_seconds, self._foundation.teams),
            Chore("letters", _FORGET_SECONDS, self._put_letters_aside),
            Chore("orphans", _ORPHAN_SECONDS, lambda: self._housekeeping.close_orphans(_now_ms())),
            Chore("forget", _FORGET_SECONDS, lambda: self._housekeeping.forget_old(_now_ms())),
            Chore("measure", _MEASURE_SECONDS, self._foundation.stores.database.measure),
        ]

    def _put_letters_aside(self) -> None:
        """Put messages aside that no engine carries: each tells in its beats for whom it does."""
        beats = live_engines(self._foundation.stores.processes.all(), _now_ms())
        carried = {name for beat in beats for name in beat.detail.get("sinks", ())}
        self._housekeeping.put_letters_aside(carried | self._crew.dispatcher.queues, _now_ms())

    def _mistakes(self) -> dict[str, list[str]]:
        """Return by kind what is wrong with files that are not in force."""
        problems = {
            "data sources": self._keeper.problems,
            "automations": self._automations.files.problems,
            "sinks": self._foundation.sinks.problems,
            "teams": self._foundation.teams.problems,
            "topology": self._incidents.files.problems,
        }
        return {kind: list(found) for kind, found in problems.items() if found}

    def _sentence(self) -> str:
        if self._shift is None:
            return "Does jobs and stands by: another engine leads."
        return f"Leads and looks after {len(self._shift.scheduler.detectors)} detectors."

    def _details(self) -> dict[str, Callable[[], object]]:
        return {
            "provisioning": self._reloader.to_json,
            "mistakes": self._mistakes,
            "sources": self._keeper.health_json,
            "sinks": self._crew.dispatcher.to_json,
            "collections": self._keeper.collections_json,
            "query_seconds": self._detection.sources.timings.to_json,
            "missed_slots": lambda: self._shift.scheduler.missed_slots if self._shift else 0,
            "late": lambda: self._shift.scheduler.lateness() if self._shift else {},
            "leads": lambda: self._shift is not None,
            "counts": self._meter.to_json,
            "models": lambda: self._shift.monitor.to_json() if self._shift else {},
        }

    def _lead(self) -> None:
        """Begin a shift where this engine leads, and end it where another does."""
        leads = self._leadership.look(_now_ms())
        if leads and self._shift is None:
            shift = Shift(self._foundation, self._detection, self._meter, self._crew.writers)
            shift.start()
            self._shift = shift
            self._desks.quick.take_on(shift.handlers)
        elif not leads and self._shift is not None:
            _log.warning("another engine has taken the lead")
            self._desks.quick.leave(self._shift.handlers)
            self._shift.stop(is_patient=False)
            self._shift = None

    def _step_down(self) -> None:
        """End the shift, and let another engine lead at once."""
        if self._shift is not None:
            self._shift.stop()
            self._shift = None
            with suppress(BarographError):
                self._leadership.give_up()

    def _in_lead(self, work: Callable[[Shift], object]) -> Callable[[], object]:
        """Return work that is done while this engine leads."""
        return lambda: work(self._shift) if self._shift is not None else None


def _now_ms() -> int:
    return int(time.time() * 1000)
