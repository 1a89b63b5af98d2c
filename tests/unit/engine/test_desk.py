import threading
from typing import Any

import pytest

from barograph.engine.desk import Desk, Progress
from barograph.errors import NotEnoughData
from barograph.storage import Job, JobState, Stores
from tests.servers.base import wait_until


class Bench:
    """A desk whose handler waits until it is let go."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.let_go = threading.Event()
        self.seen: list[str] = []
        self.progress: list[Progress] = []
        self.failure: Exception | None = None
        self.desk = Desk(stores.jobs, {"detect": self.handle}, "test", threads=1)

    def handle(self, job: Job, progress: Progress) -> dict[str, Any]:
        self.seen.append(job.id)
        self.progress.append(progress)
        while not self.let_go.wait(0.01):
            if progress.cancelled.is_set():
                raise NotEnoughData("cancelled")
        if self.failure is not None:
            raise self.failure
        progress(0.5)
        return {"answer": 42}

    def state_of(self, job: Job) -> JobState:
        return self.stores.jobs.get("default", job.id).state

    def finish(self, job: Job) -> Job:
        self.desk.look()
        wait_until(lambda: self.stores.jobs.get("default", job.id).is_finished, "the job")
        return self.stores.jobs.get("default", job.id)


@pytest.fixture
def bench(stores: Stores) -> Bench:
    return Bench(stores)


def test_a_job_is_done_and_its_result_kept(bench: Bench) -> None:
    job = bench.stores.jobs.add("default", "detect", 1)
    bench.let_go.set()
    assert bench.finish(job).result == {"answer": 42}
    bench.desk.stop()


def test_a_desk_takes_no_more_than_it_has_hands_and_others_wait(bench: Bench) -> None:
    first, second = (bench.stores.jobs.add("default", "detect", moment) for moment in (1, 2))
    bench.desk.look()
    wait_until(lambda: len(bench.seen) == 1, "the first job")
    bench.desk.look()
    assert bench.state_of(second) is JobState.QUEUED
    bench.let_go.set()
    wait_until(lambda: bench.state_of(first) is JobState.DONE, "the first job")
    assert bench.finish(second).state is JobState.DONE
    bench.desk.stop()


@pytest.mark.parametrize(
    ("failure", "code"), [(NotEnoughData("too little"), "not_enough_data"), (KeyError("bug"), "internal")]
)
def test_a_failure_is_kept_with_its_code(bench: Bench, failure: Exception, code: str) -> None:
    bench.failure = failure
    bench.let_go.set()
    job = bench.stores.jobs.add("default", "detect", 1)
    assert bench.finish(job).error["code"] == code
    bench.desk.stop()


def test_stopping_cuts_off_what_runs_and_leaves_it_to_the_next(bench: Bench) -> None:
    job = bench.stores.jobs.add("default", "detect", 1)
    bench.desk.look()
    wait_until(lambda: len(bench.seen) == 1, "the job")
    bench.desk.stop()
    assert bench.seen == [job.id]
    assert bench.state_of(job) is JobState.QUEUED
    other = Bench(bench.stores)
    other.let_go.set()
    assert other.finish(job).result == {"answer": 42}
    other.desk.stop()


def test_a_job_that_is_cancelled_elsewhere_hears_of_it_when_it_tells_its_progress(bench: Bench) -> None:
    job = bench.stores.jobs.add("default", "detect", 1)
    bench.desk.look()
    wait_until(lambda: len(bench.progress) == 1, "the job")
    bench.stores.jobs.cancel("default", job.id, 2)
    bench.progress[0](0.1)
    assert bench.progress[0].cancelled.is_set()
    bench.desk.stop()
    assert bench.stores.jobs.get("default", job.id).error["code"] == "cancelled"


def test_a_clock_that_jumps_makes_nobody_take_its_own_job_again(stores: Stores) -> None:
    now, let_go, seen = [1000.0], threading.Event(), list[str]()

    def handle(job: Job, _progress: Progress) -> dict[str, Any]:
        seen.append(job.id)
        let_go.wait(30)
        return {}

    desk = Desk(stores.jobs, {"detect": handle}, "test", threads=2, clock=lambda: now[0])
    job = stores.jobs.add("default", "detect", 1)
    desk.look()
    wait_until(lambda: len(seen) == 1, "the job")
    now[0] += 3600
    desk.look()
    let_go.set()
    desk.stop()
    assert seen == [job.id]
    assert stores.jobs.get("default", job.id).state is JobState.DONE


def test_nobody_waits_behind_the_trainings_of_the_schedule(stores: Stores) -> None:
    let_go, seen = threading.Event(), list[str]()

    def handle(job: Job, _progress: Progress) -> dict[str, Any]:
        seen.append(job.requested_by)
        let_go.wait(30)
        return {}

    for number in range(5):
        stores.jobs.add("default", "train", number, detector_id=f"d{number}", requested_by="schedule")
    desk = Desk(stores.jobs, {"train": handle, "preview": handle}, "test", threads=2, kept_hands=1)
    desk.look()
    desk.look()
    wait_until(lambda: seen == ["schedule"], "one training of the schedule")
    stores.jobs.add("default", "preview", 9, requested_by="Ada")
    desk.look()
    wait_until(lambda: seen == ["schedule", "Ada"], "the preview")
    let_go.set()
    desk.stop()
    assert seen == ["schedule", "Ada"]


def test_a_desk_does_more_kinds_for_a_while_and_ends_what_it_began(bench: Bench) -> None:
    jobs, desk = bench.stores.jobs, bench.desk
    first, second = (jobs.add("default", "scores", moment) for moment in (1, 2))
    desk.look()
    assert bench.state_of(first) is JobState.QUEUED
    desk.take_on({"scores": bench.handle})
    desk.look()
    desk.leave(["scores"])
    bench.let_go.set()
    wait_until(lambda: bench.state_of(first) is JobState.DONE, "the first job")
    desk.look()
    assert bench.state_of(second) is JobState.QUEUED
    desk.stop()
