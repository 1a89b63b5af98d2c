"""Mistakes are told in words of people, and never with a value that may be a secret."""

from datetime import date, datetime, time
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from barograph.config.detector import LabelName, Name
from barograph.config.mistake_words import say_first_mistake, say_mistake


class Mail(BaseModel):
    type: Literal["mail"]


class Page(BaseModel):
    type: Literal["page"]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name = "a"
    label: LabelName = "a"
    command: Annotated[str, StringConstraints(pattern="^/")] = "/"
    secrets: dict[str, str] = {}
    values: list[str] = []
    inner: Mail = Mail(type="mail")
    way: Annotated[Mail | Page, Field(discriminator="type")] = Mail(type="mail")
    text: str = Field("a", min_length=1, max_length=5)
    few: list[int] = Field([1], min_length=1, max_length=2)
    whole: int = Field(1, ge=1, le=65_535)
    share: float = Field(0.5, gt=0, lt=1, allow_inf_nan=False)
    is_on: bool = True
    day: date = date(2026, 12, 24)
    hour: time = time(18)
    moment: datetime | None = None
    order: None = None


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
        ({"inner": {}}, "`type` is required"),
        ({"wey": 1}, "there is no `wey` here"),
        ({"text": 7}, "a text is expected here, not a number"),
        ({"text": ""}, "it can't be empty"),
        ({"text": "hunter2"}, "it can have 5 characters at most"),
        ({"few": []}, "it can't be empty"),
        ({"few": [1, 2, 3]}, "it can have 2 items at most"),
        ({"whole": "hunter2"}, "a whole number such as 10 is expected here"),
        ({"whole": 1.5}, "a whole number such as 10 is expected here"),
        ({"whole": None}, "a whole number such as 10 is expected here"),
        ({"whole": "9" * 5000}, "this number is too large"),
        ({"whole": 0}, "it must be 1 or more"),
        ({"whole": 65_536}, "it must be 65,535 or less"),
        ({"share": "hunter2"}, "a number such as 1.5 is expected here"),
        ({"share": 0}, "it must be more than 0"),
        ({"share": 1}, "it must be less than 1"),
        ({"share": "nan"}, "a number is expected here, neither infinite nor NaN"),
        ({"is_on": "hunter2"}, "`true` or `false` is expected here"),
        ({"is_on": None}, "`true` or `false` is expected here"),
        ({"day": "hunter2"}, "a date such as 2026-12-24 is expected here"),
        ({"day": 1.5}, "a date such as 2026-12-24 is expected here"),
        ({"hour": "hunter2"}, "a time of day such as 18:30 is expected here"),
        ({"moment": "hunter2"}, "a moment such as 2026-12-24T18:30:00Z is expected here"),
        ({"order": "hunter2"}, "nothing can be chosen here; leave it out"),
    ],
)
def test_a_mistake_is_said_in_words(content: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(content)
    (said,) = map(say_mistake, caught.value.errors())
    assert said.endswith(words)
    assert "hunter2" not in said
    assert len(said) < 150


def test_the_first_of_several_mistakes_has_a_place_and_tells_of_the_others() -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate({"few": ["x"], "whole": 0, "is_on": 7})
    assert say_first_mistake(caught.value) == (
        "`few.0`: a whole number such as 10 is expected here (and 2 more)."
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"inner": {}}, "`inner.type` is required."),
        ({"wey": 1}, "there is no `wey` here."),
    ],
)
def test_a_place_that_the_sentence_names_is_said_once(content: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(content)
    assert say_first_mistake(caught.value) == told


def test_what_has_no_place_has_no_colon() -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(7)
    assert say_first_mistake(caught.value).startswith("keys with values")
