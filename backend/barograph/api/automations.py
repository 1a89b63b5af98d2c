"""`/api/v1/automations`: what is done by itself when something happens."""

from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import about_automation, tell_audit, unaudited
from barograph.api.authors import caller_name
from barograph.api.bodies.automations import (
    AutomationBody,
    AutomationList,
    AutomationPath,
    DryRunBody,
    DryRunRequest,
    automation_body,
)
from barograph.api.bodies.events import JobBody
from barograph.api.etags import expected_revision
from barograph.api.job_answers import result_response
from barograph.api.permissions import needs
from barograph.api.requests import identity, refuse_renaming
from barograph.api.services import Wish, services
from barograph.config.automation import AutomationSpec
from barograph.config.changes import differences, say_changes
from barograph.security import Role
from barograph.storage import StoredAutomation

__all__ = ["automations"]

automations = APIBlueprint(
    "automations",
    __name__,
    url_prefix="/api/v1/automations",
    abp_tags=[Tag(name="automations", description="What is done by itself when something happens.")],
)


@automations.get("", summary="List automations", responses={200: AutomationList})
def list_automations() -> dict[str, Any]:
    """Return every automation of the tenant, by name."""
    found = services().stores.automations.all(identity().tenant)
    return {"items": [automation_body(one) for one in found], "next_cursor": None}


@automations.post("", summary="Make an automation", responses={201: AutomationBody})
@needs(Role.EDITOR)
def create_automation(body: AutomationSpec) -> Response:
    """Make an automation; it listens to what happens from now on. Programs are for administrators."""
    _check(body)
    created = services().stores.automations.create(identity().tenant, body, services().now_ms())
    tell_audit(about_automation(created), "Made it.")
    return _answer(created, 201, {"Location": f"/api/v1/automations/{created.name}"})


@automations.post("/dry-run", summary="Try it on the past", responses={200: DryRunBody, 202: JobBody})
@needs(Role.EDITOR)
@unaudited("Nothing is stored.")
def dry_run(body: DryRunRequest) -> Response:
    """Say what it would have done about past events, and do nothing; 202 while the engine is at it."""
    request = body.model_dump(mode="json")
    return result_response(
        services().desk.ask(Wish("dry_run", identity().tenant, None, caller_name(), request))
    )


@automations.get("/<name>", summary="Read an automation", responses={200: AutomationBody})
def get_automation(path: AutomationPath) -> Response:
    """Return one automation; its ETag is what If-Match wants."""
    return _answer(services().stores.automations.get(identity().tenant, path.name))


@automations.put("/<name>", summary="Change an automation", responses={200: AutomationBody})
@needs(Role.EDITOR)
def update_automation(path: AutomationPath, body: AutomationSpec) -> Response:
    """Replace the specification; If-Match with an ETag refuses to overwrite what somebody else changed."""
    refuse_renaming(path.name, body.name)
    _check(body, path.name)
    store, revision, now_ms = services().stores.automations, expected_revision(request), services().now_ms()
    before = store.get(identity().tenant, path.name)
    after = store.update(identity().tenant, body, now_ms, revision)
    tell_audit(about_automation(after), say_changes(differences(before.content, after.content)))
    return _answer(after)


@automations.delete("/<name>", summary="Remove an automation", responses={204: None})
@needs(Role.EDITOR)
def delete_automation(path: AutomationPath) -> Response:
    """Remove an automation; its runs stay as history."""
    store, revision = services().stores.automations, expected_revision(request)
    automation = store.get(identity().tenant, path.name)
    _refuse_unless_allowed(automation.is_privileged)
    store.delete(automation.tenant, automation.name, revision)
    tell_audit(about_automation(automation), "Removed it.")
    return Response(status=204)


@automations.post("/<name>/start", summary="Switch it on", responses={200: AutomationBody})
@needs(Role.EDITOR)
def start_automation(path: AutomationPath) -> Response:
    """Let an automation listen from now on."""
    return _set_enabled(path.name, is_enabled=True)


@automations.post("/<name>/stop", summary="Switch it off", responses={200: AutomationBody})
@needs(Role.EDITOR)
def stop_automation(path: AutomationPath) -> Response:
    """Let an automation listen no more; runs that wait can still be decided."""
    return _set_enabled(path.name, is_enabled=False)


def _check(spec: AutomationSpec, name: str | None = None) -> None:
    """Refuse programs to all but administrators, and whatever would replace one that runs them."""
    store, tenant = services().stores.automations, identity().tenant
    _refuse_unless_allowed(spec.is_privileged or (name is not None and store.get(tenant, name).is_privileged))


def _refuse_unless_allowed(is_privileged: bool) -> None:
    if is_privileged:
        identity().require(Role.ADMIN, "An automation that runs a program")


def _set_enabled(name: str, *, is_enabled: bool) -> Response:
    store, tenant = services().stores.automations, identity().tenant
    _check(store.get(tenant, name).spec)
    automation = store.set_enabled(tenant, name, is_enabled, services().now_ms())
    tell_audit(about_automation(automation), "Switched it on." if is_enabled else "Switched it off.")
    return _answer(automation)


def _answer(one: StoredAutomation, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return json_response(automation_body(one), status, {"ETag": f'"{one.revision}"', **(headers or {})})
