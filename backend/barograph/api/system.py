"""`/health`, `/ready`, `/alive`, `/metrics*` and `/api/v1/deployment`: how the product itself is."""

import platform
from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from prometheus_client.exposition import choose_encoder

from barograph.api.answers import json_response
from barograph.api.authors import caller_name
from barograph.api.bodies.system import DeploymentBody, HealthBody, SimpleBody, process_body
from barograph.api.engine_desk import raise_failure_of
from barograph.api.requests import identity
from barograph.api.services import Wish, services
from barograph.errors import ServiceUnreachable, StorageUnavailable
from barograph.storage.leases import LEADER
from barograph.telemetry.health import HealthState

__all__ = ["system"]

system = APIBlueprint(
    "system",
    __name__,
    abp_tags=[Tag(name="system", description="How the product itself is.")],
)


@system.get("/health", summary="How everything is", responses={200: HealthBody, 503: HealthBody})
def health() -> Response:
    """Return the state of every component with a sentence; 503 where the database is away."""
    components = services().health.look()
    state = HealthState.worst([item.state for item in components.values()])
    body = {
        "state": state.value,
        "components": {
            name: {
                "state": item.state.value,
                "sentence": item.sentence,
                "latency_seconds": item.latency_seconds,
            }
            for name, item in components.items()
        },
    }
    is_down = "database" in components and components["database"].state is HealthState.DOWN
    return json_response(body, 503 if is_down else 200)


@system.get("/ready", summary="Whether it can take requests", responses={200: SimpleBody, 503: SimpleBody})
def ready() -> Response:
    """Tell whether the database is there and its schema is the one this version wants."""
    database = services().stores.database
    try:
        is_ok = database.current_revision() == database.head_revision()
    except StorageUnavailable as error:
        return json_response({"is_ok": False, "sentence": error.message}, 503)
    sentence = "Ready." if is_ok else "The schema is not the one of this version: run `barograph db upgrade`."
    return json_response({"is_ok": is_ok, "sentence": sentence}, 200 if is_ok else 503)


@system.get("/alive", summary="Whether it runs", responses={200: SimpleBody})
def alive() -> dict[str, Any]:
    """Tell that this process answers."""
    return {"is_ok": True, "sentence": "Alive."}


@system.get("/metrics", summary="Metrics for Prometheus", doc_ui=False)
def metrics() -> Response:
    """Return the metrics in the format that the scraper asks for."""
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(services().registry), content_type=content_type)


@system.get("/metrics/scores", summary="The last scores for Prometheus", doc_ui=False)
def metrics_of_scores() -> Response:
    """Return score and band of each series at its last tick, as the engine writes them at this moment."""
    job = services().desk.ask(Wish("scores", identity().tenant, None, caller_name()))
    # A page is read once and may be large, so its job is not kept.
    services().stores.jobs.remove(job)
    raise_failure_of(job)
    if not job.is_finished:
        raise ServiceUnreachable("No engine answered in time. Look at the component `processes` of /health.")
    return Response(job.result["text"], content_type="text/plain; version=0.0.4; charset=utf-8")


@system.get("/api/v1/deployment", summary="What runs here", responses={200: DeploymentBody})
def deployment() -> dict[str, Any]:
    """Return version, build, features, who leads, and the last sign of life of every process."""
    running = services().deployment
    lease = services().stores.leases.find(LEADER)
    return {
        "version": running.version,
        "build": running.build,
        "python": platform.python_version(),
        "features": list(running.features),
        "started_ms": running.started_ms,
        "database": services().stores.database.dialect,
        "leader": None if lease is None else {"id": lease.holder, "since_ms": lease.since_ms},
        "processes": [
            process_body(beat, has_detail=identity().runs_the_installation)
            for beat in services().stores.processes.all()
        ],
    }
