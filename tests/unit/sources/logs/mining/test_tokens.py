import pytest

from barograph.sources.logs.mining.keys import keys_of
from barograph.sources.logs.mining.signatures import Signatures
from barograph.sources.logs.mining.tokens import skeleton_of, text_of


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("instance 7 of 9: up", "instance <*> of <*>: up"),
        ("from 10.0.0.1:80 and 10.0.0.2", "from <*> and <*>"),
        ("ids [1] [2] [3] end", "ids [<*>] end"),
        ("a=1, b=x2.", "a=<*>, b=<*>"),
        ("password=<secret> of <private key>", "password=<secret> of <private key>"),
        ("depth.......7", "depth .. <*>"),
        ("SSH2_MSG_NEWKEYS sent", "<*>_MSG_NEWKEYS sent"),
        ("blk_7_0 of ID7_A in AF_INET6", "<*> of <*> in <*>"),
        ("say \"so it is\" or 'no more'", "say \"so it is\" or 'no more'"),
        ("it can't be `here'", "it can't be `here'"),
        ('{"msg":"hello world","n":3}', "hello world"),
    ],
)
def test_a_signature_reads_like_its_line(line: str, text: str) -> None:
    assert text_of(Signatures().of(keys_of([line])[0])) == text


def test_lists_of_any_length_have_one_signature() -> None:
    one, many = (
        Signatures().of(keys_of([line])[0]) for line in ("got (1), (2) ok", "got (1), (2), (3), (4) ok")
    )
    assert one == many


def test_a_skeleton_holds_separators_only() -> None:
    assert skeleton_of(("a", "=", "b", ",", "c")) == "w=w,w"
