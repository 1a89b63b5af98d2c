import pytest

from barograph.sources.logs.mining.keys import keys_of


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("took 15ms", "took 0"),
        ("block blk_-7f3a of 0xdeadbeef1", "block blk_-0 of 0"),
        ("plain words only", "plain words only"),
        ("first row\nsecond 2", "first row"),
        ("", ""),
    ],
)
def test_a_key_keeps_words_and_drops_numbers(line: str, key: str) -> None:
    assert keys_of([line]) == [key]


def test_keys_do_not_depend_on_the_batch_a_line_comes_in() -> None:
    lines = ["a 1", "two\nrows 2", "x" * 5000 + " 3", "b 22"]
    assert keys_of(lines) == [keys_of([line])[0] for line in lines]
    assert keys_of([]) == []
