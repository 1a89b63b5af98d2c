import pytest

from barograph.errors import NotFound
from barograph.storage import Author, Database, PageRequest, Stores
from tests.unit.storage.making import make_spec

ADA = Author("ada", "because")


@pytest.fixture
def stores(database: Database) -> Stores:
    return Stores.over(database)


def test_every_change_is_a_revision_with_who_when_and_what(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 1, Author("bob"))
    stores.detectors.update("default", make_spec(title="New"), 2, author=ADA)
    stores.detectors.update("default", make_spec(title="New"), 3, author=ADA)
    stores.detectors.set_enabled("default", "latency", False, 4, ADA)
    page = stores.revisions.page("default", "latency")
    assert [(one.revision, one.at_ms, one.actor, one.reason) for one in page.items] == [
        (3, 4, "ada", "because"),
        (2, 2, "ada", "because"),
        (1, 1, "bob", ""),
    ]
    assert page.items[0].changes == [{"path": "enabled", "before": True, "after": False}]
    assert page.items[1].changes == [{"path": "title", "before": "", "after": "New"}]
    assert page.items[1].spec["title"] == "New"
    assert page.items[2].changes == []


def test_a_file_is_the_author_of_what_it_provisions(stores: Stores) -> None:
    stores.detectors.provision("default", {"shop.yaml": (make_spec(),)}, 1)
    stores.detectors.provision("default", {"shop.yaml": (make_spec(title="New"),)}, 2)
    assert [one.actor for one in stores.revisions.page("default", "latency").items] == ["file shop.yaml"] * 2


def test_history_outlives_its_detector_and_goes_on_counting(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 1)
    stores.detectors.delete("default", "latency", 2)
    assert stores.detectors.create("default", make_spec(title="Again"), 3).revision == 2
    assert [one.revision for one in stores.revisions.page("default", "latency").items] == [2, 1]


def test_history_is_read_page_by_page_and_by_tenant(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 1)
    for number in range(4):
        stores.detectors.update("default", make_spec(title=str(number)), 2)
    first = stores.revisions.page("default", "latency", PageRequest(limit=3))
    rest = stores.revisions.page("default", "latency", PageRequest(3, first.next_cursor))
    assert [one.revision for one in (*first.items, *rest.items)] == [5, 4, 3, 2, 1]
    assert stores.revisions.page("other", "latency").items == ()
    with pytest.raises(NotFound, match="has no revision 9"):
        stores.revisions.get("default", "latency", 9)


def test_only_the_last_revisions_are_kept(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barograph.storage.revisions._KEPT", 2)
    stores.detectors.create("default", make_spec(), 1)
    for number in range(3):
        stores.detectors.update("default", make_spec(title=str(number)), 2)
    assert [one.revision for one in stores.revisions.page("default", "latency").items] == [4, 3]
