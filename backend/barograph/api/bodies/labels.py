"""Questions and answers about the labels that there are."""

from pydantic import Field

from barograph.api.bodies.base import Body, Query

__all__ = ["LabelList", "LabelQuery"]


class LabelQuery(Query):
    """Whose labels."""

    detector: str | None = Field(None, max_length=200, description="Only those of this detector.")


class LabelBody(Body):
    """A label with the values that it has."""

    name: str
    values: list[str] = Field(description="In their order, at most 1000.")
    values_total: int


class LabelList(Body):
    """All labels."""

    items: list[LabelBody]
    next_cursor: str | None
