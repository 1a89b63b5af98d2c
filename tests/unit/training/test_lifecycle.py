import numpy as np
import pytest

from barograph.config.detector import ScheduleSpec
from barograph.domain import Frame, Labels
from barograph.training.lifecycle import forget_vanished

HOUR_MS, POINTS = 3_600_000, 240
LABELS = tuple(Labels(pod=name) for name in ("stays", "left", "came", "never"))


def history() -> Frame:
    """One pod stays for ten days, one left five days before the end, one came an hour ago."""
    values = np.full((4, POINTS), np.nan)
    values[0], values[1, : POINTS - 120], values[2, -1] = 1.0, 1.0, 1.0
    return Frame(LABELS, np.arange(1, POINTS + 1) * HOUR_MS, values)


@pytest.mark.parametrize(
    ("forget_after", "expected"),
    [("3d", ["stays", "came"]), ("6d", ["stays", "left", "came"]), ("0s", ["stays", "left", "came"])],
)
def test_series_that_vanished_are_forgotten_after_a_while(forget_after: str, expected: list[str]) -> None:
    schedule = ScheduleSpec.model_validate({"forget_after": forget_after})
    assert [labels["pod"] for labels in forget_vanished(schedule, history()).labels] == expected


def test_an_outage_of_the_source_makes_nobody_vanish() -> None:
    frame = history().rows([0, 1])
    values = frame.values.copy()
    values[:, 100:] = np.nan
    away = frame.with_values(values)
    assert forget_vanished(ScheduleSpec(), away) is away
    empty = frame.with_values(np.full(frame.values.shape, np.nan))
    assert forget_vanished(ScheduleSpec(), empty) is empty
