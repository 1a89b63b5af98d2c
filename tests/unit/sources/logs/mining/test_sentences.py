from barograph.sources.logs.mining.groups import Group
from barograph.sources.logs.mining.miner import TemplateMiner
from barograph.sources.logs.mining.sentences import join_long_sentences

LONG = (
    "the clock of card {} is {} and its reset line {} so that no alert of this board was left when it"
    " was read again"
)


def groups_of(*lines: str) -> dict[tuple[str, ...], Group]:
    shapes = [tuple(line.split()) for line in lines]
    return {shape: Group(shape, {shape}, 1) for shape in shapes}


def test_long_sentences_that_differ_in_few_words_are_one() -> None:
    lines = [LONG.format("web", "slow", "high"), LONG.format("api", "fast", "low")]
    (group,) = join_long_sentences(groups_of(*lines)).values()
    assert group.lines == 2
    assert group.members >= {tuple(line.split()) for line in lines}


def test_short_sentences_and_those_that_differ_in_many_words_stay_apart() -> None:
    short = ["the clock is slow", "the clock is fast"]
    other = " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[: len(LONG.split())])
    lines = [*short, LONG.format("web", "slow", "high"), other]
    assert len(join_long_sentences(groups_of(*lines))) == len(lines)


def test_what_was_joined_is_known_by_all_its_forms() -> None:
    miner = TemplateMiner()
    lines = [LONG.format("web", "slow", "high"), LONG.format("api", "fast", "low")]
    miner.learn(lines)
    catalogue = miner.freeze()
    (template,) = catalogue.templates.values()
    assert catalogue.match([*lines, LONG.format("db", "fast", "high")]) == [template.id] * 3
