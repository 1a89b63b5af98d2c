"""What a source has to learn for a query before its frames mean anything, such as templates of log lines."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from barograph.algorithms.base import Model
from barograph.config.detector import BoundQuery, QuerySpec
from barograph.domain import Frame

__all__ = ["Histories", "bind_query", "learnt_by", "query_of", "with_learnt"]

_LEARNT = "learnt"


class Histories(Protocol):
    """Gives long ranges of a query, and what its source learns from them."""

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        """Return every point of the grid with ``start_ms <= t <= end_ms``."""
        ...

    def learn(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> dict[str, object]:
        """Return what the source learns from a range, empty where it has nothing to learn."""
        ...


def bind_query(histories: Histories, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> QuerySpec:
    """Let the source learn from a range where the query needs it, and bind the query to that."""
    if query.mode != "templates":
        return query
    return BoundQuery.of(query, histories.learn(tenant, query, start_ms, end_ms))


def with_learnt(model: Model, query: QuerySpec) -> Model:
    """Keep what was learnt for a query with the model."""
    if not isinstance(query, BoundQuery):
        return model
    return replace(model, meta={**model.meta, _LEARNT: query.learnt})


def learnt_by(model: Model) -> dict[str, object]:
    """Return what was learnt for the query when the model was trained; empty where nothing was."""
    learnt = model.meta.get(_LEARNT)
    return dict(learnt) if isinstance(learnt, Mapping) else {}


def query_of(query: QuerySpec, model: Model) -> QuerySpec:
    """Bind a query to what was learnt for it when the model was trained."""
    return BoundQuery.of(query, model.meta.get(_LEARNT))
