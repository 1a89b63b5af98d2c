import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from barograph.storage import AuditEntry, AuditSubject, AuditTrail, Database, PageRequest, Stores


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


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("detectors/latency/stop", AuditSubject("detector", "latency")),
        ("incidents/4711", AuditSubject("incident", "4711")),
        ("automations/tell", AuditSubject("automation", "tell")),
        ("automations/runs/7/approve", AuditSubject()),
        ("automations/dry-run", AuditSubject()),
        ("detectors/validate", AuditSubject()),
        ("detectors/validated", AuditSubject("detector", "validated")),
        ("detectors", AuditSubject()),
        ("preview", AuditSubject()),
    ],
)
def test_entries_of_old_versions_are_about_what_their_address_names(
    database: Database, address: str, subject: AuditSubject
) -> None:
    trail = AuditTrail(database)
    trail.append(AuditEntry("default", 1, "key:1", "some action", address))
    with database.begin() as connection:
        command.downgrade(config_over(connection), "0015")
    database.upgrade()
    (entry,) = trail.page("default").items
    assert (entry.object, entry.subject, entry.sentence) == (address, subject, "")


def config_over(connection: Connection) -> Config:
    """Return what Alembic's own commands take."""
    config = Config()
    config.set_main_option("script_location", "barograph.storage:migrations")
    config.attributes["connection"] = connection
    return config
