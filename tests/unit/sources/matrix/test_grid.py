import numpy as np
import pytest

from barograph.errors import SourceAnswerInvalid, ValidationFailed
from barograph.sources.base import RangeRequest
from barograph.sources.matrix import Grid

DAY_MS = 86_400_000


def test_a_grid_ends_with_the_last_step_that_is_not_after_the_end() -> None:
    grid = Grid.of(RangeRequest("up", 1_000, 10_999, 5_000))
    assert grid.timestamps.tolist() == [1_000, 6_000]
    assert grid.end_ms == 6_000


@pytest.mark.parametrize(("end_ms", "step_ms"), [(0, 1), (10, 0), (10, -1)])
def test_a_range_without_moments_is_refused(end_ms: int, step_ms: int) -> None:
    with pytest.raises(ValidationFailed, match="no range"):
        Grid.of(RangeRequest("up", 5, end_ms, step_ms))


@pytest.mark.parametrize("points", [1, 59, 11_000, 10**6])
def test_the_parts_of_400_days_are_the_whole_without_overlap(points: int) -> None:
    grid = Grid.of(RangeRequest("up", 0, 400 * DAY_MS, 3_600_000))
    parts = list(grid.split(60, points))
    assert [place for place, _ in parts] == list(range(60, grid.points, points))
    moments = np.concatenate([part.timestamps for _, part in parts])
    np.testing.assert_array_equal(moments, grid.timestamps[60:])
    assert max(part.points for _, part in parts) <= points


@pytest.mark.parametrize("seconds", [[1.0, 1.0], [2.0, 1.0], [1.5], [-1.0], [3.0]])
def test_moments_that_were_not_asked_for_are_refused(seconds: list[float]) -> None:
    with pytest.raises(SourceAnswerInvalid, match="twice, out of order"):
        Grid(0, 1_000, 3).columns_of(np.array(seconds))
