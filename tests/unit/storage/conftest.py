"""Every test of storage runs on SQLite and on a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from barograph.storage import Database, Stores
from barograph.storage.tables import Base, EventCounterRow
from tests.servers.postgres import postgres_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres_server() as server:
        url = f"postgresql://postgres@127.0.0.1:{server.port}/postgres"
        _upgrade(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database with the newest schema."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        _empty(url)
        return url
    copy = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "barograph.db")
    return f"sqlite:///{copy}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def stores(database: Database) -> Stores:
    return Stores.over(database)


def _upgrade(url: str) -> None:
    database = Database(url)
    database.upgrade()
    database.close()


def _empty(url: str) -> None:
    """Deleting a few rows is quicker than making or truncating a database for each test."""
    database = Database(url)
    with database.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != EventCounterRow.__tablename__:
                connection.execute(delete(table))
        connection.execute(update(EventCounterRow).values(value=0))
    database.close()
