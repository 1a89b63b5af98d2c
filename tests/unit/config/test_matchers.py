import pytest

from barograph.config.matchers import Matcher


@pytest.mark.parametrize(
    ("text", "labels", "is_met"),
    [
        ('pod="a"', {"pod": "a"}, True),
        ("pod=a", {"pod": "a"}, True),
        ('pod!="a"', {"pod": "a"}, False),
        ('pod!="a"', {}, True),
        ('pod=~"a.*"', {"pod": "abc"}, True),
        ('pod=~"b"', {"pod": "abc"}, False),
        ('pod!~"a.*"', {"pod": "abc"}, False),
        ('pod=""', {}, True),
        (r'pod="a\"b"', {"pod": 'a"b'}, True),
    ],
)
def test_a_matcher_reads_like_alertmanagers(text: str, labels: dict[str, str], is_met: bool) -> None:
    matcher = Matcher.parse(text)
    assert matcher.is_met_by(labels) is is_met
    assert Matcher.parse(str(matcher)) == matcher


@pytest.mark.parametrize("text", ["pod", "=a", 'pod=~"("', 3])
def test_what_is_no_matcher_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        Matcher.parse(text)


@pytest.mark.parametrize("operator", ["=", "=~"])
@pytest.mark.parametrize("value", ['a"b', r"a\d", r"a\\", 'a\\"', "a b"])
def test_a_matcher_is_written_so_that_it_is_read_back(operator: str, value: str) -> None:
    matcher = Matcher("pod", operator, value)
    again = Matcher.parse(str(matcher))
    assert again.is_met_by({"pod": 'a"b'}) == matcher.is_met_by({"pod": 'a"b'})
    assert str(again) == str(matcher)
