"""What all shapes share."""

import re
from functools import cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from barograph.config.matchers import Matcher
from barograph.storage import PageRequest

__all__ = [
    "Body",
    "ErrorBody",
    "LabelCondition",
    "LabelMatch",
    "PageQuery",
    "Query",
    "SpanQuery",
    "labels_of",
]

_BARE = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)(=~|!~|!=|=)([^"].*)', re.DOTALL)
_MOST_CHARACTERS = 1000

_LATEST_MS = 253_402_300_799_999
LabelMatch = Annotated[
    str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*=.*$", max_length=1000, strip_whitespace=False)
]


def _quote_bare_value(text: object) -> object:
    """Take a value that has no quotes around it as it is, whatever stands in it."""
    if not isinstance(text, str):
        return text
    if len(text) > _MOST_CHARACTERS:
        raise ValueError(f"a condition has at most {_MOST_CHARACTERS:,} characters")
    found = _BARE.fullmatch(text)
    return text if found is None else str(Matcher(*found.groups()))


LabelCondition = Annotated[Matcher, BeforeValidator(_quote_bare_value)]
"""``name=value``, ``!=``, ``=~`` or ``!~``; only a value that begins with a quote needs quotes around it."""


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


class SpanQuery(PageQuery):
    """Which page of a list of what lasted, or happened, in a time."""

    from_ms: int | None = Field(
        None, ge=0, le=_LATEST_MS, description="Only what was there at or after this moment."
    )
    to_ms: int | None = Field(
        None, ge=0, le=_LATEST_MS, description="Only what began at or before this moment."
    )

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.from_ms is not None and self.to_ms is not None and self.from_ms > self.to_ms:
            raise ValueError("`from_ms` lies after `to_ms`")
        return self


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
