"""`/api/v1/datasources`: make, try, read, change, remove."""

from typing import Any

from flask import Response, current_app, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import about_datasource, tell_audit
from barograph.api.bodies.collections import CollectionPage, collection_bodies
from barograph.api.bodies.datasources import (
    DataSourceBody,
    DataSourcePage,
    DataSourcePath,
    SuggestionPage,
    SuggestionQuery,
    datasource_body,
)
from barograph.api.bodies.source_status import SourceHealthBody, source_health_body
from barograph.api.etags import expected_revision
from barograph.api.permissions import needs
from barograph.api.requests import identity, refuse_renaming
from barograph.api.services import services
from barograph.api.source_desk import SourceDesk
from barograph.config.changes import SpecChange, changes_between, say_changes
from barograph.config.datasource import DataSourceSpec
from barograph.security import Role
from barograph.storage.datasource_rows import StoredDataSource, UnreadableDataSource

__all__ = ["DESK_NAME", "datasources"]

DESK_NAME = "barograph.sources"

datasources = APIBlueprint(
    "datasources",
    __name__,
    url_prefix="/api/v1/datasources",
    abp_tags=[Tag(name="data sources", description="Where the values come from.")],
)


@datasources.get("", summary="List data sources", responses={200: DataSourcePage})
def list_datasources() -> dict[str, Any]:
    """Return all data sources, their secrets masked, with what the engine reports of each."""
    beats = services().stores.processes.all()
    stored = _desk().store.look(identity().tenant)
    return {"items": [datasource_body(each, beats) for each in stored], "next_cursor": None}


@datasources.post("", summary="Make a data source", responses={201: DataSourceBody})
@needs(Role.ADMIN)
def create_datasource(body: DataSourceSpec) -> Response:
    """Make a data source; its secrets are encrypted and never returned."""
    _desk().check_buildable(body)
    created = _desk().store.create(identity().tenant, body, services().now_ms())
    tell_audit(about_datasource(body.name), f"Made it, of type {body.type}.")
    return _answer(created, 201, {"Location": f"/api/v1/datasources/{created.spec.name}"})


@datasources.post("/test", summary="Try a data source", responses={200: SourceHealthBody})
@needs(Role.ADMIN)
def try_datasource(body: DataSourceSpec) -> dict[str, Any]:
    """Ask a data source how it is before it is stored."""
    _desk().check_buildable(body)
    health = _desk().test(body)
    tell_audit(about_datasource(body.name), f"Tried it and stored nothing; its state was {health.state}.")
    return source_health_body(health)


@datasources.get("/<name>", summary="Read a data source", responses={200: DataSourceBody})
def get_datasource(path: DataSourcePath) -> Response:
    """Return one data source; its ETag is what If-Match wants."""
    return _answer(_desk().store.look_at(identity().tenant, path.name))


@datasources.put("/<name>", summary="Change a data source", responses={200: DataSourceBody})
@needs(Role.ADMIN)
def update_datasource(path: DataSourcePath, body: DataSourceSpec) -> Response:
    """Replace the specification; a secret that is sent back masked stays what it is."""
    refuse_renaming(path.name, body.name)
    _desk().check_buildable(body)
    store, revision = _desk().store, expected_revision(request)
    before = store.look_at(identity().tenant, path.name)
    after = store.update(identity().tenant, body, services().now_ms(), revision)
    tell_audit(about_datasource(path.name), _say_changes(before, after.spec))
    return _answer(after)


@datasources.delete("/<name>", summary="Remove a data source", responses={204: None})
@needs(Role.ADMIN)
def delete_datasource(path: DataSourcePath) -> Response:
    """Remove a data source; detectors on it fail until it is back."""
    _desk().store.delete(identity().tenant, path.name, expected_revision(request))
    tell_audit(about_datasource(path.name), "Removed it.")
    return Response(status=204)


@datasources.get("/<name>/health", summary="How it is", responses={200: SourceHealthBody})
def get_datasource_health(path: DataSourcePath) -> dict[str, Any]:
    """Return how a data source is, asked within the last ten seconds."""
    return source_health_body(_desk().health(_stored(path)))


@datasources.get("/<name>/collections", summary="How collecting goes", responses={200: CollectionPage})
def list_collections(path: DataSourcePath) -> dict[str, Any]:
    """Return for each expression its last success, lag, points, bytes, duration and errors."""
    beats = services().stores.processes.all()
    name = _stored(path).spec.name
    return {"items": collection_bodies(beats, identity().tenant, name), "next_cursor": None}


@datasources.get("/<name>/suggestions", summary="Names that exist there", responses={200: SuggestionPage})
def get_suggestions(path: DataSourcePath, query: SuggestionQuery) -> dict[str, Any]:
    """Return metrics, labels of a metric, or values of a label, for people who write a query."""
    known = _desk().suggestions(_stored(path))
    if query.kind == "metrics":
        hints = [
            {"name": hint.name, "type": hint.type, "help": hint.help} for hint in known.metrics(query.part)
        ]
        return {"items": hints, "next_cursor": None}
    if query.kind == "labels":
        names = [name for name in known.labels(query.metric) if query.part in name]
    else:
        names = known.values(query.metric, query.label, query.part)
    return {"items": [{"name": name, "type": "", "help": ""} for name in names], "next_cursor": None}


def _desk() -> SourceDesk:
    desk: SourceDesk = current_app.extensions[DESK_NAME]
    return desk


def _stored(path: DataSourcePath) -> StoredDataSource:
    return _desk().store.get(identity().tenant, path.name)


def _say_changes(before: StoredDataSource | UnreadableDataSource, after: DataSourceSpec) -> str:
    """Return what differs; of a secret that is another one, only that it is."""
    if isinstance(before, UnreadableDataSource):
        return "Replaced it: it could not be read any more."
    changes = list(changes_between(before.spec, after))
    named = {change.path for change in changes}
    old, new = before.spec.secrets, after.secrets
    others = (path for path in old.keys() & new.keys() if old[path] != new[path])
    hidden = (SpecChange(path, "", "***") for path in sorted(others) if path not in named)
    return say_changes([*changes, *hidden])


def _answer(
    stored: StoredDataSource | UnreadableDataSource, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    body = datasource_body(stored, services().stores.processes.all())
    return json_response(body, status, {"ETag": f'"{stored.revision}"', **(headers or {})})
