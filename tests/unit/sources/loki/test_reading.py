import pytest

from barograph.errors import TooManySeries
from barograph.sources.loki.api import LokiApi
from barograph.sources.loki.reading import LokiReader
from tests.servers.loki import LokiDouble

HOUR = 3_600_000_000_000


@pytest.mark.parametrize("page_lines", [3, 4, 7, 1000])
def test_every_line_comes_once_whatever_the_page(loki: LokiDouble, api: LokiApi, page_lines: int) -> None:
    for number in range(40):
        # Up to three lines in the same nanosecond, in two streams.
        loki.push(number // 3 * HOUR // 4, f"line {number}", app="shop", pod=f"p{number % 2}")
    pages = LokiReader(api, page_lines=max(page_lines, 4), part_hours=1).read('{app="shop"}', 0, 4 * HOUR)
    texts = [line.text for page in pages for line in page]
    assert sorted(texts) == sorted(f"line {number}" for number in range(40))


def test_the_end_is_not_part_of_the_range(loki: LokiDouble, api: LokiApi) -> None:
    for time_ns in (10, 20, 30):
        loki.push(time_ns, f"at {time_ns}")
    pages = LokiReader(api).read('{app="shop"}', 10, 30)
    assert [line.text for page in pages for line in page] == ["at 10", "at 20"]


def test_a_nanosecond_fuller_than_a_page_is_an_error_and_not_a_loss(loki: LokiDouble, api: LokiApi) -> None:
    for number in range(5):
        loki.push(10, f"line {number}")
    with pytest.raises(TooManySeries, match="same time"):
        list(LokiReader(api, page_lines=5).read('{app="shop"}', 0, 30))


def test_a_loki_that_gives_smaller_pages_is_asked_for_smaller_ones(loki: LokiDouble, api: LokiApi) -> None:
    loki.page_limit = 15
    for number in range(40):
        loki.push(number, f"line {number}")
    reader = LokiReader(api, page_lines=100)
    for _ in range(2):
        pages = list(reader.read('{app="shop"}', 0, 100))
        assert [line.text for page in pages for line in page] == [f"line {number}" for number in range(40)]
    limits = [int(asked["form"]["limit"]) for asked in loki.requests]
    assert [limits.count(each) for each in (100, 50, 25)] == [1, 1, 1]


def test_a_loki_that_gives_hardly_any_lines_is_an_error(loki: LokiDouble, api: LokiApi) -> None:
    loki.page_limit = 2
    with pytest.raises(TooManySeries, match="max_entries_limit"):
        list(LokiReader(api).read('{app="shop"}', 0, 100))
