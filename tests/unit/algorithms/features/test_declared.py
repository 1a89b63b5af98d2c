from datetime import UTC, datetime

import numpy as np
import pytest

from barograph.algorithms.features.declared import FEATURE_KINDS, FeatureSet
from barograph.domain import Frame, Labels
from barograph.errors import ValidationFailed

NEW_YEAR = int(datetime(2027, 1, 1, 6, tzinfo=UTC).timestamp() * 1000)
EVERY = ["value", "mean:6", "std:6", "min:6", "max:6", "quantile:6:0.9", "lag:2", "diff:1", "rate:3"]
CALENDAR = ["hour", "minute", "week", "weekday", "weekend", "holiday:DE"]


@pytest.fixture
def frame() -> Frame:
    return Frame.single(NEW_YEAR + np.arange(50) * 60_000, np.random.default_rng(0).normal(size=50))


def column(frame: Frame, text: str, timezone: str = "UTC") -> np.ndarray:
    return FeatureSet.parse([text], timezone).compute(frame)[0, :, 0]


def test_windows_include_the_own_point(frame: Frame) -> None:
    last = frame.values[0, -6:]
    for text, expected in {
        "mean:6": last.mean(),
        "std:6": last.std(),
        "min:6": last.min(),
        "max:6": last.max(),
        "quantile:6:0.9": np.quantile(last, 0.9),
    }.items():
        assert column(frame, text)[-1] == pytest.approx(expected)


def test_lags_and_differences_look_back(frame: Frame) -> None:
    values = frame.values[0]
    assert column(frame, "lag:2")[-1] == values[-3]
    assert column(frame, "diff:2")[-1] == values[-1] - values[-3]
    assert np.isnan(column(frame, "lag:2")[:2]).all()


def test_the_rate_of_a_counter_survives_a_reset() -> None:
    frame = Frame.single(np.arange(5) * 60_000, np.array([10.0, 20, 30, 4, 14]))
    assert column(frame, "rate:1")[1:].tolist() == [10, 10, 4, 10]


def test_the_last_columns_are_those_of_the_whole(frame: Frame) -> None:
    features = FeatureSet.parse(EVERY + CALENDAR)
    whole, some = features.compute(frame), features.compute(frame.tail(features.window_points + 2), last=3)
    assert np.array_equal(whole[:, -3:], some, equal_nan=True)
    assert whole.shape[2] == len(features.names)


def test_the_calendar_follows_the_time_zone(frame: Frame) -> None:
    assert column(frame, "holiday:DE")[0] == 1.0
    assert column(frame, "holiday:DE", "Pacific/Honolulu")[0] == 0.0
    assert column(frame, "weekday")[0] == 4.0
    assert column(frame, "weekend")[0] == 0.0


@pytest.mark.parametrize(
    "text", [*EVERY, *CALENDAR, "mean:37", "std:300", "min:13", "max:64", "quantile:9:0.1"]
)
def test_ticks_compute_the_same_bits_as_one_pass_over_gaps_too(text: str) -> None:
    rng = np.random.default_rng(5)
    values = np.where(rng.random((3, 400)) < 0.2, np.nan, rng.normal(0, 1, (3, 400)).cumsum(axis=1))
    labels = tuple(Labels(pod=str(row)) for row in range(3))
    whole = Frame(labels, NEW_YEAR + np.arange(400) * 60_000, values)
    features = FeatureSet.parse([text])
    found = features.compute(whole)
    for stop in range(1, 400, 7):
        window = whole.columns(0, stop).tail(features.window_points)
        assert np.array_equal(features.compute(window, last=1)[:, 0], found[:, stop - 1], equal_nan=True)


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ("median:3", "is no feature"),
        ("meen:3", "did you mean `mean`"),
        ("mean", "write `mean:12` with 1 to 10,000 points"),
        ("mean:0", "write `mean:12`"),
        ("mean:x", "write `mean:12`"),
        ("mean:3:4", "write `mean:12`"),
        ("lag:20000", "write `lag:12`"),
        ("quantile:12", "write `quantile:12:0.9`"),
        ("quantile:12:ninety", "a share from 0 to 1"),
        ("quantile:12:1.5", "a share from 0 to 1"),
        ("value:3", "`value` stands alone"),
        ("hour:3", "`hour` stands alone"),
        ("holiday", "write `holiday:DE` with a country"),
    ],
)
def test_a_wrong_feature_is_refused_with_its_remedy_and_those_there_are(wrong: str, remedy: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        FeatureSet.parse([wrong])
    assert remedy in refused.value.message
    assert refused.value.detail["kinds"] == list(FEATURE_KINDS)


@pytest.mark.parametrize("texts", [[], ["value", "value"], [f"lag:{points}" for points in range(1, 60)]])
def test_features_are_named_once_and_not_too_many(texts: list[str]) -> None:
    with pytest.raises(ValidationFailed, match="1 to 50 features, each once"):
        FeatureSet.parse(texts)


def test_an_unknown_country_is_refused_when_it_is_declared() -> None:
    with pytest.raises(ValidationFailed, match="no holidays for `XX`"):
        FeatureSet.parse(["holiday:xx"])


def test_an_empty_frame_has_empty_features() -> None:
    assert FeatureSet.parse(EVERY).compute(Frame.empty()).shape == (0, 0, len(EVERY))
