from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import Stores
from tests.unit.storage.making import make_spec

URL = "/api/v1/detectors/latency"


@pytest.fixture(autouse=True)
def changed(client: FlaskClient) -> None:
    """A detector that was made and then changed."""
    made = client.post("/api/v1/detectors", json={"name": "latency", "query": {"expression": "up"}})
    client.put(URL, json=made.json["spec"] | {"title": "Slow", "policy": {"threshold": 0.75}})


def test_the_history_says_who_changed_what(client: FlaskClient) -> None:
    newest, first = client.get(f"{URL}/revisions").json["items"]
    assert (newest["revision"], newest["actor"]) == (2, "local (local administrator)")
    assert newest["changes"] == [
        {"path": "title", "before": "", "after": "Slow"},
        {"path": "policy.threshold", "before": None, "after": 0.75},
    ]
    assert newest["spec"]["title"] == "Slow"
    assert first["changes"] == []


def test_a_revision_is_restored_as_a_new_one(client: FlaskClient) -> None:
    restored = client.post(f"{URL}/revisions/1/restore")
    assert (restored.status_code, restored.json["revision"], restored.json["spec"]["title"]) == (200, 3, "")
    assert client.get(URL).headers["ETag"] == restored.headers["ETag"]
    newest = client.get(f"{URL}/revisions").json["items"][0]
    assert newest["reason"] == "Restores revision 1."
    assert client.post(f"{URL}/revisions/1/restore", headers={"If-Match": '"1.a"'}).status_code == 412


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/api/v1/detectors/nothing/revisions").status_code == 404
    assert client.post(f"{URL}/revisions/9/restore").status_code == 404
    client.delete(URL)
    assert len(client.get(f"{URL}/revisions").json["items"]) == 2
    assert client.post(f"{URL}/revisions/1/restore").status_code == 404


def test_detectors_of_files_have_a_history_but_no_way_back(client: FlaskClient, stores: Stores) -> None:
    stores.detectors.provision("default", {"a.yaml": (make_spec("filed"),)}, 1)
    stores.detectors.provision("default", {"a.yaml": (make_spec("filed", title="New"),)}, 2)
    url = "/api/v1/detectors/filed/revisions"
    assert client.get(url).json["items"][0]["actor"] == "file a.yaml"
    assert client.post(f"{url}/1/restore").status_code == 409


def test_viewers_look_and_editors_restore(
    client: FlaskClient, key_of: Callable[[Role], dict[str, str]]
) -> None:
    assert client.get(f"{URL}/revisions", headers=key_of(Role.VIEWER)).status_code == 200
    assert client.post(f"{URL}/revisions/1/restore", headers=key_of(Role.VIEWER)).status_code == 403
    assert client.post(f"{URL}/revisions/1/restore", headers=key_of(Role.EDITOR)).status_code == 200
