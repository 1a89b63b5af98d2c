"""The desks of every engine: one for what somebody waits for, one for what takes its time."""

from dataclasses import dataclass

from barograph.engine.desk import Desk
from barograph.engine.dry_runs import DryRunHandler
from barograph.engine.foretelling import ForecastHandler
from barograph.engine.handlers import BandHandler, TrainHandler
from barograph.engine.job_news import JobNews
from barograph.engine.log_templates import TemplatesHandler
from barograph.engine.previews import PreviewHandler
from barograph.engine.proposing import ProposeHandler
from barograph.engine.sink_tests import SinkTestHandler
from barograph.engine.text_checks import TextCheckHandler
from barograph.runtime.checks import detector_checks
from barograph.runtime.detection import Detection
from barograph.runtime.foundation import Foundation
from barograph.runtime.sinks import build_sinks, build_writers

__all__ = ["Desks", "build_desks"]


@dataclass(frozen=True, slots=True)
class Desks:
    """Both desks; a long training never keeps a chart waiting."""

    quick: Desk
    patient: Desk

    def stop(self) -> None:
        """Take no more, cancel what runs, and wait for it."""
        self.quick.stop()
        self.patient.stop()


def build_desks(foundation: Foundation, detection: Detection, worker: str) -> Desks:
    """Say who does which kind of job; ``worker`` is the name of the engine, which nobody else has."""
    return Desks(_quick_desk(foundation, detection, worker), _patient_desk(foundation, detection, worker))


def _quick_desk(foundation: Foundation, detection: Detection, worker: str) -> Desk:
    settings, stores = foundation.settings, foundation.stores
    return Desk(
        stores.jobs,
        {
            "series": BandHandler(stores.detectors, detection.bands),
            "sink_test": SinkTestHandler(
                lambda: [
                    *build_sinks(foundation.sinks(), settings, stores),
                    *build_writers(foundation.sinks(), settings),
                ]
            ),
            "templates": TemplatesHandler(stores.detectors, detection.models),
            "forecast": ForecastHandler(
                stores.detectors, detection.sources.queries, detection.models, foundation.registry
            ),
            "text_check": TextCheckHandler(
                lambda: detector_checks(foundation.registry, detection.sources.languages)
            ),
        },
        worker,
        threads=settings.engine_threads,
    )


def _patient_desk(foundation: Foundation, detection: Detection, worker: str) -> Desk:
    stores = foundation.stores
    return Desk(
        stores.jobs,
        {
            "train": TrainHandler(stores.detectors, detection.trainer),
            "preview": PreviewHandler(detection.rehearsal, detection.sources.queries.trace),
            "dry_run": DryRunHandler(stores),
            "propose": ProposeHandler(stores, detection.models, detection.rehearsal, foundation.bus.publish),
        },
        worker,
        threads=foundation.settings.training_workers + 1,
        news=JobNews(stores.events, foundation.bus.publish),
        kept_hands=1,
    )
