"""Rules that take out whole series or times: suppression by labels, and calendars."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from barograph.config.calendar import CalendarRule
from barograph.config.matchers import Matcher
from barograph.config.policy import SuppressionRule
from barograph.domain import Labels
from barograph.policy.base import BoolArray, Points, Reason
from barograph.policy.calendars import RuleCalendar

__all__ = ["InCalendar", "Suppressed"]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Takes out the series that a rule names, until the rule ends; they count as calm."""

    rule: SuppressionRule
    detector_labels: Labels
    reason: ClassVar[Reason] = Reason.SUPPRESSED
    is_calm: ClassVar[bool] = True

    def veto(self, points: Points, loud: BoolArray) -> BoolArray:
        """Take out the points of the named series that are not stranger than the rule allows."""
        rule = self.rule
        named = _find_named(rule.match, points, self.detector_labels)
        out: BoolArray = loud & named & (points.scores.signal < rule.below)
        return out if rule.until is None else out & (points.times < rule.until.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class InCalendar:
    """Takes out the times of a calendar; an episode that is open then neither grows nor ends by them."""

    rule: CalendarRule
    calendar: RuleCalendar
    detector_labels: Labels
    reason: ClassVar[Reason] = Reason.IN_CALENDAR
    is_calm: ClassVar[bool] = False

    def veto(self, points: Points, loud: BoolArray) -> BoolArray:
        """Take out the points at these times, of all series or of those that the rule names."""
        out = loud & self.calendar.covers(points.times)
        if not self.rule.match or not out.any():
            return out
        return out & _find_named(self.rule.match, points, self.detector_labels)


def _find_named(matchers: tuple[Matcher, ...], points: Points, detector_labels: Labels) -> BoolArray:
    """Return, as one column, which series fulfil every matcher."""
    named = (
        all(matcher.is_met_by(labels.merged(detector_labels)) for matcher in matchers)
        for labels in points.labels
    )
    return np.fromiter(named, dtype=np.bool_, count=len(points.labels))[:, np.newaxis]
