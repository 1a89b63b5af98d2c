from barograph.domain import DetectorState
from barograph.engine.setting_aside import detectors_to_run
from barograph.storage import Stores
from tests.unit.storage.making import make_spec, outdate


def test_what_is_not_valid_any_more_is_set_aside_with_the_reason_and_stops_no_other(stores: Stores) -> None:
    for name in ("old", "sound"):
        stores.detectors.create("default", make_spec(name=name), 1)
    outdate(stores.database, "old")
    assert [one.id for one in detectors_to_run(stores.detectors, 5)] == ["sound"]
    health = stores.detectors.get("default", "old").health
    assert (health.state, health.error_code, health.since_ms) == (DetectorState.FAILING, "conflict", 5)
    assert "`policy.suppress.0.match.0`: " in health.sentence
    assert "Correct it, or remove the detector." in health.sentence


def test_it_is_said_once(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 1)
    outdate(stores.database, "latency")
    _, before = stores.events.span()
    for now_ms in (5, 6):
        assert detectors_to_run(stores.detectors, now_ms) == ()
    assert stores.events.span()[1] == before + 1
    assert stores.detectors.get("default", "latency").health.since_ms == 5
