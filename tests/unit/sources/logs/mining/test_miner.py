from barograph.bench._grouping import compare_groupings
from barograph.bench._log_stress import make_stress
from barograph.sources.logs.mining import MinerLimits, TemplateMiner


def test_lines_count_for_their_template_with_examples_and_reasons() -> None:
    miner = TemplateMiner()
    miner.learn(
        [f"worker {name} on node-{n} joined" for n in range(3) for name in ("ka", "lo", "mi", "no", "pa")]
    )
    (template,) = miner.freeze().templates.values()
    assert template.text == "worker <*> on <*> joined"
    assert template.lines == 15
    assert template.examples[0] == "worker ka on node-0 joined"
    assert template.merges[0].values == ("ka", "lo", "mi", "no", "pa")


def test_a_template_knows_its_first_and_its_last_line() -> None:
    miner = TemplateMiner()
    miner.learn([f"worker {name} joined" for name in ("ka", "lo", "mi", "no", "pa")], [30, 10, 20, 50, 40])
    miner.learn(["worker zu joined"], [60])
    (template,) = miner.freeze().templates.values()
    assert (template.first_ms, template.last_ms) == (10, 60)


def test_batches_do_not_matter() -> None:
    (system, *_) = make_stress(300, seed=5)
    whole, pieces = TemplateMiner(), TemplateMiner()
    whole.learn(system.lines)
    for start in range(0, 300, 7):
        pieces.learn(system.lines[start : start + 7])
    assert whole.freeze().to_json() == pieces.freeze().to_json()


def test_memory_is_bounded_and_frequent_templates_survive() -> None:
    miner = TemplateMiner(MinerLimits(groups=50, keys=100))
    for number in range(2_000):
        word = "".join(chr(97 + int(digit)) for digit in str(number))
        miner.learn(["all is well here", f"{word} {word * 2}"])
    catalogue = miner.freeze()
    assert len(catalogue.templates) <= 50
    assert miner.forgotten > 0
    assert catalogue.match(["all is well here"])[0] in catalogue.templates


def test_imagined_systems_full_of_words_are_told_apart() -> None:
    for system in make_stress(1_000, seed=11):
        miner = TemplateMiner()
        miner.learn(system.lines)
        grouping = compare_groupings(system.truth, miner.freeze().match(system.lines))
        assert grouping.accuracy > 0.8, system.name


def test_fields_that_come_and_go_make_no_new_template_beside_a_message() -> None:
    miner = TemplateMiner()
    miner.learn([f'level=info msg="request done" path=/a/{n} took={n}ms' for n in range(5)])
    catalogue = miner.freeze()
    ids = catalogue.match(
        ['level=info msg="request done" error= took=3ms', '{"level":"info","msg":"request done"}']
    )
    assert len(catalogue.templates) == 1
    assert ids[0] in catalogue.templates


def test_what_a_logger_says_stays_apart_and_names_of_fields_are_no_values() -> None:
    miner = TemplateMiner()
    said = [
        f'logger=part-{word} level=info msg="{word} is ready" n=1'
        for word in ("mail", "cart", "pay", "web", "db")
    ]
    names = [f"level=info {name}=7 took=9" for name in ("cpu", "memory", "disk", "net", "files", "load")]
    miner.learn([*said, *names])
    texts = {template.text for template in miner.freeze().templates.values()}
    assert {f"level=info {name}=<*> took=<*>" for name in ("cpu", "load")} <= texts
    assert len(texts) == len(said) + len(names)
