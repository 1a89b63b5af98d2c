import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.config.durations import Duration


@given(st.integers(min_value=0, max_value=10**12))
def test_text_reads_back_the_same(milliseconds: int) -> None:
    assert Duration.parse(str(Duration(milliseconds))) == Duration(milliseconds)


@pytest.mark.parametrize("text", ["", "5", "m5", "-1s", "1.5h", True, None, -3, "1x"])
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        Duration.parse(text)


def test_order_and_seconds() -> None:
    assert Duration.parse("59s") < Duration.parse("1m")
    assert Duration.parse(1.5).seconds == 1.5
    with pytest.raises(AttributeError):
        Duration(1).milliseconds = 2


def test_a_duration_reaches_another_process() -> None:
    duration = Duration.parse("1h30m")
    assert pickle.loads(pickle.dumps(duration)) == duration
