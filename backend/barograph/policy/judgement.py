"""The judgement of single points: strange, calm, or neither, before episodes are looked at."""

from dataclasses import dataclass

import numpy as np

from barograph.domain import FloatArray
from barograph.policy.base import BoolArray, Points, Reason
from barograph.policy.plan import Plan
from barograph.policy.runs import count_last, count_since

__all__ = ["Judgement", "judge"]


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """For each point: whether it counts as strange, closes an episode, or ends a series that is gone.

    ``strength`` is how strange a point is by itself, told before or not. Once something was told, what lasts
    counts as long as it is not calm; ``lasts`` says where so many points in a row reached the threshold that
    it is worth telling even if it was no news when it began.
    """

    strength: FloatArray
    strange: BoolArray
    lasts: BoolArray
    closes: BoolArray
    gone: BoolArray
    vetoed: tuple[tuple[Reason, BoolArray], ...]


def judge(plan: Plan, points: Points, thresholds: FloatArray) -> Judgement:
    """Apply the rules to every point at once."""
    known, strength = points.known, _measure(points)
    is_burst = points.scores.lasting is not None
    with np.errstate(invalid="ignore"):
        loud: BoolArray = known & (strength >= thresholds)
        counted: BoolArray = known & (strength >= np.minimum(thresholds, plan.recover_below))
        calm = known & ~counted
        doubted: BoolArray = points.doubtful & np.isfinite(points.values) & (strength >= thresholds)
    strange, vetoed = counted if is_burst else loud, [(Reason.DOUBTFUL_DATA, doubted)]
    for stage in plan.stages:
        out = stage.veto(points, strange) & strange
        vetoed.append((stage.reason, out & loud))
        strange = strange & ~out
        calm = calm | out if stage.is_calm else calm
    return Judgement(
        strength,
        strange,
        loud & _in_a_row(strange, known, plan.policy.lasting_points) if is_burst else np.zeros_like(strange),
        _in_a_row(calm, known, plan.policy.recover_points),
        _find_gone(plan, points),
        tuple(vetoed),
    )


def _measure(points: Points) -> FloatArray:
    """Return how strange each point is by itself; a burst that is told once goes on as long as it lasts."""
    scores = points.scores
    return np.asarray(np.fmax(scores.signal, scores.score if scores.lasting is None else scores.lasting))


def _in_a_row(mask: BoolArray, known: BoolArray, needed: int) -> BoolArray:
    """The last known points are all true; gaps neither count nor break, as long as they are not the most."""
    return mask & (count_since(mask, known & ~mask, 2 * needed) >= needed)


def _find_gone(plan: Plan, points: Points) -> BoolArray:
    width = plan.policy.gone_points
    present = np.isfinite(points.values)
    if points.times.size < width:
        return np.zeros_like(present)
    gone: BoolArray = count_last(present, width) == 0
    gone[:, : width - 1] = False
    return gone
