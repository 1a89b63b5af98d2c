from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import Stores


def test_jobs_are_listed_the_latest_first_and_by_detector(client: FlaskClient, stores: Stores) -> None:
    first, second = (stores.jobs.add("default", "train", at, detector_id=f"d{at}") for at in (1, 2))
    stores.jobs.add("other", "train", 3, detector_id="d1")
    listed = client.get("/api/v1/jobs").json["items"]
    assert [job["id"] for job in listed] == [second.id, first.id]
    assert client.get("/api/v1/jobs?detector=d1").json["items"] == [listed[1]]
    page = client.get("/api/v1/jobs?limit=1").json
    assert page["items"] == [listed[0]]
    last = client.get(f"/api/v1/jobs?limit=1&cursor={page['next_cursor']}").json
    assert (last["items"], last["next_cursor"]) == ([listed[1]], None)


def test_a_job_that_is_cancelled_fails_and_one_that_is_done_stays(
    client: FlaskClient, stores: Stores
) -> None:
    waiting, done = (stores.jobs.add("default", "train", at) for at in (1, 2))
    stores.jobs.finish(done, {"version": 1}, 3)
    cancelled = client.post(f"/api/v1/jobs/{waiting.id}/cancel").json
    assert (cancelled["state"], cancelled["error"]["code"]) == ("failed", "cancelled")
    assert client.post(f"/api/v1/jobs/{done.id}/cancel").json["state"] == "done"
    assert [one.subject.id for one in stores.audit.page("default").items] == [waiting.id]
    assert client.post("/api/v1/jobs/abc/cancel").status_code == 404


def test_a_viewer_may_look_at_jobs_but_not_end_them(
    make_app: Callable[..., Flask], key_of: Callable[..., dict[str, str]], stores: Stores
) -> None:
    client, viewer = make_app(auth_mode="required").test_client(), key_of(Role.VIEWER)
    job = stores.jobs.add("default", "train", 1)
    assert client.get(f"/api/v1/jobs/{job.id}", headers=viewer).status_code == 200
    assert client.post(f"/api/v1/jobs/{job.id}/cancel", headers=viewer).status_code == 403
