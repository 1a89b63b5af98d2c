import numpy as np

from barograph.algorithms.auto.peaks import Peaks


def test_bursts_as_often_as_in_the_past_have_the_rarity_of_their_rate() -> None:
    rng = np.random.default_rng(0)
    past, future = np.abs(rng.normal(size=(50, 4_000))), np.abs(rng.normal(size=(50, 20_000)))
    surprise = Peaks.fit(past).surprise(future)
    for level in (3.0, 4.0):
        rate = float((surprise >= level).mean())
        assert 0.2 < rate / 10**-level < 3


def test_the_fewer_blocks_were_seen_the_less_sure_is_a_surprise() -> None:
    values = np.abs(np.random.default_rng(1).normal(size=(20, 8_000)))
    spike = np.full((20, 1), 9.0)
    assert Peaks.fit(values).surprise(spike).mean() > Peaks.fit(values[:, :500]).surprise(spike).mean() + 0.5


def test_a_series_with_bursts_in_its_past_is_not_surprised_by_another() -> None:
    calm = np.abs(np.random.default_rng(2).normal(size=(1, 4_000)))
    bursty = calm.copy()
    bursty[:, ::200] += 8.0
    again = np.array([[8.0]])
    assert Peaks.fit(calm).surprise(again)[0, 0] > 6
    assert Peaks.fit(bursty).surprise(again)[0, 0] < 3


def test_an_incident_of_the_past_does_not_hide_the_next() -> None:
    calm = np.abs(np.random.default_rng(5).normal(size=(1, 8_000)))
    once = calm.copy()
    once[0, 3_000:3_100] = 80.0
    again = np.array([[40.0]])
    assert Peaks.fit(once).surprise(again)[0, 0] > Peaks.fit(calm).surprise(again)[0, 0] - 1.5


def test_what_was_not_there_yet_makes_nothing_rarer() -> None:
    values = np.abs(np.random.default_rng(6).normal(size=(3, 2_560)))
    late = np.concatenate([np.full((3, 12_800), np.nan), values], axis=1)
    later = np.linspace(0, 9, 30)[np.newaxis, :].repeat(3, axis=0)
    assert np.allclose(Peaks.fit(late).surprise(later), Peaks.fit(values).surprise(later))


def test_the_level_of_a_surprise_is_as_surprising() -> None:
    peaks = Peaks.fit(np.abs(np.random.default_rng(3).normal(size=(5, 3_000))))
    assert np.allclose(peaks.surprise(peaks.level(5.0)[:, np.newaxis]), 5.0)


def test_peaks_survive_their_arrays() -> None:
    peaks = Peaks.fit(np.abs(np.random.default_rng(4).normal(size=(5, 300))))
    again = Peaks.from_arrays(peaks.to_arrays("jump"), "jump")
    values = np.linspace(0, 9, 50)[np.newaxis, :].repeat(5, axis=0)
    assert np.array_equal(peaks.surprise(values), again.surprise(values))
