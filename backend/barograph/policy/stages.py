"""The rules on single points: direction, deviation, range, warm-up."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from barograph.config.policy import PolicySpec
from barograph.domain import FloatArray, Labels
from barograph.policy.base import BoolArray, Points, Reason, Stage
from barograph.policy.calendars import build_calendar
from barograph.policy.runs import count_before
from barograph.policy.suppression import InCalendar, Suppressed

__all__ = ["DataRange", "OneDirection", "SmallDeviation", "WarmUp", "build_stages"]


@dataclass(frozen=True, slots=True)
class OneDirection:
    """Lets only one side of the expected value count; without an expected value both do."""

    side: Literal["up", "down"]
    reason: ClassVar[Reason] = Reason.WRONG_DIRECTION
    is_calm: ClassVar[bool] = True

    def veto(self, points: Points, loud: BoolArray) -> BoolArray:
        """Take out the points on the other side."""
        expected = points.scores.expected
        wrong: BoolArray = points.values < expected if self.side == "up" else points.values > expected
        return wrong & loud


@dataclass(frozen=True, slots=True)
class SmallDeviation:
    """Takes out points that are rare but so near the expected value that nobody cares.

    What foresees the next point from the last ones soon expects what an incident has become, so a point that
    goes on being strange must be near what was expected before as well, ``reach`` points back at most.
    """

    absolute: float
    ratio: float
    reach: int
    reason: ClassVar[Reason] = Reason.SMALL_DEVIATION
    is_calm: ClassVar[bool] = True

    def veto(self, points: Points, loud: BoolArray) -> BoolArray:
        """Take out the points nearer than either distance; NaN compares as far."""
        small = self._is_near(points.values, points.scores.expected)
        if points.scores.lasting is not None:
            small = small & self._is_near(points.values, _expected_when_it_began(points, loud, self.reach))
        return small & loud

    def _is_near(self, values: FloatArray, expected: FloatArray) -> BoolArray:
        distance = np.abs(values - expected)
        return np.asarray((distance < self.absolute) | (distance < self.ratio * np.abs(expected)))


@dataclass(frozen=True, slots=True)
class DataRange:
    """Takes out values outside the range in which the detector is meant to judge."""

    at_least: float
    at_most: float
    reason: ClassVar[Reason] = Reason.OUT_OF_RANGE
    is_calm: ClassVar[bool] = True

    def veto(self, points: Points, loud: BoolArray) -> BoolArray:
        """Take out the points below or above."""
        return ((points.values < self.at_least) | (points.values > self.at_most)) & loud


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Takes out the first points of a series that has just appeared."""

    warm_up_points: int
    reason: ClassVar[Reason] = Reason.WARMING_UP
    is_calm: ClassVar[bool] = False

    def veto(self, points: Points, loud: BoolArray) -> BoolArray:
        """Take out points with fewer points before them than the warm-up asks for."""
        seen = count_before(np.isfinite(points.values), 2 * self.warm_up_points)
        return (seen < self.warm_up_points) & loud


def build_stages(policy: PolicySpec, labels: Labels) -> Iterator[Stage]:
    """Yield the rules a policy asks for, cheapest first."""
    if policy.direction != "both":
        yield OneDirection(policy.direction)
    if policy.min_deviation or policy.min_deviation_ratio:
        yield SmallDeviation(policy.min_deviation, policy.min_deviation_ratio, policy.onset_points)
    if policy.data_range is not None:
        lowest, highest = policy.data_range.at_least, policy.data_range.at_most
        yield DataRange(-math.inf if lowest is None else lowest, math.inf if highest is None else highest)
    if policy.warm_up_points:
        yield WarmUp(policy.warm_up_points)
    for suppression in policy.suppress:
        yield Suppressed(suppression, labels)
    for rule in policy.calendars:
        if rule.threshold is None:
            yield InCalendar(rule, build_calendar(rule), labels)


def _expected_when_it_began(points: Points, loud: BoolArray, reach: int) -> FloatArray:
    """Return for each point what was expected where its run of strange points began."""
    columns = np.arange(points.times.size)
    calm = np.maximum.accumulate(np.where(points.known & ~loud, columns, -1), axis=1)
    began = np.minimum(np.maximum(calm + 1, columns - reach), columns)
    held = np.take_along_axis(points.scores.expected, began, axis=1)
    return np.where(np.isnan(held), points.scores.expected, held)
