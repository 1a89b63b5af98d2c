from dataclasses import replace

import pytest

from barograph.errors import Unauthenticated
from barograph.security import ApiKeyProvider, Authenticator, Role, new_key

KEY, TEXT = new_key("shop", "wall display", Role.VIEWER, now_ms=0, expires_ms=10_000)


def provider(**changes: object) -> ApiKeyProvider:
    keys = {KEY.key_hash: replace(KEY, **changes)}
    return ApiKeyProvider(keys.get, clock=lambda: 5.0)


def test_a_key_opens_for_its_holder_and_is_kept_nowhere() -> None:
    identity = provider().identify({"Authorization": f"Bearer {TEXT}"})
    assert identity is not None
    assert (identity.subject, identity.role, identity.tenant) == (f"key:{KEY.id}", Role.VIEWER, "shop")
    assert TEXT not in repr(KEY)


@pytest.mark.parametrize("changes", [{"expires_ms": 5000}, {"revoked_ms": 1}])
def test_a_key_that_ended_opens_nothing(changes: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated, match="expired or revoked"):
        provider(**changes).identify({"Authorization": f"Bearer {TEXT}"})


@pytest.mark.parametrize(
    "header", ["Bearer x", "Basic dXNlcjpwYXNz", "Bearer bg_never-made", "Bearer bg_" + "x" * 500]
)
def test_what_is_no_key_is_refused(header: str) -> None:
    with pytest.raises(Unauthenticated):
        provider().identify({"Authorization": header})


def test_no_header_is_nobody() -> None:
    assert provider().identify({}) is None
    assert Authenticator([provider()]).identify({}).role is Role.ADMIN
    with pytest.raises(Unauthenticated):
        Authenticator([provider()], is_required=True).identify({})
    assert (
        Authenticator([provider()], is_required=True).identify({"Authorization": f"Bearer {TEXT}"}).tenant
        == "shop"
    )
