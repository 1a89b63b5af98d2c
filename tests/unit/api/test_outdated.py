"""A detector that an older version stored, and that is not valid any more, stands in nobody's way."""

import pytest
from flask.testing import FlaskClient

from barograph.engine.setting_aside import detectors_to_run
from barograph.storage import Stores
from tests.unit.storage.making import make_spec, outdate

URL = "/api/v1/detectors"


@pytest.fixture(autouse=True)
def two_detectors(stores: Stores) -> None:
    for name in ("old", "sound"):
        stores.detectors.create("default", make_spec(name, title=f"The {name} one"), 1)
    outdate(stores.database, "old")
    detectors_to_run(stores.detectors, 2)


def test_it_is_listed_as_failing_with_what_is_wrong(client: FlaskClient) -> None:
    old, sound = client.get(URL).json["items"]
    assert (old["id"], old["health"]["state"]) == ("old", "failing")
    assert "is not a regular expression" in old["health"]["sentence"]
    assert sound["health"]["state"] == "pending"
    assert [one["id"] for one in client.get(f"{URL}?state=failing").json["items"]] == ["old"]


@pytest.mark.parametrize(
    "path",
    [
        "detectors/old",
        "detectors/old/status",
        "detectors/old/quality",
        "detectors/old/health",
        "budgets",
        "models",
    ],
)
def test_what_does_not_need_its_specification_answers(client: FlaskClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 200


def test_its_text_is_shown_as_it_is_for_somebody_to_correct(client: FlaskClient) -> None:
    assert "(?=canary)" in client.get(f"{URL}/old/yaml").text


def test_what_needs_its_specification_says_what_is_wrong_with_it(client: FlaskClient) -> None:
    answer = client.post(f"{URL}/old/start")
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    assert answer.json["detail"]["fields"][0]["field"] == "policy.suppress.0.match.0"


def test_it_is_corrected(client: FlaskClient, stores: Stores) -> None:
    read = client.get(f"{URL}/old")
    spec = {**read.json["spec"], "policy": {}}
    answer = client.put(f"{URL}/old", json=spec, headers={"If-Match": read.headers["ETag"]})
    assert (answer.status_code, answer.json["health"]["state"]) == (200, "pending")
    assert stores.audit.page("default").items[0].sentence == "Changed policy.suppress[0]."


def test_it_is_removed(client: FlaskClient, stores: Stores) -> None:
    assert client.delete(f"{URL}/old").status_code == 204
    assert stores.audit.page("default").items[0].subject.name == "The old one"
