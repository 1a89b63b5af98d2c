import numpy as np
import pytest

from barograph.bench._range_f1 import best_range_f1, find_ranges, range_f1


def flags(text: str) -> np.ndarray:
    return np.array([sign == "x" for sign in text])


def test_runs_are_found_at_both_ends() -> None:
    assert find_ranges(flags("xx.x..x")) == [(0, 2), (3, 4), (6, 7)]
    assert find_ranges(flags("...")) == []


@pytest.mark.parametrize(
    ("truth", "predicted", "expected"),
    [
        # Exactly right.
        ("..xxxx..", "..xxxx..", 1.0),
        # Half of the range: recall .2 + .8 x 1/2 = .6, precision 1.
        ("..xxxx..", "..xx....", 2 * 0.6 / 1.6),
        # Two pieces for one range: recall .2 + .8 x (2/4)/2 = .4, precision 1.
        ("..xxxx..", "..x..x..", 2 * 0.4 / 1.4),
        # One prediction over two ranges: recall 1 each, precision (2/5)/2 = .2.
        ("..x..x..", "..xxxx..", 2 * 1.0 * (2 / 4 / 2) / (1.0 + 2 / 4 / 2)),
        # One of two predictions is false: recall 1, precision 1/2.
        ("..xx....", "..xx..x.", 2 * 0.5 / 1.5),
        # One point of a long range: recall .2 + .8 / 6; point adjustment would call this perfect.
        ("..xxxxxx", "..x.....", 2 * (0.2 + 0.8 / 6) / (1.2 + 0.8 / 6)),
        # Beside it.
        ("..xx....", "....xx..", 0.0),
        # Nothing is predicted, and nothing is true.
        ("..xx....", "........", 0.0),
        ("........", "..xx....", 0.0),
    ],
)
def test_ranges_are_compared_as_by_hand(truth: str, predicted: str, expected: float) -> None:
    assert range_f1(flags(truth), flags(predicted)) == pytest.approx(expected)


def test_the_best_threshold_is_found_on_the_scale_of_the_score() -> None:
    truth = flags("." * 500 + "x" * 20 + "." * 480)
    calm = np.random.default_rng(1).random(1_000)
    assert best_range_f1(truth, np.where(truth, 1_000 + calm, calm)) == pytest.approx(1.0)
    assert best_range_f1(truth, calm) < 0.3
