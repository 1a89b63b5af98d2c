from concurrent.futures import ThreadPoolExecutor

import pytest

from barograph.errors import NotEnoughData, NotFound
from barograph.storage import Job, JobState, Stores
from barograph.storage.job_rows import SCHEDULE


def test_a_job_goes_its_way(stores: Stores) -> None:
    job = stores.jobs.add("default", "detect", 1, detector_id="latency", requested_by="local")
    assert stores.jobs.claim(["train"], "engine", now_ms=2, lease_ms=10) is None
    taken = stores.jobs.claim(["detect"], "engine", now_ms=2, lease_ms=10)
    assert taken is not None
    assert (taken.id, taken.state, taken.detector_id) == (job.id, JobState.RUNNING, "latency")
    assert stores.jobs.claim(["detect"], "engine", now_ms=3, lease_ms=10) is None
    stores.jobs.finish(taken, {"anomalies": 2}, now_ms=4)
    done = stores.jobs.get("default", job.id)
    assert (done.state, done.result, done.progress, done.is_finished) == (
        JobState.DONE,
        {"anomalies": 2},
        1.0,
        True,
    )
    assert stores.jobs.forget_before(5) == 1
    with pytest.raises(NotFound):
        stores.jobs.get("default", job.id)


def test_a_failed_job_says_why(stores: Stores) -> None:
    job = stores.jobs.add("default", "detect", 1)
    stores.jobs.fail(job, NotEnoughData("Two points are too few."), now_ms=2)
    failed = stores.jobs.get("default", job.id)
    assert failed.error["code"] == "not_enough_data"
    assert failed.error["message"] == "Two points are too few."


def test_a_job_whose_worker_fell_silent_is_taken_again(stores: Stores) -> None:
    stores.jobs.add("default", "detect", 1)
    assert stores.jobs.claim(["detect"], "first", now_ms=2, lease_ms=10) is not None
    assert stores.jobs.claim(["detect"], "second", now_ms=12, lease_ms=10) is None
    assert stores.jobs.claim(["detect"], "second", now_ms=13, lease_ms=10) is not None


def test_two_workers_never_take_the_same_job(stores: Stores) -> None:
    for number in range(20):
        stores.jobs.add("default", "detect", number)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: stores.jobs.claim(["detect"], "w", 100, 1000), range(40)))
    ids = [job.id for job in taken if job]
    assert len(ids) == len(set(ids))


def test_of_several_kinds_what_people_asked_for_comes_first(stores: Stores) -> None:
    for number in range(3):
        stores.jobs.add("default", "train", number, detector_id=f"d{number}", requested_by=SCHEDULE)
    preview = stores.jobs.add("default", "preview", 10, requested_by="Ada")
    training = stores.jobs.add("default", "train", 11, detector_id="d9", requested_by="Ada")
    taken = [stores.jobs.claim(["train", "preview"], "engine", 20, 1000) for _ in range(3)]
    assert [job.id for job in taken[:2] if job] == [preview.id, training.id]
    assert taken[2] is not None
    assert taken[2].detector_id == "d0"
    assert stores.jobs.claim(["train", "preview"], "engine", 20, 1000, only_asked=True) is None


def test_a_detector_has_one_training_that_waits_or_runs(stores: Stores) -> None:
    def ask(detector_id: str, by: str) -> Job:
        return stores.jobs.add("default", "train", 1, detector_id=detector_id, requested_by=by)

    scheduled = ask("latency", SCHEDULE)
    assert ask("latency", SCHEDULE).id == scheduled.id
    assert ask("errors", SCHEDULE).id != scheduled.id
    assert stores.jobs.open_trainings()["default", "latency"] == scheduled.id
    (taken_over, again) = ask("latency", "Ada"), ask("latency", "Bob")
    assert (taken_over.id, taken_over.requested_by, again.requested_by) == (scheduled.id, "Ada", "Ada")
    running = stores.jobs.claim(["train"], "engine", 2, 1000)
    assert running is not None
    assert running.id == ask("latency", "Bob").id == scheduled.id
    stores.jobs.finish(running, {}, 3)
    assert ask("latency", "Bob").id != scheduled.id


def test_many_that_ask_at_the_same_time_get_one_training(stores: Stores) -> None:
    with ThreadPoolExecutor(4) as pool:
        jobs = pool.map(lambda n: stores.jobs.add("default", "train", n, detector_id="latency"), range(12))
    assert len({job.id for job in jobs}) == 1


def test_whoever_lost_a_job_to_another_changes_it_no_more(stores: Stores) -> None:
    stores.jobs.add("default", "detect", 1)
    first = stores.jobs.claim(["detect"], "first", 2, lease_ms=10)
    second = stores.jobs.claim(["detect"], "second", 20, lease_ms=10)
    assert first is not None
    assert second is not None
    assert not stores.jobs.renew(first, 0.5, 21, 1000)
    stores.jobs.finish(first, {"by": "first"}, 21)
    stores.jobs.fail(first, NotEnoughData("It was me."), 21)
    assert stores.jobs.get("default", first.id).state is JobState.RUNNING
    assert stores.jobs.renew(second, 0.5, 22, 1000)
    stores.jobs.finish(second, {"by": "second"}, 23)
    assert stores.jobs.get("default", first.id).result == {"by": "second"}


def test_a_worker_never_takes_what_it_is_at(stores: Stores) -> None:
    job = stores.jobs.add("default", "detect", 1)
    assert stores.jobs.claim(["detect"], "engine", 2, lease_ms=10) is not None
    assert stores.jobs.claim(["detect"], "engine", 1_000_000, 10, except_ids=[job.id]) is None
