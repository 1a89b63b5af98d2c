import pytest

from barograph.config.topology import TopologySpec
from barograph.domain import Labels
from barograph.incidents.topology import Topology


@pytest.mark.parametrize(
    ("labels", "component"),
    [
        ({"service": "cart", "pod": "cart-1"}, "cart"),
        ({"pod": "cart-1"}, "cart-1"),
        ({"source": "web", "destination": "cart", "service": "web"}, "cart"),
        ({"service": "cart-from-web"}, "cart"),
        ({"le": "0.5"}, ""),
    ],
)
def test_labels_name_the_component_to_blame(labels: dict[str, str], component: str) -> None:
    topology = Topology(TopologySpec(aliases={"cart-from-web": "cart"}))
    assert topology.component_of(Labels(labels)) == component


def test_calls_are_learnt_from_labels() -> None:
    topology = Topology(TopologySpec(calls={"web": ("cart",)}, aliases={"db-from-cart": "db"}))
    topology.learn([{"client": "cart", "server": "db-from-cart"}, {"service": "x"}])
    assert topology.callees_of("cart") == {"db"}
    assert topology.neighbours_of("db") == {"cart", "web"}
    assert topology.neighbours_of("web") == {"cart", "db"}
    assert topology.neighbours_of("x") == set()
    topology.learn([{"client": "db", "server": "disk"}])
    assert topology.neighbours_of("cart") == {"web", "db", "disk"}
