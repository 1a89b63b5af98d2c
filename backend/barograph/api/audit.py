"""`/api/v1/audit`: who changed what, when, in which request."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.bodies.audit import AuditPage, AuditQuery, audit_body
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.security import Role

__all__ = ["audit"]

audit = APIBlueprint(
    "audit",
    __name__,
    url_prefix="/api/v1/audit",
    abp_tags=[Tag(name="audit", description="Who changed what.")],
)


@audit.get("", summary="Read the audit trail", responses={200: AuditPage})
@needs(Role.ADMIN)
def list_audit(query: AuditQuery) -> dict[str, Any]:
    """Return the changes that people and programs made, the latest first."""
    request = query.to_page_request(services().settings.api_page_size)
    page = services().stores.audit.page(identity().tenant, request, query.to_filter())
    return page_body(page, audit_body)
