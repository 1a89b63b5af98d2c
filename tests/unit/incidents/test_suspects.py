import pytest

from barograph.config.topology import TopologySpec
from barograph.incidents.suspects import Complaint, Sign, rank_suspects
from barograph.incidents.symptoms import Symptom
from barograph.incidents.topology import Topology

LATENCY, RESOURCE, LOGS = Symptom.LATENCY, Symptom.RESOURCE, Symptom.LOGS
SHOP = Topology(TopologySpec(calls={"web": ("cart", "search"), "cart": ("db",), "db": ("disk",)}))


def ranking(*signs: Sign, complaint: Complaint | None = None) -> list[str]:
    return [suspect.component for suspect in rank_suspects(signs, SHOP, complaint)]


@pytest.mark.parametrize(
    ("signs", "first"),
    [
        pytest.param((Sign("web", LATENCY, 0.5), Sign("cart", LATENCY, 0.9)), "cart", id="the strongest"),
        pytest.param((Sign("web", LATENCY, 0.9), Sign("cart", LATENCY, 0.8)), "cart", id="the most upstream"),
        pytest.param(
            (Sign("web", RESOURCE, 0.9), Sign("cart", LATENCY, 0.8)),
            "web",
            id="what is one's own is not explained by others",
        ),
        pytest.param(
            (Sign("cart", LATENCY, 0.8, onset_ms=60_000), Sign("search", LATENCY, 0.8, onset_ms=0)),
            "search",
            id="the earliest",
        ),
        pytest.param(
            (Sign("search", LATENCY, 0.7), Sign("cart", LATENCY, 0.7), Sign("cart", RESOURCE, 0.7)),
            "cart",
            id="more signs weigh more",
        ),
    ],
)
def test_the_first_suspect_is(signs: tuple[Sign, ...], first: str) -> None:
    assert ranking(*signs)[0] == first


def test_what_people_complained_of_weighs_more_and_a_new_log_pattern_as_much() -> None:
    complaint, search = Complaint("web", LATENCY), Sign("search", LATENCY, 0.6)
    assert ranking(Sign("cart", RESOURCE, 0.9), search, complaint=complaint)[0] == "search"
    new_pattern = Sign("cart", LOGS, 0.9, is_new_log=True)
    assert ranking(new_pattern, search, complaint=complaint)[0] == "cart"


def test_an_ill_component_that_no_ill_one_leads_to_is_less_suspect() -> None:
    signs = (Sign("web", LATENCY, 0.9), Sign("search", LATENCY, 0.7), Sign("db", LATENCY, 0.8))
    assert ranking(*signs)[0] == "db"
    assert ranking(*signs, complaint=Complaint("web", LATENCY))[0] == "search"


def test_a_suspect_says_why() -> None:
    suspects = rank_suspects(
        [Sign("cart", LATENCY, 0.8, "p95"), Sign("cart", LOGS, 0.7, is_new_log=True)], SHOP
    )
    assert suspects[0].why == ("p95 (strength 0.80)", "a new log pattern (strength 0.70)")
    assert rank_suspects([], SHOP) == []
