import math

from barograph.bench._shop_matching import match_episodes
from barograph.bench._shop_replay import Episode
from barograph.demo.incidents import Incident, IncidentKind
from barograph.domain import Labels

MINUTE = 60_000
INCIDENT = Incident(
    "a",
    IncidentKind.ERROR_BURST,
    100 * MINUTE,
    130 * MINUTE,
    "payment",
    (),
    ("payment", "checkout"),
    "because",
)
MISSED = Incident("b", IncidentKind.FLAT_LINE, 900 * MINUTE, 930 * MINUTE, "cart", (), ("cart",), "because")


def episode(minute: int, **labels: str) -> Episode:
    return Episode("errors", Labels(labels), minute * MINUTE, minute * MINUTE)


def test_alerts_count_in_time_and_place() -> None:
    episodes = [
        episode(99, service="payment"),
        episode(103, pod="checkout-1"),
        episode(102, service="payment"),
        episode(105, service="cart"),
        episode(139, service="payment"),
        episode(141, service="payment"),
    ]
    match = match_episodes(episodes, [INCIDENT, MISSED])
    assert match.recall == 0.5
    assert match.precision == 0.5
    assert match.missed == (MISSED,)
    assert match.median_delay_ticks(MINUTE) == 2
    assert len(match.justified) == len(match.unfounded) == 3


def test_nothing_to_compare_gives_no_figure() -> None:
    match = match_episodes([], [])
    assert math.isnan(match.recall)
    assert math.isnan(match.precision)
    assert math.isnan(match.median_delay_ticks(MINUTE))
