from barograph.demo.services import SERVICES, callers_of, service_named


def test_every_call_reaches_a_service_that_exists() -> None:
    names = {service.name for service in SERVICES}
    assert {callee for service in SERVICES for callee in service.calls} <= names


def test_callers_are_found_with_their_distance() -> None:
    assert callers_of("payment") == {"checkout": 1, "frontend": 2}
    assert callers_of("frontend") == {}


def test_pods_carry_the_labels_of_a_target() -> None:
    labels = service_named("cart").pods[1].labels
    assert labels["pod"] == "cart-1"
    assert labels["job"] == labels["service"] == "cart"
    assert labels["instance"].endswith(":8080")
