from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from barograph.security import Role
from tests.unit.api.conftest import Clock

URL = "/api/v1/keys"


def test_a_key_opens_the_door_until_it_is_revoked(client: FlaskClient) -> None:
    made = client.post(URL, json={"name": "wall display", "role": "viewer"})
    assert made.status_code == 201
    headers = {"Authorization": f"Bearer {made.json['key']}"}
    assert client.get("/api/v1/detectors", headers=headers).status_code == 200
    assert client.delete(f"{URL}/{made.json['id']}").status_code == 204
    assert client.get("/api/v1/detectors", headers=headers).status_code == 401
    (listed,) = client.get(URL).json["items"]
    assert (listed["id"], listed["state"]) == (made.json["id"], "revoked")


def test_the_text_of_a_key_is_shown_only_once(client: FlaskClient) -> None:
    text = client.post(URL, json={"name": "ci"}).json["key"]
    assert text not in client.get(URL).text


def test_a_key_is_read_by_the_address_that_its_making_tells(client: FlaskClient, clock: Clock) -> None:
    made = client.post(URL, json={"name": "ci"})
    address = made.headers["Location"]
    assert address == f"{URL}/{made.json['id']}"
    assert client.get(address).json == {name: made.json[name] for name in made.json if name != "key"}
    moments = []
    for _ in range(2):
        clock.sleep(60)
        assert client.delete(address).status_code == 204
        moments.append(client.get(address).json["revoked_ms"])
    assert moments[0] == moments[1], "a key is revoked once"


def test_a_key_expires(client: FlaskClient, clock: Clock) -> None:
    made = client.post(URL, json={"name": "ci", "role": "editor", "expires": "1d"}).json
    headers = {"Authorization": f"Bearer {made['key']}"}
    assert client.get("/api/v1/detectors", headers=headers).status_code == 200
    clock.sleep(86_400)
    assert client.get("/api/v1/detectors", headers=headers).status_code == 401
    assert client.get(URL).json["items"][0]["state"] == "expired"


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "x", "role": "king"}, {"name": "x", "expires": "soon"}]
)
def test_a_wish_of_another_shape_is_refused(client: FlaskClient, body: dict[str, str]) -> None:
    assert client.post(URL, json=body).status_code == 422


def test_a_key_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.delete(f"{URL}/abc").status_code == 404
    assert client.get(f"{URL}/abc").status_code == 404


def test_only_administrators_look_after_keys(
    client: FlaskClient, key_of: Callable[[Role], dict[str, str]]
) -> None:
    headers = key_of(Role.EDITOR)
    assert client.get(URL, headers=headers).status_code == 403
    assert client.get(f"{URL}/abc", headers=headers).status_code == 403
    assert client.post(URL, json={"name": "x"}, headers=headers).status_code == 403
    assert client.delete(f"{URL}/abc", headers=headers).status_code == 403
