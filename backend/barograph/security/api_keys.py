"""API keys: random, shown once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from barograph.errors import Unauthenticated
from barograph.security.identity import Identity, Role

__all__ = ["ApiKey", "ApiKeyProvider", "hash_key", "new_key"]

KeyState = Literal["valid", "expired", "revoked"]

_PREFIX = "bg_"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key. ``id`` is no secret: it names the key in lists and in the audit trail."""

    tenant: str
    id: str
    name: str
    role: Role
    key_hash: str
    created_ms: int
    expires_ms: int | None = None
    revoked_ms: int | None = None

    def is_valid_at(self, now_ms: int) -> bool:
        """Tell whether the key opens anything now."""
        return self.revoked_ms is None and (self.expires_ms is None or now_ms < self.expires_ms)

    def state_at(self, now_ms: int) -> KeyState:
        """Say in a word whether the key opens anything now, and why not."""
        if self.is_valid_at(now_ms):
            return "valid"
        return "expired" if self.revoked_ms is None else "revoked"

    def to_identity(self) -> Identity:
        """Return who holds this key."""
        return Identity(f"key:{self.id}", self.name, self.role, self.tenant, "key")


def new_key(
    tenant: str, name: str, role: Role, now_ms: int, expires_ms: int | None = None
) -> tuple[ApiKey, str]:
    """Make a key; the text is shown to its owner once and kept nowhere."""
    text = _PREFIX + secrets.token_urlsafe(32)
    return ApiKey(tenant, secrets.token_hex(6), name, role, hash_key(text), now_ms, expires_ms), text


def hash_key(text: str) -> str:
    """Hash a key. A quick hash is enough for 256 random bits; nobody can guess them."""
    return hashlib.sha256(text.encode()).hexdigest()


class ApiKeyProvider:
    """Accepts ``Authorization: Bearer bg_...``; ``find`` looks a hash up in the store."""

    def __init__(self, find: Callable[[str], ApiKey | None], clock: Callable[[], float]) -> None:
        self._find = find
        self._clock = clock

    def identify(self, headers: Mapping[str, str]) -> Identity | None:
        """Return the holder of the key in the headers, None where there is no such header."""
        scheme, _, text = headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        text = text.strip()
        if scheme.lower() != "bearer" or not text.startswith(_PREFIX) or len(text) > _LONGEST:
            raise Unauthenticated("The Authorization header holds no API key. Send `Bearer bg_...`.")
        key = self._find(hash_key(text))
        if key is None or not key.is_valid_at(int(self._clock() * 1000)):
            raise Unauthenticated("The API key is unknown, expired or revoked. Ask for a new one.")
        return key.to_identity()
