"""Mistakes are told in words of people, and never with a value that may be a secret."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from barograph.config.detector import LabelName, Name
from barograph.config.mistake_words import say_mistake


class Mail(BaseModel):
    type: Literal["mail"]


class Page(BaseModel):
    type: Literal["page"]


class Form(BaseModel):
    name: Name = "a"
    label: LabelName = "a"
    command: Annotated[str, StringConstraints(pattern="^/")] = "/"
    secrets: dict[str, str] = {}
    values: list[str] = []
    inner: Mail = Mail(type="mail")
    way: Annotated[Mail | Page, Field(discriminator="type")] = Mail(type="mail")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"name": "Web Latency"}, "digits, with dashes between them; how about `web-latency`?"),
        ({"name": "Ä"}, "with dashes between them"),
        ({"label": "a-b"}, "`a-b` can't be a name here: it has letters, digits and `_`, no digit first"),
        ({"command": "hunter2"}, "it does not fit the pattern ^/"),
        ({"secrets": "hunter2"}, "keys with values (`key: value`) are expected here, not a text"),
        ({"secrets": None}, "keys with values (`key: value`) are expected here, not nothing"),
        ({"inner": 7}, "keys with values (`key: value`) are expected here, not a number"),
        ({"values": {"hunter2": "x"}}, "is expected here, not keys with values"),
        ({"way": {"type": "pages"}}, "`pages` is not known here; did you mean `page`?"),
        ({"way": {"type": "pigeon" * 20}}, "is not known here; known are mail, page"),
        ({"way": {}}, "`type` is required"),
    ],
)
def test_a_mistake_is_said_in_words(content: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(content)
    (said,) = map(say_mistake, caught.value.errors())
    assert said.endswith(words)
    assert "hunter2" not in said
    assert len(said) < 150
