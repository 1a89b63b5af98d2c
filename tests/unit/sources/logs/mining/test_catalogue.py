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


def test_what_was_saved_when_lines_were_cut_in_another_way_is_known_by_its_examples() -> None:
    state = {
        "text": 'gave up asking for votes: err="no reply"',
        "shapes": [["gave", "up", "asking", "for", "votes", ":", "err", "=", '"', "no", "reply", '"']],
        "examples": ['gave up asking for votes: err="no reply"', "x" * 500],
    }
    row = {"id": "old", "lines": 2, "merges": [], **state}
    saved = TemplateCatalogue.from_json({"format": 1, "templates": [row]})
    known, other = saved.match(['gave up asking for votes: err="no route at all"', "x" * 500])
    assert known == "old" != other


def test_a_saved_catalogue_answers_as_the_one_it_was_saved_from() -> None:
    fresh = learn([*LINES, "a" * 600, *["cache " + name + " is full" for name in ("red", "blue")]])
    saved = TemplateCatalogue.from_json(fresh.to_json())
    lines = ["user zoe logged in from 10.9.9.9", "cache green is full", "a" * 500, "a" * 600, "new one"]
    assert saved.match(lines) == fresh.match(lines)
