from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, insert, select, text

from barograph.errors import Conflict, StorageFull, StorageUnavailable, ValidationFailed
from barograph.storage import Database
from barograph.storage.tables import Base, NotificationRow


def test_migrations_lead_to_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_is_harmless(database: Database) -> None:
    database.upgrade()
    assert database.current_revision() == database.head_revision()


def test_the_schema_of_a_newer_version_is_refused_with_what_to_do(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ValidationFailed, match=r"at 9999.*restore a backup"):
        database.upgrade()


def test_a_new_database_has_no_revision(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/deep/er/new.db")
    assert database.current_revision() is None
    database.close()


def test_an_exception_rolls_everything_back(database: Database) -> None:
    def write_halfway() -> None:
        with database.begin() as connection:
            connection.execute(text("UPDATE event_counter SET value = 99"))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        write_halfway()
    with database.read() as connection:
        assert connection.execute(text("SELECT value FROM event_counter")).scalar_one() == 0


def test_foreign_errors_are_translated(database: Database) -> None:
    with pytest.raises(Conflict), database.begin() as connection:
        connection.execute(text("INSERT INTO event_counter (name, value) VALUES ('events', 0)"))
    with pytest.raises(StorageUnavailable), database.begin() as connection:
        connection.execute(text("SELECT * FROM nowhere"))


def test_sqlite_writes_ahead_and_keeps_foreign_keys(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.db")
    with database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    database.close()


def test_a_reader_goes_on_while_somebody_writes(database: Database) -> None:
    with database.begin() as writer:
        writer.execute(text("UPDATE event_counter SET value = 5"))
        with database.read() as reader:
            assert reader.execute(text("SELECT value FROM event_counter")).scalar_one() == 0


def test_a_writer_that_waits_too_long_is_told_to_try_again(tmp_path: Path) -> None:
    patient = Database(f"sqlite:///{tmp_path}/busy.db")
    patient.upgrade()
    hasty = Database(f"sqlite:///{tmp_path}/busy.db", busy_timeout_seconds=0.01)
    with patient.begin(), pytest.raises(StorageUnavailable) as caught, hasty.begin():
        pass
    assert caught.value.retryable
    patient.close()
    hasty.close()


def test_a_database_that_is_away_is_unavailable() -> None:
    database = Database("postgresql://postgres@127.0.0.1:1/none", busy_timeout_seconds=1)
    with pytest.raises(StorageUnavailable):
        database.ping()
    database.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValidationFailed, match="database_url"):
        Database(url)


def test_the_password_is_not_shown() -> None:
    database = Database("postgresql://postgres:hush@127.0.0.1:1/none")
    assert "hush" not in database.display_url
    database.close()


def test_large_tables_are_measured_so_that_a_question_is_answered_by_the_index_that_narrows_most(
    database: Database,
) -> None:
    question = (
        "SELECT * FROM notifications WHERE tenant = 'default' "
        "AND (fingerprint IN ('a', 'b') OR incident_id = 'c') AND at_ms >= 0"
    )
    if database.dialect != "sqlite":
        database.measure()  # It does so by itself.
        return

    def plan() -> str:
        with database.read() as connection:
            return str(connection.execute(text(f"EXPLAIN QUERY PLAN {question}")).all())

    _fill(database, 500)
    database.measure()
    assert "ix_notifications_tenant_fingerprint_at_ms" not in plan()
    _fill(database, 1_500)
    database.measure()
    assert "ix_notifications_tenant_fingerprint_at_ms" in plan()
    with database.read() as connection:
        measured = connection.execute(text("SELECT DISTINCT tbl FROM sqlite_stat1")).scalars().all()
    assert measured == ["notifications"]


def _fill(database: Database, rows: int) -> None:
    """Store so many more notifications of episodes that are all different."""
    row = {column.name: "" for column in NotificationRow.__table__.columns if column.name != "id"}
    with database.begin() as connection:
        start = connection.execute(select(func.count()).select_from(NotificationRow)).scalar_one()
        wanted = [
            row
            | {"tenant": "default", "fingerprint": f"f{n}", "incident_id": f"i{n}", "at_ms": n, "labels": {}}
            for n in range(start, start + rows)
        ]
        connection.execute(insert(NotificationRow), wanted)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/full.db")
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE heap (content TEXT)"))
        connection.execute(text("PRAGMA max_page_count = 2"))
    with pytest.raises(StorageFull, match="disk of the database is full"), database.begin() as connection:
        connection.execute(text("INSERT INTO heap VALUES (:content)"), {"content": "x" * 100_000})
    database.close()
