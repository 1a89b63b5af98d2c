import numpy as np

from barograph.algorithms.base import Model
from barograph.config.detector import BoundQuery, QuerySpec
from barograph.domain import Frame
from barograph.training.learning import bind_query, query_of, with_learnt


class Taught:
    """A source that has learnt something."""

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        return Frame.single(np.array([start_ms]), np.array([1.0]))

    def learn(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> dict[str, object]:
        return {"digest": f"{tenant} {start_ms} {end_ms}", "rows": []}


MODEL = Model("log_templates", 1, ())


def test_what_was_learnt_travels_with_the_model_to_every_tick() -> None:
    query = QuerySpec(source="loki", expression='{app="shop"}', mode="templates")
    bound = bind_query(Taught(), "acme", query, 1, 2)
    assert isinstance(bound, BoundQuery)
    model = with_learnt(MODEL, bound)
    again = query_of(query, model)
    assert isinstance(again, BoundQuery)
    assert again.learnt == {"digest": "acme 1 2", "rows": []}
    assert (again.expression, again.mode, again.step) == (query.expression, query.mode, query.step)


def test_other_queries_stay_as_they_are() -> None:
    query = QuerySpec(expression="up")
    assert bind_query(Taught(), "acme", query, 1, 2) is query
    assert with_learnt(MODEL, query) is MODEL
    assert query_of(query, MODEL) is query
