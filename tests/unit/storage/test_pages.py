from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from barograph.errors import ValidationFailed
from barograph.storage import PageRequest, Stores
from tests.unit.storage.making import make_anomaly, make_spec, opened


def first_cursor(stores: Stores) -> str:
    stores.anomalies.record([opened(make_anomaly(start)) for start in (1, 2, 3)], now_ms=1)
    cursor = stores.anomalies.page("default", request=PageRequest(limit=1)).next_cursor
    assert cursor is not None
    return cursor


@pytest.mark.parametrize("cursor", ["", "x", "é", "AAAA", "a" * 5000, "' OR 1=1", "%00", "AAAAAAAAW10"])
def test_what_is_no_cursor_is_refused(stores: Stores, cursor: str) -> None:
    with pytest.raises(ValidationFailed, match="cursor"):
        stores.anomalies.page("default", request=PageRequest(cursor=cursor))


def test_a_cursor_that_was_touched_is_refused(stores: Stores) -> None:
    cursor = first_cursor(stores)
    packed = bytearray(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    packed[-3] ^= 1
    with pytest.raises(ValidationFailed):
        stores.anomalies.page("default", request=PageRequest(cursor=urlsafe_b64encode(packed).decode()))


def test_a_cursor_of_another_order_or_list_is_refused(stores: Stores) -> None:
    cursor = first_cursor(stores)
    with pytest.raises(ValidationFailed):
        stores.anomalies.page("default", request=PageRequest(cursor=cursor, sort="started"))
    with pytest.raises(ValidationFailed):
        stores.detectors.page("default", request=PageRequest(cursor=cursor))


def test_an_unknown_order_names_the_known_ones(stores: Stores) -> None:
    with pytest.raises(ValidationFailed, match="created, name, state, title, updated"):
        stores.detectors.page("default", request=PageRequest(sort="colour"))


def test_rows_that_come_meanwhile_do_not_shift_the_next_page(stores: Stores) -> None:
    for name in ("b", "d", "f"):
        stores.detectors.create("default", make_spec(name), now_ms=1)
    first = stores.detectors.page("default", request=PageRequest(limit=2))
    stores.detectors.create("default", make_spec("a"), now_ms=2)
    second = stores.detectors.page("default", request=PageRequest(2, first.next_cursor))
    assert [item.id for item in second.items] == ["f"]
    assert second.next_cursor is None
