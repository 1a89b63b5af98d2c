"""`/api/v1/anomalies`: what was strange."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.bodies.anomalies import AnomalyBody, AnomalyPage, AnomalyPath, AnomalyQuery
from barograph.api.caching import kept_until_next_event
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.storage import anomaly_json

__all__ = ["anomalies"]

anomalies = APIBlueprint(
    "anomalies",
    __name__,
    url_prefix="/api/v1/anomalies",
    abp_tags=[Tag(name="anomalies", description="Episodes of series that behave unusually.")],
)


@anomalies.get("", summary="List anomalies", responses={200: AnomalyPage})
@kept_until_next_event
def list_anomalies(query: AnomalyQuery) -> dict[str, Any]:
    """Return a page of anomalies, the latest first."""
    wanted = query.to_page_request(services().settings.api_page_size)
    page = services().stores.anomalies.page_as_json(identity().tenant, query.to_filter(), wanted)
    return {"items": page.items, "next_cursor": page.next_cursor}


@anomalies.get("/<fingerprint>", summary="Read an anomaly", responses={200: AnomalyBody})
def get_anomaly(path: AnomalyPath) -> dict[str, Any]:
    """Return one anomaly with its evidence."""
    return anomaly_json(services().stores.anomalies.get(identity().tenant, path.fingerprint))
