from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import Proposal, Stores
from tests.unit.storage.making import make_anomaly, make_spec, opened

URL = "/api/v1/proposals"
RULE = {"match": ['route="/cart"'], "reason": "x", "until": None, "below": 0.9}
CHANGE = [{"op": "append", "path": "policy.suppress", "value": RULE, "before": None}]
EFFECT = {"alerts_before": 3, "alerts_after": 0, "removed": [], "lost_incidents": []}


def propose(stores: Stores, detector_id: str = "latency") -> str:
    """Keep an open proposal and return its address."""
    proposal = stores.proposals.add(
        Proposal("default", detector_id, "abc", "suppression", "Say nothing.", CHANGE, 1, 1)
    )
    assert proposal is not None
    stores.proposals.publish(proposal, EFFECT, 2)
    return f"{URL}/{proposal.id}"


@pytest.fixture
def url(client: FlaskClient, stores: Stores) -> str:
    client.post("/api/v1/detectors", json={"name": "latency", "query": {"expression": "up"}})
    return propose(stores)


def suppressed(client: FlaskClient) -> list[object]:
    rules: list[object] = client.get("/api/v1/detectors/latency").json["spec"]["policy"]["suppress"]
    return rules


def test_feedback_asks_the_engine_for_a_proposal(client: FlaskClient, stores: Stores) -> None:
    anomaly = make_anomaly()
    stores.anomalies.record([opened(anomaly)], now_ms=1)
    client.post(f"/api/v1/anomalies/{anomaly.fingerprint}/feedback", json={"verdict": "noise"})
    job = stores.jobs.latest("default", 1)[0]
    assert (job.kind, job.detector_id) == ("propose", "latency")
    assert job.request == {"fingerprint": anomaly.fingerprint}


def test_a_proposal_shows_what_it_would_do(client: FlaskClient, url: str) -> None:
    (item,) = client.get(URL, query_string={"detector": "latency", "state": "open"}).json["items"]
    assert (item["effect"], item["change"], item["state"]) == (EFFECT, CHANGE, "open")
    assert client.get(url).json == item
    assert client.get(URL, query_string={"state": "rejected"}).json["items"] == []


def test_nothing_changes_until_it_is_accepted(client: FlaskClient, stores: Stores, url: str) -> None:
    assert suppressed(client) == []
    accepted = client.post(f"{url}/accept")
    assert (accepted.status_code, accepted.json["state"], accepted.json["revision"]) == (200, "accepted", 2)
    assert suppressed(client) == [RULE]
    newest = client.get("/api/v1/detectors/latency/revisions").json["items"][0]
    assert newest["reason"].startswith("Accepts proposal")
    assert newest["changes"][0]["path"] == "policy.suppress[0]"
    assert stores.jobs.latest("default", 1)[0].kind == "train"


def test_an_accepted_change_is_taken_back_and_later_changes_stay(client: FlaskClient, url: str) -> None:
    client.post(f"{url}/accept")
    spec = client.get("/api/v1/detectors/latency").json["spec"]
    client.put("/api/v1/detectors/latency", json=spec | {"title": "Later"})
    assert client.post(f"{url}/revert").json["state"] == "reverted"
    assert suppressed(client) == []
    assert client.get("/api/v1/detectors/latency").json["spec"]["title"] == "Later"


def test_a_rejected_proposal_changes_nothing(client: FlaskClient, url: str) -> None:
    assert client.post(f"{url}/reject").json["state"] == "rejected"
    assert suppressed(client) == []
    assert client.post(f"{url}/accept").status_code == 409
    assert client.post(f"{url}/revert").status_code == 409


def test_detectors_of_files_are_changed_in_their_file(client: FlaskClient, stores: Stores) -> None:
    stores.detectors.provision("default", {"a.yaml": (make_spec("filed"),)}, 1)
    url = propose(stores, "filed")
    answer = client.post(f"{url}/accept")
    assert (answer.status_code, answer.json["code"]) == (409, "read_only")
    assert client.get(url).json["state"] == "open"


def test_viewers_look_and_editors_decide(
    client: FlaskClient, url: str, key_of: Callable[[Role], dict[str, str]]
) -> None:
    viewer = key_of(Role.VIEWER)
    assert client.get(url, headers=viewer).status_code == 200
    for verb in ("accept", "reject", "revert"):
        assert client.post(f"{url}/{verb}", headers=viewer).status_code == 403
    assert client.post(f"{url}/accept", headers=key_of(Role.EDITOR)).status_code == 200
    assert client.get(f"{URL}/999").status_code == 404
