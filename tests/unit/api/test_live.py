from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.api.live import LiveDoor, register_live, visitor_of
from barograph.errors import Forbidden
from barograph.security import Authenticator, Identity, Role
from barograph.security.tokens import LiveTickets, TokenSigner
from tests.unit.live.test_gateway import Table


@pytest.fixture
def tickets() -> LiveTickets:
    return LiveTickets(TokenSigner(b"secret", lambda: 1_700_000_000.0), lambda _id, _expires_ms: True)


@pytest.fixture
def door_client(tickets: LiveTickets) -> Iterator[FlaskClient]:
    app = Flask(__name__)
    door = LiveDoor(
        Table().gateway, Authenticator().identify, tickets, frozenset({"https://grafana.example"})
    )
    register_live(app, door)
    app.register_error_handler(Forbidden, lambda error: ({"code": error.code}, error.status))
    with app.test_client() as client:
        yield client


@pytest.mark.parametrize(
    ("role", "topics"),
    [
        (Role.VIEWER, {"anomalies", "detectors", "scores"}),
        (Role.EDITOR, {"anomalies", "detectors", "scores", "system"}),
        (Role.ADMIN, {"anomalies", "detectors", "scores", "system"}),
    ],
)
def test_a_role_reaches_its_topics(role: Role, topics: set[str]) -> None:
    visitor = visitor_of(Identity("key:1", "deployer", role, "team-a", "key"))
    assert (visitor.topics, visitor.tenant, visitor.is_limited) == (topics, "team-a", True)


def test_everybody_on_an_open_installation_is_one_user_without_a_limit() -> None:
    assert not visitor_of(Authenticator().identify({})).is_limited


def test_a_ticket_stands_for_who_asked(door_client: FlaskClient, tickets: LiveTickets) -> None:
    answer = door_client.post("/api/v1/live/ticket").json
    assert answer["expires_in_seconds"] == 30
    assert tickets.redeem(answer["ticket"]).subject == "local"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 200),
        ("https://grafana.example", 200),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_only_pages_of_known_origins_are_served(door_client: FlaskClient, origin: str, status: int) -> None:
    answer = door_client.post("/api/v1/live/ticket", headers={"Origin": origin})
    assert answer.status_code == status
