from barograph.demo.incidents import ROOTS, Incident, IncidentKind
from barograph.demo.services import SERVICES


def test_every_kind_has_roots_that_exist() -> None:
    names = {service.name for service in SERVICES}
    assert set(ROOTS) == set(IncidentKind)
    assert all(roots and set(roots) <= names for roots in ROOTS.values())


def test_both_ends_belong_to_an_incident() -> None:
    incident = Incident("x", IncidentKind.CPU_HOG, 10, 20, "cart", (), ("cart",), "because")
    assert incident.overlaps(20, 30)
    assert incident.overlaps(0, 10)
    assert not incident.overlaps(21, 30)
