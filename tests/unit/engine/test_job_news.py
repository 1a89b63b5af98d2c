"""A training as a job: its progress is told, and where it fails the model before stays."""

from collections.abc import Callable, Sequence
from threading import Event as Flag

import pytest

from barograph.algorithms.registry import Registry
from barograph.domain import Event, EventType
from barograph.engine.desk import Desk
from barograph.engine.handlers import TrainHandler
from barograph.engine.job_news import JobNews
from barograph.errors import InternalError
from barograph.storage import Job, JobState, Stores
from barograph.training.agenda import Agenda
from barograph.training.fitting import FitRequest, FitResult, InlineFitter, ProgressListener
from barograph.training.trainer import Trainer
from tests.servers.base import wait_until
from tests.unit.engine.conftest import STEP_MS, ArrayWindows, make_spec, noisy_frame

NOW_MS = (1_000_000 + 1_000) * STEP_MS


class BreakableFitter:
    """Fits, or fails halfway."""

    is_broken = False

    def fit(self, request: FitRequest, on_progress: ProgressListener, cancelled: Flag) -> FitResult:
        on_progress(0.5)
        if self.is_broken:
            raise InternalError("The fit broke.")
        return InlineFitter(Registry.installed()).fit(request, on_progress, cancelled)


@pytest.fixture
def fitter() -> BreakableFitter:
    return BreakableFitter()


@pytest.fixture
def train(stores: Stores, fitter: BreakableFitter) -> Callable[[], Job]:
    """Return a way to train the one detector through the desk."""
    stores.detectors.create("default", make_spec(), now_ms=1)
    windows, told = ArrayWindows(noisy_frame(1_000, {})), list[Event]()

    def publish(events: Sequence[Event]) -> None:
        told.extend(events)

    registry = Registry.installed()
    trainer = Trainer(windows, fitter, registry, stores.models, stores.anomalies, publish)

    def clock() -> float:
        return NOW_MS / 1000

    handler = TrainHandler(stores.detectors, trainer, clock)

    def run() -> Job:
        desk = Desk(stores.jobs, {"train": handler}, "test", 1, clock, JobNews(stores.events, publish))
        job = stores.jobs.add("default", "train", NOW_MS, detector_id="latency")
        desk.look()
        wait_until(lambda: stores.jobs.get("default", job.id).is_finished, "the training")
        desk.stop()
        return stores.jobs.get("default", job.id)

    return run


def progress_of(stores: Stores, job: Job) -> list[tuple[object, object]]:
    events = stores.events.after("default", 0)
    found = [event for event in events if event.type is EventType.JOB_PROGRESS]
    mine = [event.payload for event in found if event.payload["job_id"] == job.id]
    return [(payload["state"], payload["progress"]) for payload in mine]


def test_the_progress_of_a_training_is_told_and_its_end(stores: Stores, train: Callable[[], Job]) -> None:
    job = train()
    assert job.state is JobState.DONE
    told = progress_of(stores, job)
    assert (told[0], told[-1]) == (("running", 0.2), ("done", 1.0))
    assert len(set(told)) == len(told)


def test_a_training_that_fails_keeps_the_model_before(
    stores: Stores, train: Callable[[], Job], fitter: BreakableFitter
) -> None:
    train()
    before = stores.models.active("default", "latency")
    fitter.is_broken = True
    job = train()
    assert (job.state, job.error["message"]) == (JobState.FAILED, "The fit broke.")
    assert stores.models.active("default", "latency") == before
    assert progress_of(stores, job)[-1][0] == "failed"


def test_a_step_back_does_not_bring_the_next_training_forward(
    stores: Stores, train: Callable[[], Job]
) -> None:
    train()
    train()
    stores.models.activate("default", "latency", 1, NOW_MS)
    detectors = stores.detectors.enabled()
    day_ms = 86_400_000
    agenda = Agenda(stores.models, stores.jobs, Registry.installed())
    assert agenda.queue_due(detectors, NOW_MS + day_ms - 1) == 0
    assert agenda.queue_due(detectors, NOW_MS + day_ms) == 1
