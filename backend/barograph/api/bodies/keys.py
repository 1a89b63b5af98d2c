"""Questions and answers about API keys."""

from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, Query
from barograph.config.durations import Duration
from barograph.security import ApiKey, Role

__all__ = ["KeyBody", "KeyList", "KeyPath", "KeyRequest", "NewKeyBody", "key_body"]


class KeyPath(Query):
    """Which key."""

    key_id: str = Field(pattern=r"^[0-9a-f]{1,40}$", description="Id of the key.")


class KeyRequest(Body):
    """A key that somebody wants."""

    name: str = Field(min_length=1, max_length=200, description="What it is for, such as `wall display`.")
    role: Role = Field(Role.VIEWER, description="What its holder may do.")
    expires: Duration | None = Field(
        None, description="How long it is valid, such as `90d`; for ever if unset."
    )


class KeyBody(Body):
    """What is known of a key; never its text."""

    id: str
    name: str
    role: Role
    state: Literal["valid", "expired", "revoked"]
    created_ms: int
    expires_ms: int | None
    revoked_ms: int | None


class NewKeyBody(KeyBody):
    """A new key with its text, shown this once."""

    key: str


class KeyList(Body):
    """The keys, the oldest first."""

    items: list[KeyBody]
    next_cursor: str | None = Field(description="Always null: there are few.")


def key_body(key: ApiKey, now_ms: int) -> dict[str, Any]:
    """Return a key as the API shows it."""
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role.value,
        "state": key.state_at(now_ms),
        "created_ms": key.created_ms,
        "expires_ms": key.expires_ms,
        "revoked_ms": key.revoked_ms,
    }
