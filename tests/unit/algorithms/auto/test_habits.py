import numpy as np

from barograph.algorithms.auto.habits import Habits
from barograph.algorithms.examples import calm_frame
from barograph.domain import Frame, Labels


def _frame(points: int = 2_000) -> Frame:
    calm = calm_frame(points, series=3)
    values = calm.values.copy()
    values[1] = np.cumsum(np.abs(values[1]))
    values[2] = 5.0
    return Frame(tuple(Labels(pod=str(number)) for number in range(3)), calm.timestamps, values)


def test_season_and_counters_are_found_and_said_in_one_sentence() -> None:
    habits, _ = Habits.fit(_frame(), "UTC")
    assert habits.is_counter.tolist() == [False, True, False]
    text = habits.describe(np.array([True, True, False]))
    assert "a season of one day" in text
    assert "1 only rise and are read as steps" in text
    assert "1 too short" in text


def test_what_is_read_is_about_one_scale_and_centred() -> None:
    frame = _frame()
    habits, learnt = Habits.fit(frame.columns(0, 1_500), "UTC")
    _, later = habits.read(frame.columns(1_500), "UTC")
    for reading in (learnt, later):
        rows = reading.residual[:2]
        assert np.abs(np.nanmedian(rows, axis=1)).max() < 0.3
        assert 0.7 < np.nanstd(rows[0]) < 1.3


def test_a_series_that_never_moved_may_move_by_a_hundredth_of_its_level() -> None:
    habits, reading = Habits.fit(_frame(), "UTC")
    assert habits.spread.scales[2].tolist() == [0.05, 0.05]
    assert reading.is_still[2, 1:].all()
    assert not reading.is_still[0].any()


def test_what_is_expected_of_a_counter_goes_on_from_its_last_value() -> None:
    frame = _frame()
    habits, _ = Habits.fit(frame.columns(0, 1_500), "UTC")
    usual, _ = habits.read(frame.columns(1_500), "UTC")
    assert np.nanmax(np.abs(usual.expected[1] - frame.values[1, 1_500:])) < 30
