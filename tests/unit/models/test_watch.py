import numpy as np
import orjson
import pytest

from barograph.algorithms.base import Model
from barograph.algorithms.codec import decode_model, encode_model
from barograph.algorithms.registry import Registry
from barograph.domain import FloatArray, Frame, Labels
from barograph.models import DriftState, Watch, reference_of, with_reference

STEP_MS, DAY = 300_000, 288
TRAINED, LIVE = 10 * DAY, 8 * DAY
ALGORITHM = Registry.installed().create("zscore")
_TIMES = (np.arange(TRAINED + LIVE) + 1_000_000) * STEP_MS


def frame_of(values: FloatArray) -> Frame:
    labels = tuple(Labels(pod=str(row)) for row in range(len(values)))
    return Frame(labels, _TIMES, values)


def calm(series: int = 1, seed: int = 1) -> FloatArray:
    day = np.sin(2 * np.pi * np.arange(TRAINED + LIVE) / DAY)
    return 50 + 20 * day + np.random.default_rng(seed).normal(0, 3, (series, TRAINED + LIVE))


def fit(frame: Frame, at: int = TRAINED, *, has_drifted: bool = False) -> Model:
    history = frame.columns(at - TRAINED, at)
    return with_reference(ALGORITHM.fit(history), ALGORITHM, history, has_drifted=has_drifted)


def drive(watch: Watch, model: Model, frame: Frame, pace: int = 48, since: int = TRAINED) -> list[int]:
    """Let a watch see everything after the training; returns where it found drift."""
    scores = ALGORITHM.score(model, frame)
    return [
        start
        for start in range(since, frame.point_count, pace)
        if watch.note(frame.columns(start, start + pace), scores.columns(start, start + pace), 0.001)
    ]


def test_a_reference_changes_no_score() -> None:
    frame = frame_of(calm())
    plain, watched = ALGORITHM.fit(frame.columns(0, TRAINED)), fit(frame)
    assert np.array_equal(
        ALGORITHM.score(plain, frame).score, ALGORITHM.score(watched, frame).score, equal_nan=True
    )


@pytest.mark.parametrize("kind", ["daily", "noise", "counts", "autoregressive"])
def test_a_calm_series_does_not_drift_in_thousands_of_ticks(kind: str) -> None:
    for seed in range(5):
        rng, points = np.random.default_rng(seed), TRAINED + LIVE
        noise = rng.normal(0, 1, points)
        values = {
            "daily": calm(seed=seed)[0],
            "noise": noise,
            "counts": rng.poisson(3, points).astype(float),
            "autoregressive": np.convolve(noise, 0.9 ** np.arange(100))[:points],
        }[kind]
        frame = frame_of(values[np.newaxis])
        model = fit(frame)
        watch = Watch.over(1, model)
        assert drive(watch, model, frame) == []
        assert watch.drift.state is DriftState.STEADY


@pytest.mark.parametrize("pace", [1, 7, 500])
def test_a_new_normal_is_drift_once_within_a_day_at_any_pace(pace: int) -> None:
    values = calm()
    values[:, TRAINED + DAY :] += 60
    frame = frame_of(values)
    model = fit(frame)
    watch = Watch.over(1, model)
    (found,) = drive(watch, model, frame, pace)
    assert TRAINED + DAY < found + pace <= TRAINED + 2 * DAY + pace
    assert watch.drift.state is DriftState.DRIFTING
    assert watch.drifted_ms == _TIMES[TRAINED + DAY + 4 * DAY // 6 - 1]


def test_a_training_in_the_midst_of_a_drift_does_not_hide_it_and_the_one_for_it_ends_it() -> None:
    values = calm()
    values[:, TRAINED + DAY :] += 60
    frame, shift = frame_of(values), TRAINED + DAY
    for hours in (4, 12, 20):
        at = shift + hours * DAY // 24
        by_schedule, for_drift = fit(frame, at), fit(frame, at, has_drifted=True)
        found = drive(Watch.over(2, by_schedule), by_schedule, frame, since=at)
        assert len(found) == 1
        assert found[0] <= at + DAY
        if hours == 20:
            assert drive(Watch.over(2, for_drift), for_drift, frame, since=at) == []


def test_an_incident_of_two_hours_is_no_drift() -> None:
    values = calm()
    values[:, TRAINED + 2 * DAY : TRAINED + 2 * DAY + 24] += 500
    frame = frame_of(values)
    model = fit(frame)
    assert drive(Watch.over(1, model), model, frame) == []


def test_one_series_of_many_is_no_drift_but_a_tenth_of_them_is() -> None:
    for strayed, expected in ((1, 0), (4, 1)):
        values = calm(series=30)
        values[:strayed, TRAINED + DAY :] += 60
        frame = frame_of(values)
        model = fit(frame)
        assert len(drive(Watch.over(1, model), model, frame, DAY // 6)) == expected


def test_a_source_that_is_away_is_no_drift() -> None:
    values = calm()
    values[:, TRAINED + DAY :] = np.nan
    frame = frame_of(values)
    model = fit(frame)
    watch = Watch.over(1, model)
    assert drive(watch, model, frame) == []
    assert watch.drift.state is DriftState.UNKNOWN


def test_a_restart_at_any_moment_changes_nothing() -> None:
    values = calm()
    values[:, TRAINED + DAY :] += 60
    frame = frame_of(values)
    model = fit(frame)
    through, restarted = Watch.over(1, model), Watch.over(1, model)
    scores = ALGORITHM.score(model, frame)
    for start in range(TRAINED, frame.point_count, 31):
        part = slice(start, start + 31)
        for watch in (through, restarted):
            watch.note(frame.columns(part.start, part.stop), scores.columns(part.start, part.stop), 0.002)
        kept = decode_model(encode_model(model))
        restarted = Watch.from_json(1, kept, orjson.loads(orjson.dumps(restarted.to_json())))
        assert restarted.to_json() == through.to_json()
        assert restarted.report() == through.report()


def test_points_that_were_counted_are_not_counted_again() -> None:
    frame = frame_of(calm())
    model = fit(frame)
    watch, scores = Watch.over(1, model), ALGORITHM.score(model, frame)
    for first, last in ((-30, 40), (20, 60)):
        part = TRAINED + first, TRAINED + last
        watch.note(frame.columns(*part), scores.columns(*part), 0.001)
    assert watch.points == 12  # 60 points in shards of 48
    assert watch.until_ms == _TIMES[TRAINED + 59]


def test_what_it_keeps_does_not_grow() -> None:
    frame = frame_of(calm(series=100))
    model = fit(frame)
    watch = Watch.over(1, model)
    drive(watch, model, frame)
    assert len(orjson.dumps(watch.to_json())) < 20_000
    assert len(orjson.dumps(model.meta)) < 40_000
    assert sum(watch.score_counts) <= 100 * DAY


def test_a_short_history_has_no_reference_and_its_drift_is_unknown() -> None:
    frame = frame_of(calm()).columns(0, 200)
    model = with_reference(ALGORITHM.fit(frame), ALGORITHM, frame)
    assert reference_of(model) is None
    watch = Watch.over(1, model)
    watch.note(frame, ALGORITHM.score(model, frame), 0.001)
    assert watch.drift.state is DriftState.UNKNOWN
    report = watch.report()
    assert sum(report["scores"]["counts"]) == np.isfinite(ALGORITHM.score(model, frame).score).sum()
    assert len(report["scores"]["edges"]) == len(report["scores"]["counts"]) + 1
