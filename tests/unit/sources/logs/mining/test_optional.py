from barograph.sources.logs.mining.miner import TemplateMiner

FIELDS = "took=5ms status=200 rows=7 bytes=9 user=ann path=/a"


def mine(*lines: str) -> TemplateMiner:
    miner = TemplateMiner()
    miner.learn(lines)
    return miner


def test_a_field_may_be_there_or_not() -> None:
    catalogue = mine(f"level=info {FIELDS}", f"level=info org=7 {FIELDS}", "level=info took=5ms").freeze()
    long, short, other = catalogue.match(
        [f"level=info org=8 {FIELDS}", f"level=info {FIELDS}", "level=info took=1ms"]
    )
    assert long == short != other
    assert catalogue.templates[long].lines == 2
    assert "org=<*>" in catalogue.templates[long].text
    assert any("there or not" in merge.reason for merge in catalogue.templates[long].merges)


def test_another_level_or_many_other_fields_are_another_statement() -> None:
    assert len(mine(f"level=info {FIELDS}", f"level=warn org=7 {FIELDS}").freeze().templates) == 2
    assert len(mine(f"{FIELDS} a=1 b=2 c=3", f"{FIELDS} d=1 e=2 f=3").freeze().templates) == 2


def test_the_order_of_lines_does_not_matter_and_learning_goes_on() -> None:
    lines = [f"level=info {FIELDS}", f"level=info org=7 {FIELDS}", f"level=info org=7 {FIELDS} end=4"]
    there, back = mine(*lines), mine(*reversed(lines))
    assert list(there.freeze().templates) == list(back.freeze().templates)
    there.learn(lines)
    (template,) = there.freeze().templates.values()
    assert template.lines == 6
