import json

from barograph.sources.logs.mining import TemplateCatalogue, TemplateMiner
from barograph.sources.logs.mining.catalogue import template_id_of


def learn(lines: list[str]) -> TemplateCatalogue:
    miner = TemplateMiner()
    miner.learn(lines)
    return miner.freeze()


LINES = [
    f"user {name} logged in from 10.0.0.{n}" for n, name in enumerate(["ann", "bob", "eve", "kim", "lee"])
]


def test_ids_come_from_content_and_survive_saving() -> None:
    catalogue = learn([*LINES, "cache is full"])
    saved = TemplateCatalogue.from_json(json.loads(json.dumps(catalogue.to_json())))
    assert saved.match(LINES) == catalogue.match(LINES)
    assert saved.templates == catalogue.templates
    assert template_id_of(("cache", "is", "full")) in saved.templates


def test_an_unknown_line_is_a_new_template_with_the_same_id_everywhere() -> None:
    first, second = learn(LINES), learn(["something else"])
    (new,) = first.match(["disk sda1 is full"])
    assert new not in first.templates
    assert second.match(["disk sdb2 is full"]) == [new]
    assert first.describe("disk sda1 is full") == "disk <*> is full"
    assert first.describe(LINES[0]) == "user <*> logged in from <*>"


def test_an_answer_does_not_depend_on_what_was_asked_before() -> None:
    catalogue = learn(LINES)
    alone = learn(LINES).match(["user zoe logged in from 10.9.9.9"])
    catalogue.match(["user zoe logged out", *LINES, "noise 7"])
    assert catalogue.match(["user zoe logged in from 10.9.9.9"]) == alone
