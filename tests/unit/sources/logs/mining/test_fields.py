import pytest

from barograph.sources.logs.mining.fields import (
    flatten,
    is_logfmt,
    mask_fields,
    mask_fields_beside_message,
    mask_logfmt,
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
        (
            '"Could not sync it, retrying" pod="web" err="not found"',
            '"Could not sync it, retrying" pod=<*> err=<*>',
        ),
        ('while asking the peer: err="not found"', "while asking the peer: err=<*>"),
        ('it failed: err="not found"', 'it failed: err="not found"'),
    ],
)
def test_quoted_fields_are_masked_with_their_blanks(line: str, masked: str) -> None:
    assert mask_quoted_fields(line).replace(WILDCARD, "<*>") == masked


@pytest.mark.parametrize(
    ("line", "flat"),
    [
        ('{"msg":"published","topic":"a b","n":0,"ok":true}', "published"),
        ('{"event":"login","user":"ann","ok":true}', "login"),
        ('{"event":"login","msg":"hello","user":"ann"}', "event=login hello"),
        ('{"action":"login","user":"ann","ok":true}', "action=login user=<*> ok=true"),
        ('{"logger":"mail","user":"ann","level":"warn","msg":"late"}', "logger=mail level=warn late"),
        ('{"msg": broken}', '{"msg": broken}'),
        ("{not json", "{not json"),
        ('{"nested":{"a":[0]},"message":"x\\ny"}', "x"),
    ],
)
def test_json_is_its_message_and_its_fields(line: str, flat: str) -> None:
    assert flatten(line).replace(WILDCARD, "<*>") == flat


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ('ts=0 caller=main.go:0 level=info msg="up" n=0', 'caller=main.go:0 level=info msg="up"'),
        ('level=warn user= msg=late err="it said \\"no\\""', "level=warn msg=late"),
        (
            "level=info user= took=0 alerts=[Down[0][active]] ok=true",
            "level=info user=<*> took=<*> alerts=<*> ok=true",
        ),
        ('host_details="(Linux 0)" a= b=', "host_details=<*> a=<*> b=<*>"),
        (
            "type=AVC msg=audit(0.0:0): avc: denied pid=0 comm=ls",
            "type=AVC msg=audit(0.0:0): avc: denied pid=<*> comm=<*>",
        ),
        ("method=GET path=/a status=0", "method=GET path=<*> status=0"),
    ],
)
def test_a_line_of_fields_is_its_message_or_its_names(line: str, masked: str) -> None:
    assert is_logfmt(line)
    assert mask_logfmt(line).replace(WILDCARD, "<*>") == masked


@pytest.mark.parametrize("line", ["size = 0", "took a=0 b=0 c=0", "a=0 b=0", "=== 0 ==="])
def test_prose_with_some_fields_is_no_line_of_fields(line: str) -> None:
    assert not is_logfmt(line)
