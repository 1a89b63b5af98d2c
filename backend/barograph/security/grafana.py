"""Grafana's users: the signed ``X-Grafana-Id`` that its data-source proxy adds to every request."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import jwt
import requests

from barograph.errors import Forbidden, SourceUnavailable, Unauthenticated
from barograph.security.identity import Identity, Role

__all__ = ["GrafanaProvider", "SigningKeys", "fetch_signing_keys"]

_HEADER = "X-Grafana-Id"
_KEYS_PATH = "/api/signing-keys/keys"
_ALGORITHM = "ES256"
_KEEP_SECONDS = 3600.0
_ASK_AGAIN_SECONDS = 30.0
_LEEWAY_SECONDS = 30
_TIMEOUT_SECONDS = 5.0
_ROLES = {"Viewer": Role.VIEWER, "Editor": Role.EDITOR, "Admin": Role.ADMIN}


def fetch_signing_keys(grafana_url: str) -> Mapping[str, Any]:
    """Ask Grafana for the public keys that it signs identities with."""
    try:
        answer = requests.get(grafana_url.rstrip("/") + _KEYS_PATH, timeout=_TIMEOUT_SECONDS)
        answer.raise_for_status()
        keys: Mapping[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise SourceUnavailable(
            f"Grafana does not tell its signing keys: {error}. Check grafana_url."
        ) from error
    return keys


class SigningKeys:
    """Grafana's public keys by their id, kept for an hour; an unknown id is a reason to ask again."""

    def __init__(self, fetch: Callable[[], Mapping[str, Any]], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._asked_at = float("-inf")

    def find(self, key_id: str) -> jwt.PyJWK | None:
        """Return the key with an id, None where Grafana has none."""
        with self._lock:
            age = self._clock() - self._asked_at
            is_known = key_id in self._keys
            if age > (_KEEP_SECONDS if is_known else _ASK_AGAIN_SECONDS):
                self._ask()
            return self._keys.get(key_id)

    def _ask(self) -> None:
        self._asked_at = self._clock()
        try:
            answer = jwt.PyJWKSet.from_dict(dict(self._fetch()))
        except SourceUnavailable:
            # Known keys stay good while Grafana is away.
            if not self._keys:
                self._asked_at = float("-inf")
                raise
            return
        except jwt.PyJWTError as error:
            raise SourceUnavailable(
                "Grafana's signing keys are not understood. Check grafana_url."
            ) from error
        self._keys = {key.key_id: key for key in answer.keys if key.key_id}


class GrafanaProvider:
    """Reads Grafana's signed identity. Organisation 1 is the tenant ``default``, organisation 7 ``org-7``."""

    def __init__(self, keys: SigningKeys, clock: Callable[[], float]) -> None:
        self._keys = keys
        self._clock = clock

    def identify(self, headers: Mapping[str, str]) -> Identity | None:
        """Return the signed-in user, None where no Grafana speaks."""
        text = headers.get(_HEADER, "")
        if not text:
            return None
        claims = self._verify(text)
        organisation = _number_of(str(claims["aud"]), "org:")
        role = _ROLES.get(str(claims.get("role", "")))
        if role is None:
            raise Forbidden("Grafana gives this user no role here. Ask for the role Viewer.")
        name = str(claims.get("username") or claims.get("name") or claims["sub"])
        tenant = "default" if organisation == 1 else f"org-{organisation}"
        return Identity(f"grafana:{organisation}:{claims['sub']}", name, role, tenant, "grafana")

    def _verify(self, text: str) -> Mapping[str, Any]:
        try:
            key_id = str(jwt.get_unverified_header(text).get("kid", ""))
            key = self._keys.find(key_id)
            if key is None:
                raise Unauthenticated("The identity is signed with a key that Grafana does not know.")
            claims: Mapping[str, Any] = jwt.decode(
                text,
                key,
                algorithms=[_ALGORITHM],
                options={"require": ["exp", "sub", "aud"], "verify_aud": False, "verify_exp": False},
            )
        except jwt.InvalidTokenError as error:
            raise Unauthenticated("X-Grafana-Id is not a valid signed identity. Sign in again.") from error
        if self._clock() > float(claims["exp"]) + _LEEWAY_SECONDS:
            raise Unauthenticated("X-Grafana-Id is too old. Reload the page in Grafana.")
        return claims


def _number_of(text: str, prefix: str) -> int:
    digits = text.removeprefix(prefix)
    if not text.startswith(prefix) or not digits.isdecimal():
        raise Unauthenticated(f"X-Grafana-Id has an audience that is not understood: {text[:50]!r}.")
    return int(digits)
