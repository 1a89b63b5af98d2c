"""Questions and answers about data sources."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, Query
from barograph.api.bodies.source_status import SourceStatusBody, status_of, unreadable_status
from barograph.config.datasource import DataSourceSpec
from barograph.config.detector import Name
from barograph.storage import ProcessBeat
from barograph.storage.datasource_rows import StoredDataSource, UnreadableDataSource

__all__ = [
    "DataSourceBody",
    "DataSourcePage",
    "DataSourcePath",
    "SuggestionBody",
    "SuggestionPage",
    "SuggestionQuery",
    "datasource_body",
]


class DataSourcePath(Query):
    """Which data source."""

    name: Name = Field(description="Name of the data source.")


class SuggestionQuery(Query):
    """What to suggest."""

    kind: Literal["metrics", "labels", "values"] = Field("metrics", description="Names of what.")
    metric: str = Field("", max_length=500, description="Whose labels, or values of a label.")
    label: str = Field("", max_length=500, description="Whose values.")
    part: str = Field("", max_length=200, description="What the name contains.")


class DataSourceBody(Body):
    """A data source. Secrets are masked; send the mask back to keep them."""

    id: str
    spec: DataSourceSpec
    secrets: list[str] = Field(description="Which secrets are set; their values never leave the server.")
    origin: str = Field(description="`api`, or where it was provisioned from.")
    is_provisioned: bool = Field(description="Whether it is read-only here.")
    revision: int
    created_ms: int
    updated_ms: int
    status: SourceStatusBody | None = Field(description="null until an engine has asked it.")


class DataSourcePage(Body):
    """All data sources."""

    items: list[DataSourceBody]
    next_cursor: str | None = Field(description="Always null: there are few.")


class SuggestionBody(Body):
    """A name, with type and help where the source knows them."""

    name: str
    type: str = ""
    help: str = ""


class SuggestionPage(Body):
    """Names that fit."""

    items: list[SuggestionBody]
    next_cursor: str | None


def datasource_body(
    stored: StoredDataSource | UnreadableDataSource, beats: Sequence[ProcessBeat]
) -> dict[str, Any]:
    """Return a data source as JSON, with what engines report of it."""
    return {
        "id": stored.name,
        "spec": stored.shown,
        "secrets": list(stored.secret_names),
        "origin": stored.origin,
        "is_provisioned": stored.is_provisioned,
        "revision": stored.revision,
        "created_ms": stored.created_ms,
        "updated_ms": stored.updated_ms,
        "status": (
            unreadable_status(stored)
            if isinstance(stored, UnreadableDataSource)
            else status_of(beats, stored.tenant, stored.name)
        ),
    }
