from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened

URL = "/api/v1/silences"
ORDER = {"minutes": 5, "comment": "disk"}


def test_without_an_alertmanager_there_is_nothing_to_show_and_nothing_to_silence(
    client: FlaskClient, stores: Stores
) -> None:
    stores.anomalies.record([opened(make_anomaly())], 1)
    assert client.get(URL).json == {"items": [], "next_cursor": None, "unreachable": []}
    for wanted in ({"matchers": [{"name": "a", "value": "b"}]}, {"fingerprint": make_anomaly().fingerprint}):
        answer = client.post(URL, json={**ORDER, **wanted})
        assert (answer.status_code, answer.json["code"]) == (422, "validation_failed")
        assert "No Alertmanager" in answer.json["message"]
    assert client.delete(f"{URL}/abc").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        ORDER,
        {**ORDER, "incident": "a", "fingerprint": "b"},
        {**ORDER, "matchers": []},
        {"incident": "a", "minutes": 0, "comment": "disk"},
        {"incident": "a", "minutes": 5, "comment": ""},
    ],
)
def test_an_order_that_is_not_clear_is_refused(client: FlaskClient, body: dict[str, object]) -> None:
    assert client.post(URL, json=body).status_code == 422


def test_an_episode_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"{URL}?fingerprint=abc").status_code == 404
    assert client.post(URL, json={**ORDER, "incident": "abc"}).status_code == 404


def test_who_may_only_read_silences_nothing(
    client: FlaskClient, key_of: Callable[[Role], dict[str, str]]
) -> None:
    headers = key_of(Role.VIEWER)
    assert client.get(URL, headers=headers).status_code == 200
    assert client.post(URL, json={**ORDER, "incident": "a"}, headers=headers).status_code == 403
    assert client.delete(f"{URL}/a", headers=headers).status_code == 403
