"""Tokens that we sign ourselves: for programs in a header, and tickets that open one socket once."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import jwt

from barograph.errors import Unauthenticated
from barograph.security.identity import Identity, Role

__all__ = ["LiveTickets", "TokenProvider", "TokenSigner"]

_ALGORITHM = "HS256"
_TICKET_SECONDS = 30
_API, _TICKET = "barograph:api", "barograph:live-ticket"
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class _Claims:
    identity: Identity
    token_id: str
    expires_ms: int


class TokenSigner:
    """Signs and reads tokens; what a token is for stands in it, so that none serves for another thing."""

    def __init__(self, secret: bytes, clock: Callable[[], float]) -> None:
        self._key = hashlib.blake2b(secret, person=b"barograph-jwt", digest_size=32).digest()
        self._clock = clock

    def sign(self, identity: Identity, purpose: str = _API, seconds: float = 3600) -> str:
        """Return a token that stands for the identity for a while."""
        now = self._clock()
        claims = {
            "sub": identity.subject,
            "name": identity.name,
            "role": identity.role.value,
            "tenant": identity.tenant,
            "aud": purpose,
            "iat": int(now),
            "exp": int(now + seconds),
            "jti": secrets.token_urlsafe(16),
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def read(self, text: str, purpose: str = _API) -> _Claims:
        """Return what a valid token says; raises ``Unauthenticated`` for any other."""
        try:
            claims = jwt.decode(
                text,
                self._key,
                algorithms=[_ALGORITHM],
                audience=purpose,
                options={"require": ["exp", "sub", "aud", "jti"], "verify_exp": False, "verify_iat": False},
            )
            identity = _identity_of(claims)
        except (jwt.InvalidTokenError, KeyError, ValueError) as error:
            raise Unauthenticated("The token is not one of ours. Ask for a new one.") from error
        if self._clock() >= claims["exp"]:
            raise Unauthenticated("The token is too old. Ask for a new one.")
        return _Claims(identity, claims["jti"], int(claims["exp"]) * 1000)


class TokenProvider:
    """Accepts ``Authorization: Bearer`` with a token of ours; leaves other bearers to other providers."""

    def __init__(self, signer: TokenSigner) -> None:
        self._signer = signer

    def identify(self, headers: Mapping[str, str]) -> Identity | None:
        """Return the holder of the token in the headers, None where there is no token."""
        scheme, _, text = headers.get("Authorization", "").partition(" ")
        text = text.strip()
        if scheme.lower() != "bearer" or text.count(".") != 2 or len(text) > _LONGEST:
            return None
        return self._signer.read(text).identity


class LiveTickets:
    """One-time tickets for browsers, which can't send headers with a WebSocket: a URL is no place for keys.

    ``claim`` remembers an id until a moment and tells whether it was new, across all processes.
    """

    def __init__(self, signer: TokenSigner, claim: Callable[[str, int], bool]) -> None:
        self._signer = signer
        self._claim = claim

    @property
    def seconds(self) -> int:
        """How long a ticket can be used."""
        return _TICKET_SECONDS

    def issue(self, identity: Identity) -> str:
        """Return a ticket for the identity."""
        return self._signer.sign(identity, _TICKET, _TICKET_SECONDS)

    def redeem(self, text: str) -> Identity:
        """Return whose ticket it is; the second time it is worth nothing."""
        claims = self._signer.read(text[:_LONGEST], _TICKET)
        if not self._claim(claims.token_id, claims.expires_ms):
            raise Unauthenticated("The ticket was used before. Ask for a new one.")
        return claims.identity


def _identity_of(claims: Mapping[str, str]) -> Identity:
    subject = claims["sub"]
    return Identity(subject, claims["name"], Role(claims["role"]), claims["tenant"], _source_of(subject))


def _source_of(subject: str) -> Literal["key", "grafana", "local"]:
    if subject.startswith("key:"):
        return "key"
    return "grafana" if subject.startswith("grafana:") else "local"
