import pytest

from barograph.sources.logs.mining.keys import keys_of
from barograph.sources.logs.mining.reasons import LAST_WORDS
from barograph.sources.logs.mining.signatures import Signatures
from barograph.sources.logs.mining.tokens import text_of


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("open of it: No such file or directory", "open of it: <*>"),
        ("open of it: no such file or directory", "open of it: <*>"),
        ('level=error msg="open: connection refused"', 'level=error msg="open: <*>"'),
        ("bind (Address already in use) failed", "bind (<*>) failed"),
        ("it said Broken pipe again", "it said <*> again"),
        ("it said broken pipe again", "it said broken pipe again"),
        ("Permission denied", "Permission denied"),
        ("connection refused: by us", "connection refused: by us"),
    ],
)
def test_texts_of_the_system_are_values_behind_something_else(line: str, text: str) -> None:
    assert text_of(Signatures().of(keys_of([line])[0])) == text


def test_their_last_words_are_known() -> None:
    assert {"directory", "refused", "pipe"} <= LAST_WORDS
