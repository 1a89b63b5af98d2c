"""The threshold that follows from an alert budget, learnt with the model and kept in it."""

from dataclasses import replace

from barograph.algorithms.base import Algorithm, Model
from barograph.config.detector import DetectorSpec
from barograph.domain import Frame
from barograph.policy import DEFAULT_THRESHOLD, Plan
from barograph.policy.budget import calibrate_threshold

__all__ = ["threshold_of", "with_budget"]

_KEY = "budget_threshold"


def with_budget(spec: DetectorSpec, algorithm: Algorithm, model: Model, history: Frame) -> Model:
    """Return the model with the threshold at which its detector's budget would have held over history."""
    if spec.policy.budget is None or not history.point_count:
        return model
    scores = algorithm.score(model, history)
    return replace(model, meta={**model.meta, _KEY: calibrate_threshold(Plan.of(spec), history, scores)})


def threshold_of(model: Model) -> float:
    """Return the threshold of a budget where the model knows one, else the default."""
    learnt = model.meta.get(_KEY, DEFAULT_THRESHOLD)
    return float(learnt) if isinstance(learnt, int | float) else DEFAULT_THRESHOLD
