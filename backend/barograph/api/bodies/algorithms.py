"""Answers about algorithms."""

from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body, Query

__all__ = ["AlgorithmBody", "AlgorithmList", "AlgorithmPath", "ParameterBody"]


class AlgorithmPath(Query):
    """Which algorithm."""

    name: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$", description="Name of the algorithm.")


class ParameterBody(Body):
    """One parameter, as it stands under `algorithm.parameters` of a detector."""

    name: str
    type: str
    default: Any
    help: str


class AlgorithmBody(Body):
    """What people want to know before they choose an algorithm."""

    name: str
    version: int
    summary: str
    cost: str = Field(
        description="What a fit and a tick cost: `stateless`, `cheap`, `moderate`, `expensive`."
    )
    origin: str = Field(description="`built-in`, or the package that it comes from.")
    window_points: int = Field(description="Points that a score looks at.")
    history_points: int = Field(
        description="Points that a training likes to have; 0 where nothing is learnt."
    )
    parameters: list[ParameterBody]


class AlgorithmList(Body):
    """All algorithms that are installed, by name."""

    items: list[AlgorithmBody]
    next_cursor: str | None = Field(description="Always null: there are few.")
