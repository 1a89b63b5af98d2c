import pytest

from barograph.sources.logs.mining.groups import Group
from barograph.sources.logs.mining.miner import TemplateMiner
from barograph.sources.logs.mining.tails import find_tails, tail_openings
from barograph.sources.logs.mining.tokens import TAIL


def groups_of(*lines: str) -> list[Group]:
    shapes = [tuple(line.split()) for line in lines]
    return [Group(shape, {shape}, 1) for shape in shapes]


@pytest.mark.parametrize(
    ("lines", "is_reason"),
    [
        (("load failed : too big", "load failed : it is gone"), True),
        (("load started : too big", "load started : it is gone"), False),
        (("sshd : session was opened", "sshd : login failed again", "sshd : bye"), False),
        (("load was put off : a b", "load was put off : c d e"), False),
        (("load was put off : a b", "load was put off : c d e", "load was put off : f"), True),
        (("this load failed : x y", "we left : x y", "this load failed : z z", "we left : z z"), True),
        (("load failed : too big", "store failed : too big"), False),
        (
            (
                "disk device sda : x y",
                "disk device sdb : x y",
                "disk device sda : z z",
                "disk device sdb : z z",
            ),
            False,
        ),
    ],
)
def test_a_reason_follows_trouble_or_other_sentences_too(lines: tuple[str, ...], is_reason: bool) -> None:
    assert bool(list(find_tails(groups_of(*lines)))) is is_reason


def test_reasons_of_one_word_are_opened_as_a_word() -> None:
    (candidate,) = find_tails(groups_of("load failed : big", "load failed : gone"))
    assert (candidate.places, candidate.tail) == ((3,), None)
    (candidate,) = find_tails(groups_of("load failed : big", "load failed : it left"))
    assert (candidate.places, candidate.tail) == ((), 3)


def test_the_longest_head_comes_first() -> None:
    assert list(tail_openings(("a", "load", ":", "some", "step", ":", "x", "y"))) == [
        ("a", "load", ":", "some", "step", ":", TAIL),
        ("a", "load", ":", TAIL),
    ]


def test_a_reason_that_never_came_before_belongs_to_its_sentence() -> None:
    miner = TemplateMiner()
    reasons = ["quota is used up", "the disk is slow today", "nobody answered"]
    miner.learn([f"could not save order {number}: {reason}" for number in range(9) for reason in reasons])
    catalogue = miner.freeze()
    (template,) = catalogue.templates.values()
    assert template.text == "could not save order <*>: <*>"
    assert template.merges[0].values == tuple(sorted(reasons))
    new = ["could not save order 12: the building is on fire", "could not save customer 12: nobody answered"]
    ids = catalogue.match(new)
    assert ids[0] == template.id != ids[1]
    again = type(catalogue).from_json(catalogue.to_json())
    assert again.match(new) == ids


def test_a_message_in_quotes_keeps_its_closing_quote() -> None:
    miner = TemplateMiner()
    reasons = ["quota is used up", "the disk is slow today"]
    miner.learn([f'level=error msg="save failed: {reason}"' for reason in reasons])
    (template,) = miner.freeze().templates.values()
    assert template.text == 'level=error msg="save failed: <*>"'
