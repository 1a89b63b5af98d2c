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
    """For each point: whether it counts as strange, closes an episode, or ends a series that is gone."""

    strange: BoolArray
    closes: BoolArray
    gone: BoolArray
    vetoed: tuple[tuple[Reason, BoolArray], ...]


def judge(plan: Plan, points: Points, thresholds: FloatArray) -> Judgement:
    """Apply the rules to every point at once."""
    known = points.known
    strength = _measure(plan, points)
    with np.errstate(invalid="ignore"):
        loud: BoolArray = known & (strength >= thresholds)
        calm: BoolArray = known & ~loud & (strength < plan.recover_below)
        doubted: BoolArray = points.doubtful & np.isfinite(points.values) & (strength >= thresholds)
    strange, vetoed = loud, [(Reason.DOUBTFUL_DATA, doubted)]
    for stage in plan.stages:
        out = stage.veto(points, loud) & strange
        vetoed.append((stage.reason, out))
        strange = strange & ~out
        calm = calm | out if stage.is_calm else calm
    return Judgement(
        strange,
        _find_closings(plan, known, calm),
        _find_gone(plan, points),
        tuple(vetoed),
    )


def _measure(plan: Plan, points: Points) -> FloatArray:
    """Return how strange each point is; where points are counted, a burst that is told once counts on."""
    scores = points.scores
    strength = np.fmax(scores.signal, scores.score)
    if plan.policy.for_points > 1 and scores.lasting is not None:
        strength = np.fmax(strength, scores.lasting)
    return np.asarray(strength)


def _find_closings(plan: Plan, known: BoolArray, calm: BoolArray) -> BoolArray:
    """The last R known points are calm; gaps neither count nor break, as long as they are not the most."""
    needed = plan.policy.recover_points
    return calm & (count_since(known, known & ~calm, 2 * needed) >= needed)


def _find_gone(plan: Plan, points: Points) -> BoolArray:
    width = plan.policy.gone_points
    present = np.isfinite(points.values)
    if points.times.size < width:
        return np.zeros_like(present)
    gone: BoolArray = count_last(present, width) == 0
    gone[:, : width - 1] = False
    return gone
