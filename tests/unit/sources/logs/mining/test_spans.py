import pytest

from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.spans import message_in, open_spans, prose_in


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("hosts [ a , b ] were added", "hosts [ <*> ] were added"),
        ("hosts [ ] were added", "hosts [ <*> ] were added"),
        ("call ( ) was made", "call ( ) was made"),
        ("call ( once again ) was made", "call ( <*> ) was made"),
        ("a list { x = [ y ] , z } was sent", "a list { <*> } was sent"),
        ("file ' my own ' was read", "file ' <*> ' was read"),
        ("file ` my own ' was read", "file ` <*> ' was read"),
        ("not closed ( and so on", "not closed ( and so on"),
        ("[ starting now ]", "[ starting now ]"),
        ("Started { a , b }", "Started { <*> }"),
        ("Started ( a , b )", "Started ( a , b )"),
        ('he said " GET all of it "', 'he said " GET all of it "'),
        ('level = info msg = " all was well ( at last ) "', 'level = info msg = " all was well ( <*> ) "'),
        ('" starting it now " pod = web name = api', '" starting it now " pod = web name = api'),
        ("load failed badly java.io.IOException : closed", "load failed badly <*>"),
        ("java.io.IOException : closed", "java.io.IOException : closed"),
    ],
)
def test_what_is_in_brackets_amid_prose_is_a_value(text: str, opened: str) -> None:
    assert open_spans(text).replace(WILDCARD, "<*>") == opened


def test_brackets_without_an_end_cost_little() -> None:
    assert len(open_spans("( a ' b ] [ " * 2_000).split()) <= 512


def test_a_message_is_found_in_a_line_of_fields() -> None:
    tokens = ["level", "=", "info", "msg", "=", '"', "all", "well", '"']
    assert tokens[slice(*message_in(tokens))] == ["all", "well"]
    assert message_in(("all", "well")) == (0, 2)
    assert message_in(["msg", "=", '"', "cut", "off"]) == (3, 5)


def test_names_of_fields_are_no_prose() -> None:
    assert prose_in(["user", "=", "ann", "has", "left", "them", "0", "x-y"]) == 3
