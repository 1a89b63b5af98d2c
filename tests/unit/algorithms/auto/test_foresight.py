import numpy as np

from barograph.algorithms.auto.foresight import HORIZONS, Foresight, fill_gaps


def _waves(points: int = 1_500) -> np.ndarray:
    moments = np.arange(points)
    return np.vstack([np.sin(2 * np.pi * moments / 48), 0.5 * np.cos(2 * np.pi * moments / 30)])


def test_a_wave_foretells_itself_at_every_horizon() -> None:
    values = _waves()
    foresight = Foresight.fit(values)
    for number in range(len(HORIZONS)):
        errors = np.abs(values - foresight.predict(values, number))[:, 200:]
        assert errors.max() < 0.05


def test_a_window_gives_the_same_bits_as_the_whole_range() -> None:
    values = _waves()
    foresight = Foresight.fit(values)
    for number, horizon in enumerate(HORIZONS):
        whole, part = foresight.predict(values, number), foresight.predict(values[:, 700:], number)
        assert np.array_equal(whole[:, 700 + horizon + 12 :], part[:, horizon + 12 :])


def test_nothing_is_expected_after_a_long_gap_until_the_last_values_are_known_again() -> None:
    values = _waves()
    foresight = Foresight.fit(values)
    values[:, 500:600] = np.nan
    predicted = foresight.predict(fill_gaps(values), 0)
    assert np.isfinite(predicted[:, 505]).all()
    assert np.isnan(predicted[:, 520:612]).all()
    assert np.isfinite(predicted[:, 612]).all()


def test_a_gap_is_filled_for_as_long_as_asked() -> None:
    values = np.array([[1.0, np.nan, np.nan, np.nan, 5.0]])
    assert np.array_equal(fill_gaps(values, 2)[0], [1.0, 1.0, 1.0, np.nan, 5.0], equal_nan=True)
