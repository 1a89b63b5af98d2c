from dataclasses import replace

import pytest

from barograph.domain import DetectorHealth, DetectorState, EventType
from barograph.errors import Conflict, NotFound, PreconditionFailed, ReadOnly, ValidationFailed
from barograph.storage import Cursor, DetectorFilter, PageRequest, Stores
from tests.unit.storage.making import make_spec, outdate


def test_a_detector_is_read_back_the_same(stores: Stores) -> None:
    spec = make_spec(labels={"team": "shop"}, policy={"budget": {"alerts": 2}})
    created = stores.detectors.create("default", spec, now_ms=7)
    assert stores.detectors.get("default", "latency") == created
    assert (created.spec, created.revision, created.is_provisioned) == (spec, 1, False)
    assert created.health.state is DetectorState.PENDING
    with pytest.raises(NotFound):
        stores.detectors.get("other", "latency")


def test_a_name_is_taken_once_in_a_tenant(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), now_ms=7)
    stores.detectors.create("other", make_spec(), now_ms=7)
    with pytest.raises(Conflict, match="already"):
        stores.detectors.create("default", make_spec(), now_ms=8)


def test_a_lost_update_is_refused(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), now_ms=7)
    second = stores.detectors.update("default", make_spec(title="Mine"), 8, expected_revision=1)
    assert second.revision == 2
    with pytest.raises(PreconditionFailed):
        stores.detectors.update("default", make_spec(title="Yours"), 9, expected_revision=1)
    with pytest.raises(PreconditionFailed):
        stores.detectors.delete("default", "latency", 9, expected_revision=1)
    assert stores.detectors.get("default", "latency").spec.title == "Mine"


def test_an_update_that_changes_nothing_is_no_event(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), now_ms=7)
    assert stores.detectors.update("default", make_spec(), 8).revision == 1
    assert len(stores.events.after("default", 0)) == 1


def test_starting_and_stopping(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), now_ms=7)
    stopped = stores.detectors.set_enabled("default", "latency", False, now_ms=8)
    assert (stopped.health.state, stopped.spec.enabled) == (DetectorState.STOPPED, False)
    assert stores.detectors.enabled() == ()
    assert stores.detectors.set_enabled("default", "latency", False, now_ms=9) == stopped
    stores.detectors.set_health("default", "latency", DetectorHealth(DetectorState.RUNNING, "Late tick.", 9))
    assert stores.detectors.get("default", "latency").health.state is DetectorState.STOPPED
    stores.detectors.set_enabled("default", "latency", True, now_ms=10)
    assert [item.id for item in stores.detectors.enabled()] == ["latency"]
    assert [item.type for item in stores.events.after("default", 0)] == [
        EventType.DETECTOR_CREATED,
        EventType.DETECTOR_STOPPED,
        EventType.DETECTOR_STARTED,
    ]


def test_health_keeps_the_moment_it_began_and_tells_new_states_once(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), now_ms=7)
    failing = DetectorHealth(DetectorState.FAILING, "The source is down.", 20, "source_unavailable")
    stores.detectors.set_health("default", "latency", failing)
    stores.detectors.set_health("default", "latency", replace(failing, since_ms=30))
    stores.detectors.set_health("default", "latency", replace(failing, since_ms=40, sentence="Still down."))
    stores.detectors.set_health("default", "nothing", failing)
    detector = stores.detectors.get("default", "latency")
    assert detector.health == replace(failing, sentence="Still down.")
    assert detector.revision == 1
    assert [item.payload for item in stores.events.after("default", 1)] == [
        {"state": "failing", "sentence": "The source is down.", "error_code": "source_unavailable"}
    ]


def test_deleting_removes_labels_and_cursor(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(labels={"team": "shop"}), now_ms=7)
    stores.cursors.set_back(Cursor("default", "latency", 4000, 1))
    stores.detectors.delete("default", "latency", now_ms=8)
    assert stores.cursors.get("default", "latency") is None
    assert stores.detectors.page("default", DetectorFilter(labels={"team": "shop"})).items == ()
    with pytest.raises(NotFound):
        stores.detectors.delete("default", "latency", now_ms=9)


def test_provisioned_detectors_follow_their_files(stores: Stores) -> None:
    stores.detectors.provision("default", {"a.yaml": (make_spec("one"), make_spec("two"))}, now_ms=1)
    stores.detectors.provision("default", {"a.yaml": (make_spec("one", title="New"),)}, now_ms=2)
    stores.detectors.provision("default", {"a.yaml": (make_spec("one", title="New"),)}, now_ms=3)
    (one,) = stores.detectors.page("default").items
    assert (one.origin, one.revision, one.spec.title) == ("a.yaml", 2, "New")
    stores.detectors.provision("default", {"b.yaml": (make_spec("one", title="New"),)}, now_ms=4)
    assert stores.detectors.get("default", "one").origin == "b.yaml"
    for change in (
        lambda: stores.detectors.update("default", make_spec("one"), 3),
        lambda: stores.detectors.set_enabled("default", "one", False, 3),
        lambda: stores.detectors.delete("default", "one", 3),
    ):
        with pytest.raises(ReadOnly, match=r"b\.yaml"):
            change()


