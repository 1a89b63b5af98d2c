import numpy as np
import pytest

from barograph.bench._nab_score import PROFILES, NabFile, probation_points, score_files

STANDARD = PROFILES["standard"]


def _file(*hits: int, windows: tuple[tuple[int, int], ...] = ((500, 599),)) -> NabFile:
    signal = np.zeros(1_000)
    signal[list(hits)] = 1.0
    return NabFile("a/b.csv", signal, windows)


def _raw(file: NabFile) -> float:
    """Undo the normalisation: from -1 for one missed window to 1 for one found at once."""
    return score_files([file], STANDARD, threshold=0.5).score / 50 - 1


def test_the_first_rows_are_for_learning_up_to_750() -> None:
    assert probation_points(1_000) == 150
    assert probation_points(20_000) == 750


@pytest.mark.parametrize(
    ("hits", "raw"),
    [
        ((500,), 1.0),
        ((), -1.0),
        ((10,), -1.0),
        ((200,), -1.11),
        ((550, 560), np.tanh(1.25) / np.tanh(2.5)),
        ((999,), -1.11),
        ((649,), -1 - 0.11 * np.tanh(2.5 * 50 / 99)),
    ],
)
def test_a_hit_earns_by_its_earliness_and_a_false_alarm_costs_by_its_distance(
    hits: tuple[int, ...], raw: float
) -> None:
    assert _raw(_file(*hits)) == pytest.approx(raw, abs=1e-12)


def test_the_best_threshold_is_the_best_of_all() -> None:
    rng = np.random.default_rng(0)
    files = [
        NabFile(f"a/{number}", np.round(rng.random(1_000), 2), ((300, 350), (700, 760)))
        for number in range(3)
    ]
    for profile in PROFILES.values():
        best = score_files(files, profile)
        every = [score_files(files, profile, threshold).score for threshold in np.linspace(0, 1.01, 102)]
        assert best.score == pytest.approx(max(every), abs=1e-9)
        again = score_files(files, profile, best.threshold)
        assert (again.detected, again.false_rows) == (best.detected, best.false_rows)


def test_silence_scores_zero_and_files_without_windows_have_no_score() -> None:
    assert score_files([_file()], STANDARD, threshold=0.5).score == 0
    assert np.isnan(score_files([_file(windows=())], STANDARD).score)
