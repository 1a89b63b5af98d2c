import json
from collections.abc import Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from barograph.errors import Forbidden, SourceUnavailable, Unauthenticated
from barograph.security import Identity, Role
from barograph.security.grafana import GrafanaProvider, SigningKeys, fetch_signing_keys

NOW = 1_795_228_600.0
# As a Grafana 12.3 signs them.
CLAIMS = {
    "aud": "org:1",
    "authenticatedBy": "password",
    "exp": 1_795_229_169,
    "iat": 1_795_228_569,
    "identifier": "ag4xe73zzaw3ka",
    "iss": "http://localhost:3000/",
    "name": "v",
    "namespace": "default",
    "role": "Viewer",
    "sub": "user:2",
    "type": "user",
    "username": "viewer",
}


class Grafana:
    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.key_id = "id-2026-11-es256"
        self.is_away = False
        self.asked = 0

    def sign(self, **changes: object) -> dict[str, str]:
        text = jwt.encode(CLAIMS | changes, self.private, algorithm="ES256", headers={"kid": self.key_id})
        return {"X-Grafana-Id": text}

    def keys(self) -> Mapping[str, Any]:
        self.asked += 1
        if self.is_away:
            raise SourceUnavailable("away")
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.private.public_key()))
        return {"keys": [{**public, "kid": self.key_id, "use": "sig", "alg": "ES256"}]}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def grafana() -> Grafana:
    return Grafana()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def provider(grafana: Grafana, clock: Clock) -> GrafanaProvider:
    return GrafanaProvider(SigningKeys(grafana.keys, clock), clock)


def test_a_signed_user_comes_in_with_role_and_tenant(grafana: Grafana, provider: GrafanaProvider) -> None:
    viewer = provider.identify(grafana.sign())
    assert viewer == Identity("grafana:1:user:2", "viewer", Role.VIEWER, "default", "grafana")
    admin = provider.identify(grafana.sign(aud="org:7", role="Admin"))
    assert admin is not None
    assert (admin.tenant, admin.role) == ("org-7", Role.ADMIN)


def test_without_the_header_somebody_else_may_look(provider: GrafanaProvider) -> None:
    assert provider.identify({"X-Grafana-User": "admin"}) is None


@pytest.mark.parametrize("changes", [{"aud": "org:x"}, {"aud": "team:1"}, {"exp": NOW - 31}])
def test_an_identity_that_says_something_else_is_refused(
    changes: dict[str, object], grafana: Grafana, provider: GrafanaProvider
) -> None:
    with pytest.raises(Unauthenticated):
        provider.identify(grafana.sign(**changes))


def test_somebody_without_a_role_is_told_so(grafana: Grafana, provider: GrafanaProvider) -> None:
    with pytest.raises(Forbidden):
        provider.identify(grafana.sign(role="None"))


def test_another_signature_is_refused(grafana: Grafana, provider: GrafanaProvider) -> None:
    forger = Grafana()
    with pytest.raises(Unauthenticated):
        provider.identify(forger.sign())
    unsigned = jwt.encode(CLAIMS, None, algorithm="none", headers={"kid": grafana.key_id})
    with pytest.raises(Unauthenticated):
        provider.identify({"X-Grafana-Id": unsigned})
    confused = jwt.encode(CLAIMS, "s" * 32, algorithm="HS256", headers={"kid": grafana.key_id})
    with pytest.raises(Unauthenticated):
        provider.identify({"X-Grafana-Id": confused})


def test_keys_are_asked_for_once_and_again_for_an_unknown_one(
    grafana: Grafana, provider: GrafanaProvider, clock: Clock
) -> None:
    for _ in range(3):
        provider.identify(grafana.sign())
    assert grafana.asked == 1
    grafana.key_id = "rotated"
    with pytest.raises(Unauthenticated):
        provider.identify(grafana.sign())
    clock.now += 31
    assert provider.identify(grafana.sign()) is not None
    assert grafana.asked == 2


def test_known_keys_stay_good_while_grafana_is_away(
    grafana: Grafana, provider: GrafanaProvider, clock: Clock
) -> None:
    provider.identify(grafana.sign())
    grafana.is_away = True
    clock.now += 3700
    assert provider.identify(grafana.sign(exp=clock.now + 60)) is not None


def test_a_grafana_that_never_answered_is_a_reason_to_try_again(
    grafana: Grafana, provider: GrafanaProvider
) -> None:
    grafana.is_away = True
    with pytest.raises(SourceUnavailable):
        provider.identify(grafana.sign())


def test_an_address_without_grafana_is_named() -> None:
    with pytest.raises(SourceUnavailable, match="grafana_url"):
        fetch_signing_keys("http://127.0.0.1:1")
