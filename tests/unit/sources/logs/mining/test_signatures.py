from concurrent.futures import ThreadPoolExecutor

import pytest

from barograph.bench._log_stress import StressSystem, make_stress
from barograph.sources.logs.mining import TemplateMiner
from barograph.sources.logs.mining.keys import keys_of
from barograph.sources.logs.mining.signatures import Signatures
from barograph.sources.logs.mining.tokens import text_of


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("level=info method=GET user=ann", "level=info method=GET user=<*>"),
        ('level=info msg="slow query" method=GET', 'level=info msg="slow query"'),
        ('{"level":"info","msg":"user ann left"}', "level=info user <*> left"),
        ("user ann@shop.example left", "user <*> left"),
        ("took=15 ms for [/var/log/a, /var/log/b]", "took=<*> for [<*>]"),
        (
            "login failed; logname= uid=0 tty=ssh ruser=",
            "login failed; logname=<*> uid=<*> tty=<*> ruser=<*>",
        ),
        ("gave up asking for votes: err=EOF term=0", "gave up asking for votes: err=<*> term=<*>"),
        ('gave up asking for votes: err="no reply" term=0', "gave up asking for votes: err=<*> term=<*>"),
        ("gave up: err=EOF term=0", "gave up: err=EOF term=<*>"),
        ("the owner is <none>, of <private>", "the owner is <*>, of <*>"),
        ("mail of <email> <- that", "mail of <email> < - that"),
        ("a == b", "a==b"),
        ("", ""),
        ("   spaced \t out  ", "spaced out"),
    ],
)
def test_words_and_phrases_make_a_signature(line: str, text: str) -> None:
    assert text_of(Signatures().of(keys_of([line])[0])) == text


def test_what_was_seen_before_changes_nothing() -> None:
    forgetful, remembering = Signatures(most_known=1), Signatures()
    for system in make_stress(50, seed=3):
        for key in keys_of(system.lines):
            assert forgetful.of(key) == remembering.of(key) == Signatures().of(key)


def test_memory_is_bounded() -> None:
    signatures = Signatures(most_known=100)
    for number in range(1_000):
        signatures.of("".join(chr(97 + int(digit)) for digit in str(number)) + " began")
    assert signatures.remembered <= 4 * 100


def test_endless_lines_are_cut() -> None:
    assert len(Signatures().of("a b " * 1_000)) == 256


def test_miners_and_catalogues_share_what_is_known_from_many_threads() -> None:
    shared = Signatures(most_known=50)
    systems = list(make_stress(200, seed=4))

    def mine(system: StressSystem, signatures: Signatures | None) -> list[str]:
        miner = TemplateMiner(signatures=signatures)
        miner.learn(system.lines)
        return miner.freeze().match(system.lines)

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda system: mine(system, shared), systems))
    assert found == [mine(system, None) for system in systems]
