from collections.abc import Callable

import pytest

from barograph.algorithms.base import Algorithm
from barograph.algorithms.checking import CHECKS
from barograph.algorithms.registry import Registry

REGISTRY = Registry.installed()
QUICK = {"lstm": {"window": 16, "hidden": 8, "epochs": 2, "samples": 128}, "isolation_forest": {"trees": 20}}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", REGISTRY.names)
def test_every_registered_algorithm_keeps_the_contract(
    name: str, check: Callable[[Callable[[], Algorithm]], None]
) -> None:
    check(lambda: REGISTRY.create(name, QUICK.get(name)))
