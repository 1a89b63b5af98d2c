import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from barograph.api.live import LiveDoor, register_live
from barograph.config.detector import DetectorSpec
from barograph.security import Authenticator, Role
from barograph.security.tokens import LiveTickets, TokenSigner
from barograph.storage import Stores
from tests.unit.live.test_gateway import Table

OPEN = {
    "/",
    "/health",
    "/ready",
    "/alive",
    "/api/openapi.json",
    "/api/asyncapi.json",
    "/api/docs/ui",
    "/api/docs/ui/<path:name>",
    "/api/docs/errors",
}
# It has a door of its own, which is tried with the live line.
SOCKET = "/api/v1/live"
EVIL = {"Origin": "https://evil.example"}


@pytest.fixture
def complete_app(make_app: Callable[..., Flask]) -> Flask:
    """An application with everything that a web worker serves, where an identity is required."""
    app = make_app(auth_mode="required")
    tickets = LiveTickets(TokenSigner(b"secret", lambda: 0.0), lambda _id, _expires_ms: True)
    register_live(app, LiveDoor(Table().gateway, Authenticator(is_required=True).identify, tickets))
    return app


@pytest.fixture
def stop_url(stores: Stores) -> str:
    spec = DetectorSpec.model_validate({"name": "d", "query": {"expression": "up"}})
    stores.detectors.create("default", spec, 1)
    return "/api/v1/detectors/d/stop"


def addresses_of(rule: Rule) -> Iterator[str]:
    """Write a rule as addresses, with and without a slash at its end: the router takes both."""
    address = re.sub(r"<int:[^>]*>", "1", rule.rule)
    address = re.sub(r"<[^>]*>", "x", address)
    yield from {address, f"{address.rstrip('/')}/"}


def test_every_route_is_behind_the_door_unless_it_is_listed(complete_app: Flask) -> None:
    client = complete_app.test_client()
    behind = [rule for rule in complete_app.url_map.iter_rules() if rule.rule not in {*OPEN, SOCKET}]
    assert len(behind) > 80
    answers = {
        (method, address): client.open(address, method=method).status_code
        for rule in behind
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for address in addresses_of(rule)
    }
    assert {key: status for key, status in answers.items() if status != 401} == {}


def test_what_is_listed_as_open_is_open(complete_app: Flask) -> None:
    client = complete_app.test_client()
    assert OPEN - {rule.rule for rule in complete_app.url_map.iter_rules()} == set()
    for address in OPEN:
        with client.get(address.replace("<path:name>", "images/swagger.svg")) as answer:
            assert answer.status_code == 200, address


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/metrics//scores"])
def test_nobody_learns_what_is_not_there_without_an_identity(complete_app: Flask, path: str) -> None:
    answer = complete_app.test_client().get(path, follow_redirects=True)
    assert answer.status_code == 401


def test_a_page_of_another_site_changes_nothing(client: FlaskClient, stores: Stores, stop_url: str) -> None:
    form = "application/x-www-form-urlencoded"
    for origin in ("https://evil.example", "http://localhost:3000", "null", "http://["):
        refused = client.post(stop_url, headers={"Origin": origin}, data="a=b", content_type=form)
        assert (refused.status_code, refused.json["code"]) == (403, "forbidden"), origin
        assert "web_external_url" in refused.json["message"]
    assert stores.detectors.get("default", "d").spec.enabled
    assert client.get("/api/v1/detectors", headers=EVIL).status_code == 200


@pytest.mark.parametrize("origin", [None, "http://localhost", "https://barograph.example"])
def test_programs_and_our_own_pages_change_things(
    make_app: Callable[..., Flask], stop_url: str, origin: str | None
) -> None:
    client = make_app(web_external_url="https://barograph.example/").test_client()
    headers = {"Origin": origin} if origin else {}
    assert client.post(stop_url, headers=headers).status_code == 200


def test_who_shows_an_identity_may_come_from_anywhere(
    client: FlaskClient, stop_url: str, key_of: Callable[[Role], dict[str, str]]
) -> None:
    answer = client.post(stop_url, headers={**key_of(Role.EDITOR), **EVIL, "Host": "evil.example"})
    assert answer.status_code == 200


def test_a_name_that_is_led_here_by_others_gets_no_answer(client: FlaskClient) -> None:
    answer = client.get("/api/v1/detectors", headers={"Host": "evil.example:8427"})
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert "web_allowed_hosts" in answer.json["message"]
    assert client.get("/health", headers={"Host": "probe.example"}).status_code == 200


@pytest.mark.parametrize(("proxies", "path"), [(0, ""), (1, "/barograph")])
def test_a_path_that_a_proxy_took_off_is_believed_where_it_is_trusted(
    make_app: Callable[..., Flask], proxies: int, path: str
) -> None:
    client = make_app(web_trusted_proxies=proxies).test_client()
    page = client.get("/api/docs/ui", headers={"X-Forwarded-Prefix": "/barograph"}).text
    assert f'url: "{path}/api/openapi.json"' in page
