"""What all shapes share."""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from barograph.storage import PageRequest

__all__ = ["Body", "ErrorBody", "LabelMatch", "PageQuery", "Query", "labels_of"]

LabelMatch = Annotated[
    str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*=.*$", max_length=1000, strip_whitespace=False)
]


class Body(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Query(BaseModel):
    """What stands behind the question mark; a name nobody knows is refused, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the schema, made once: flask-openapi3 asks for it in every request."""
        return _schema_of(cls, args, tuple(kwargs.items()))


@cache
def _schema_of(
    model: type[Query], args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]
) -> dict[str, Any]:
    return super(Query, model).model_json_schema(*args, **dict(kwargs))


class PageQuery(Query):
    """Which page of a list."""

    limit: int | None = Field(None, ge=1, le=500, description="Rows on a page.")
    cursor: str | None = Field(
        None, max_length=2000, description="`next_cursor` of the page before, unchanged."
    )
    sort: str | None = Field(None, max_length=40, description="Order; a minus before it reverses it.")

    def to_page_request(self, default_limit: int) -> PageRequest:
        """Return what the stores understand."""
        return PageRequest(self.limit or default_limit, self.cursor, self.sort)


class ErrorBody(Body):
    """Every error looks like this; docs/errors.md explains the codes."""

    code: str = Field(description="What went wrong, for programs.")
    message: str = Field(description="What went wrong and what to do, for people.")
    detail: dict[str, Any] = Field(description="The particulars; `fields` names what is wrong where.")
    retryable: bool = Field(description="Whether the same request may succeed later.")
    request_id: str = Field(description="Finds the request in the log.")
    docs: str = Field(description="Where the code is explained.")
    type: str = Field(description="The same address, as RFC 9457 calls it.")
    title: str = Field(description="The words of the HTTP status.")
    status: int = Field(description="The HTTP status.")
    instance: str = Field(description="The path that was asked for.")


def labels_of(matches: list[str] | None) -> dict[str, str]:
    """Split ``name=value`` pairs."""
    return dict(match.split("=", 1) for match in matches or ())
