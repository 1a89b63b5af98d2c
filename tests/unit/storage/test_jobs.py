from concurrent.futures import ThreadPoolExecutor

import pytest

from barograph.errors import NotEnoughData, NotFound
from barograph.storage import JobState, Stores


def test_a_job_goes_its_way(stores: Stores) -> None:
    job = stores.jobs.add("default", "detect", 1, detector_id="latency", requested_by="local")
    assert stores.jobs.claim("train", "engine", now_ms=2, lease_ms=10) is None
    taken = stores.jobs.claim("detect", "engine", now_ms=2, lease_ms=10)
    assert taken is not None
    assert (taken.id, taken.state, taken.detector_id) == (job.id, JobState.RUNNING, "latency")
    assert stores.jobs.claim("detect", "engine", now_ms=3, lease_ms=10) is None
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
    assert stores.jobs.claim("detect", "first", now_ms=2, lease_ms=10) is not None
    assert stores.jobs.claim("detect", "second", now_ms=12, lease_ms=10) is None
    assert stores.jobs.claim("detect", "second", now_ms=13, lease_ms=10) is not None


def test_two_workers_never_take_the_same_job(stores: Stores) -> None:
    for number in range(20):
        stores.jobs.add("default", "detect", number)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: stores.jobs.claim("detect", "w", 100, 1000), range(40)))
    ids = [job.id for job in taken if job]
    assert len(ids) == len(set(ids))
