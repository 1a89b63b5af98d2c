import pytest

from barograph.sources.logs.mining.keys import WILDCARD, keys_of
from barograph.sources.logs.mining.phrases import MARK, marks_of, mask_phrases


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("at Mon Jul 03 09:00:55 UTC 2017 up", "at <*> up"),
        ("on 3 September 2026 up", "on <*> up"),
        ("<34>Jul  3 09:00:55 web-a sshd: up", "<*> sshd: up"),
        ("[21/Nov/2026:05:42:48 +0000] up", "[<*>] up"),
        ("since 21-Nov-2026 05:42 up", "since <*> up"),
        ("sent 5.2 KB of 7 ms", "sent <*> of <*>"),
        ("GET /health HTTP", "GET <*> HTTP"),
        ("WIDGET /health", "WIDGET /health"),
        (
            '"GET /x HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)"',
            '"GET <*> HTTP/0.0" 0 <*>',
        ),
        ("Invalid User guest from", "Invalid User <*> from"),
        ("user account locked", "user account locked"),
        ("LOG:  duration: 7.8 ms  statement: SELECT a FROM b", "LOG:  duration: <*>  statement: <*>"),
        ("LOG:  execute <unnamed>: update t set a=$1", "LOG:  execute <unnamed>: <*>"),
        ("statement: of the board, execute it: now", "statement: of the board, execute it: now"),
        ('took="a while" done', "took=<*> done"),
        ("may be seen in 3 places", "may be seen in 0 places"),
    ],
)
def test_values_are_known_by_the_words_beside_them(line: str, masked: str) -> None:
    (key,) = keys_of([line])
    marks = "".join(map(marks_of, key.split()))
    assert mask_phrases(key, marks).replace(WILDCARD, "<*>") == masked


@pytest.mark.parametrize("word", ["opened", "0", "Marked", "users", "msgs", "TARGET", "10.0.0.1", "a=b"])
def test_plain_words_belong_to_no_phrase(word: str) -> None:
    assert MARK not in marks_of(word)
