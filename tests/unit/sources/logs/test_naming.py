from barograph.domain import Labels
from barograph.sources.logs.mining import TemplateMiner
from barograph.sources.logs.naming import TemplateNames
from barograph.sources.logs.stacks import LogEvent


def test_known_and_new_templates_are_named_with_their_text() -> None:
    miner = TemplateMiner()
    miner.learn(["took 5 ms"])
    names = TemplateNames(miner.freeze())
    known, new = names.match([LogEvent(0, Labels(), ["took 9 ms"]), LogEvent(0, Labels(), ["gave up on 7"])])
    assert names.is_known(known)
    assert not names.is_known(new)
    assert names.labels_of(Labels(app="a"), known) == Labels(app="a", template=known, pattern="took <*>")
    assert names.labels_of(Labels(), new)["pattern"] == "gave up on <*>"
