import pytest

from barograph.models.durations import DurationSketch


def test_quantiles_are_right_within_a_tenth() -> None:
    sketch = DurationSketch()
    for number in range(1, 1_001):
        sketch.note(number / 1_000)
    assert sketch.quantile_ms(0.5) == pytest.approx(500, rel=0.1)
    assert sketch.quantile_ms(0.95) == pytest.approx(950, rel=0.1)
    assert DurationSketch.from_json(sketch.to_json()) == sketch


def test_nothing_noted_is_nothing_known_and_extremes_are_bounded() -> None:
    sketch = DurationSketch()
    assert sketch.quantile_ms(0.5) is None
    for seconds in (0.0, 1e9):
        sketch.note(seconds)
    assert len(sketch.counts) == 2
