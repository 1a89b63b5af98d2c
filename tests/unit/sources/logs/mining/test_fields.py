import pytest

from barograph.sources.logs.mining.fields import flatten, mask_fields
from barograph.sources.logs.mining.keys import WILDCARD


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("level=info method=GET user=ann", "level=info method=GET user=<*>"),
        ('level=info msg="slow query" table=orders', 'level=info msg="slow query" table=<*>'),
        ('msg=done method=GET err="no route to host"', "msg=done method=<*> err=<*>"),
        ("done=true left=null", "done=true left=null"),
    ],
)
def test_fields_keep_what_says_what_happened(line: str, masked: str) -> None:
    assert mask_fields(line).replace(WILDCARD, "<*>") == masked


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
