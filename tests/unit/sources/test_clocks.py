import pytest

from barograph.sources.clocks import say_skew
from barograph.sources.http import HttpAnswer


@pytest.mark.parametrize(
    ("skew_seconds", "words"),
    [(0.0, None), (-60.0, None), (3600.0, "3600 s ahead of ours"), (-61.0, "61 s behind ours")],
)
def test_a_clock_is_worth_a_word_when_it_is_more_than_a_minute_off(
    skew_seconds: float, words: str | None
) -> None:
    sentence = say_skew(skew_seconds)
    assert sentence is None if words is None else words in str(sentence)


@pytest.mark.parametrize(
    ("headers", "sent_at"),
    [({"Date": "Thu, 01 Jan 1970 01:00:00 GMT"}, 3600.0), ({}, None), ({"Date": "nonsense"}, None)],
)
def test_an_answer_says_when_it_was_sent(headers: dict[str, str], sent_at: float | None) -> None:
    assert HttpAnswer("http://a", 200, headers, bytearray(), 0.1).sent_at == sent_at