def test_a_set_of_files_that_collides_changes_nothing(stores: Stores) -> None:
    stores.detectors.create("default", make_spec("mine"), now_ms=1)
    with pytest.raises(Conflict, match="'mine' already"):
        stores.detectors.provision("default", {"a.yaml": (make_spec("new"), make_spec("mine"))}, now_ms=2)
    with pytest.raises(Conflict, match=r"a\.yaml and again in b\.yaml"):
        stores.detectors.provision(
            "default", {"a.yaml": (make_spec("new"),), "b.yaml": (make_spec("new"),)}, now_ms=2
        )
    with pytest.raises(ValidationFailed):
        stores.detectors.provision("default", {"api": (make_spec("new"),)}, now_ms=2)
    assert [item.id for item in stores.detectors.page("default").items] == ["mine"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (DetectorFilter(), ["cart-errors", "cart-latency", "logs"]),
        (DetectorFilter(state=DetectorState.STOPPED), ["logs"]),
        (DetectorFilter(source="loki"), ["logs"]),
        (DetectorFilter(algorithm="zscore"), ["cart-errors"]),
        (DetectorFilter(text="CART"), ["cart-errors", "cart-latency"]),
        (DetectorFilter(text="100%"), ["logs"]),
        (DetectorFilter(text="' OR 1=1 --"), []),
        (DetectorFilter(labels={"team": "shop"}), ["cart-errors", "cart-latency"]),
        (DetectorFilter(labels={"team": "shop", "tier": "1"}), ["cart-latency"]),
    ],
)
def test_filters(stores: Stores, wanted: DetectorFilter, names: list[str]) -> None:
    shop = {"team": "shop"}
    for spec in (
        make_spec("cart-latency", labels={**shop, "tier": "1"}),
        make_spec("cart-errors", labels=shop, algorithm={"name": "zscore"}),
        make_spec("logs", query={"source": "loki", "expression": "x"}, enabled=False, title="100% of logs"),
    ):
        stores.detectors.create("default", spec, now_ms=1)
    assert [item.id for item in stores.detectors.page("default", wanted).items] == names


@pytest.mark.parametrize("sort", ["name", "-name", "created", "-created", "updated", "state", "-state"])
def test_pages_hold_every_row_once(stores: Stores, sort: str) -> None:
    for number in range(7):
        spec = make_spec(f"d{number}", enabled=number % 2 == 0)
        stores.detectors.create("default", spec, now_ms=number // 2)
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        page = stores.detectors.page("default", request=PageRequest(3, cursor, sort))
        seen += [item.id for item in page.items]
        cursor = page.next_cursor
    assert sorted(seen) == [f"d{number}" for number in range(7)]
    if "name" in sort:
        assert seen == sorted(seen, reverse=sort.startswith("-"))


def test_what_an_older_version_stored_is_read_with_its_mistake(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(title="Latency", labels={"team": "shop"}), 7)
    outdate(stores.database, "latency")
    (stored,) = stores.detectors.page("default").items
    assert stored.mistake is not None
    assert "is not a regular expression" in stored.mistake.message
    assert (stored.title, stored.labels, stored.budget) == ("Latency", {"team": "shop"}, None)
    with pytest.raises(Conflict, match="not valid in this version"):
        _ = stored.spec


def test_what_an_older_version_stored_is_corrected_and_begins_anew(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 7)
    outdate(stores.database, "latency")
    failing = DetectorHealth(DetectorState.FAILING, "It is not valid.", 8, "conflict")
    stores.detectors.set_health("default", "latency", failing)
    corrected = stores.detectors.update("default", make_spec(), 9, expected_revision=1)
    assert (corrected.mistake, corrected.health.state) == (None, DetectorState.PENDING)
    (change,) = stores.revisions.get("default", "latency", 2).changes
    assert (change["path"], change["after"]) == ("policy.suppress[0]", None)


def test_what_an_older_version_stored_is_removed(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 7)
    outdate(stores.database, "latency")
    with pytest.raises(Conflict, match="not valid in this version"):
        stores.detectors.set_enabled("default", "latency", False, 8)
    stores.detectors.delete("default", "latency", 9)
    assert stores.detectors.page("default").items == ()


def test_a_file_replaces_what_an_older_version_took_from_it(stores: Stores) -> None:
    stores.detectors.provision("default", {"a.yaml": (make_spec(),)}, 7)
    outdate(stores.database, "latency")
    stores.detectors.provision("default", {"a.yaml": (make_spec(),)}, 8)
    assert stores.detectors.get("default", "latency").mistake is None


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_detectors_are_ordered_by_what_people_read(stores: Stores, limit: int) -> None:
    for name, title in (("a", "zebra"), ("b", ""), ("c", "Apple"), ("d", "apple"), ("e", "B-side")):
        stores.detectors.create("default", make_spec(name, title=title), 1)
    for sort, names in (("title", "cdbea"), ("-title", "aebdc")):
        request: PageRequest | None = PageRequest(limit, sort=sort)
        found = ""
        while request is not None:
            page = stores.detectors.page("default", request=request)
            found += "".join(one.id for one in page.items)
            request = PageRequest(limit, page.next_cursor, sort) if page.next_cursor else None
        assert found == names
