"""`/api/v1/keys`: API keys made, listed and revoked."""

from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import about_key, tell_audit
from barograph.api.bodies.keys import KeyBody, KeyList, KeyPath, KeyRequest, NewKeyBody, key_body
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.security import Role, new_key

__all__ = ["keys"]

keys = APIBlueprint(
    "keys",
    __name__,
    url_prefix="/api/v1/keys",
    abp_tags=[Tag(name="keys", description="API keys, for administrators.")],
)


@keys.get("", summary="List API keys", responses={200: KeyList})
@needs(Role.ADMIN)
def list_keys() -> dict[str, Any]:
    """Return the keys of the tenant, never their texts."""
    now_ms = services().now_ms()
    found = services().stores.api_keys.all(identity().tenant)
    return {"items": [key_body(key, now_ms) for key in found], "next_cursor": None}


@keys.post("", summary="Make an API key", responses={201: NewKeyBody})
@needs(Role.ADMIN)
def make_key(body: KeyRequest) -> Response:
    """Make a key and show its text, this once: only its hash is stored."""
    now_ms = services().now_ms()
    expires_ms = now_ms + body.expires.milliseconds if body.expires else None
    key, text = new_key(identity().tenant, body.name, body.role, now_ms, expires_ms)
    services().stores.api_keys.add(key)
    tell_audit(about_key(key), f"Made it, with the role {key.role}.")
    return json_response(key_body(key, now_ms) | {"key": text}, 201, {"Location": f"/api/v1/keys/{key.id}"})


@keys.get("/<key_id>", summary="Read an API key", responses={200: KeyBody})
@needs(Role.ADMIN)
def get_key(path: KeyPath) -> dict[str, Any]:
    """Return what is known of one key, also when it is revoked; never its text."""
    return key_body(services().stores.api_keys.get(identity().tenant, path.key_id), services().now_ms())


@keys.delete("/<key_id>", summary="Revoke an API key", responses={204: None})
@needs(Role.ADMIN)
def revoke_key(path: KeyPath) -> Response:
    """Make a key useless from now on; it stays in the list, so that the audit trail can name it."""
    key = services().stores.api_keys.revoke(identity().tenant, path.key_id, services().now_ms())
    tell_audit(about_key(key), "Revoked it.")
    return Response(status=204)
