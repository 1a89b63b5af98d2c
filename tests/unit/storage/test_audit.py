from barograph.storage import AuditEntry, PageRequest, Stores


def test_entries_come_latest_first_and_can_be_forgotten(stores: Stores) -> None:
    for at_ms in (1, 2, 3):
        entry = AuditEntry(
            "default", at_ms, "key:1", "detector.delete", "detectors/latency", "r1", {"n": at_ms}
        )
        stores.audit.append(entry)
    page = stores.audit.page("default", PageRequest(limit=2))
    assert [entry.at_ms for entry in page.items] == [3, 2]
    rest = stores.audit.page("default", PageRequest(2, page.next_cursor))
    assert [entry.detail for entry in rest.items] == [{"n": 1}]
    assert stores.audit.page("other").items == ()
    assert stores.audit.forget_before(3) == 2
