import numpy as np

from barograph.demo.effects import Effect, Quantity, effects_of
from barograph.demo.incidents import ROOTS, Incident, IncidentKind


def make(kind: IncidentKind, service: str, pods: tuple[str, ...] = ()) -> Incident:
    return Incident("x", kind, 0, 600_000, service, pods, (service,), "because")


def test_every_kind_does_something_to_its_root() -> None:
    for kind, roots in ROOTS.items():
        for root in roots:
            assert any(effect.service == root for effect in effects_of(make(kind, root))), kind


def test_errors_reach_callers_later_and_weaker() -> None:
    by_service = {effect.service: effect for effect in effects_of(make(IncidentKind.ERROR_BURST, "payment"))}
    payment, checkout, frontend = (by_service[name] for name in ("payment", "checkout", "frontend"))
    assert payment.size > checkout.size > frontend.size > 0
    assert payment.start_ms < checkout.start_ms < frontend.start_ms


def test_an_incident_of_one_pod_spares_its_peers() -> None:
    effects = effects_of(make(IncidentKind.ODD_POD, "cart", ("cart-1",)))
    assert {effect.pods for effect in effects} == {("cart-1",)}


def test_a_plateau_is_flat_and_a_growth_grows() -> None:
    scrapes = np.arange(-2, 124)
    plateau = Effect(Quantity.ERRORS, "cart", (), 0.3, 0, 600_000).at(scrapes)
    growth = Effect(Quantity.MEMORY, "cart", (), 100.0, 0, 600_000, is_growing=True).at(scrapes)
    assert plateau[0] == plateau[-1] == growth[0] == growth[-1] == 0
    assert np.all(plateau[10:110] == 0.3)
    assert np.all(np.diff(growth[3:100]) > 0)
