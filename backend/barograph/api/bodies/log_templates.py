"""Questions and answers about templates of log lines."""

from pydantic import Field

from barograph.api.bodies.base import Body, Query

__all__ = ["LogTemplateBody", "LogTemplatePage", "LogTemplateQuery"]


class LogTemplateQuery(Query):
    """Which templates."""

    part: str = Field("", max_length=200, description="What the template contains, in any case.")
    limit: int = Field(200, ge=1, le=1000, description="Rows on a page.")
    cursor: str | None = Field(
        None, pattern=r"^[0-9]{1,9}$", description="`next_cursor` of the page before, unchanged."
    )

    def to_request(self) -> dict[str, object]:
        """Return what the engine understands."""
        return {"part": self.part, "limit": self.limit, "skip": int(self.cursor or 0)}


class LogTemplateBody(Body):
    """A sentence of a program with its values left open."""

    id: str = Field(description="The label `template` of its series; the same everywhere.")
    template: str = Field(description="The text, with `<*>` where values stand.")
    count: int = Field(description="Lines in the history that the model was trained on.")
    first_ms: int | None = Field(description="Its first line in that history; null in older models.")
    last_ms: int | None = Field(description="Its last line in that history.")
    examples: list[str] = Field(description="Some of the lines, secrets masked.")
    merges: list[str] = Field(description="Why lines that differ are one template.")


class LogTemplatePage(Body):
    """Templates of the model in force, the most frequent first."""

    detector: str
    model_version: int
    total: int = Field(description="How many match, on all pages.")
    items: list[LogTemplateBody]
    next_cursor: str | None
