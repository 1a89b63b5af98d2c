import pytest

from barograph.sources.logs.mining.fields import (
    flatten,
    mask_fields,
    mask_fields_beside_message,
    mask_quoted_fields,
)
from barograph.sources.logs.mining.keys import WILDCARD


@pytest.mark.parametrize(
    ("word", "masked"),
    [
        ("method=GET,user=ann", "method=GET,user=<*>"),
        ("done=true", "done=true"),
        ("left=null", "left=null"),
        ("table=orders", "table=<*>"),
    ],
)
def test_fields_keep_what_says_what_happened(word: str, masked: str) -> None:
    assert mask_fields(word).replace(WILDCARD, "<*>") == masked


def test_beside_a_message_only_the_level_says_what_happened() -> None:
    masked = mask_fields_beside_message("level=info,method=GET,msg=done")
    assert masked.replace(WILDCARD, "<*>") == "level=info,method=<*>,msg=done"


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ('level=info msg="slow query" table="big orders"', 'level=info msg="slow query" table=<*>'),
        ('msg=done err="no route to host"', "msg=done err=<*>"),
        ('err="no route to host" user="ann \\"x\\" lee"', 'err="no route to host" user=<*>'),
        ("path='a b' done", "path=<*> done"),
    ],
)
def test_quoted_fields_are_masked_with_their_blanks(line: str, masked: str) -> None:
    assert mask_quoted_fields(line).replace(WILDCARD, "<*>") == masked


@pytest.mark.parametrize(
    ("line", "flat"),
    [
        ('{"msg":"published","topic":"a b","n":0,"ok":true}', "published topic=<*> n=<*> ok=true"),
        ('{"event":"login","user":"ann"}', "event=login user=<*>"),
        ('{"msg": broken}', '{"msg": broken}'),
        ("{not json", "{not json"),
        ('{"nested":{"a":[0]},"message":"x\\ny"}', "nested=<*> x"),
    ],
)
def test_json_is_its_message_and_its_fields(line: str, flat: str) -> None:
    assert flatten(line).replace(WILDCARD, "<*>") == flat
