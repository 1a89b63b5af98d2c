from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.storage import Database, Stores
from tests.servers.receiver import Receiver, receiver_running


def open_stores(path: Path) -> Stores:
    """Return stores whose anomalies and incidents are queued for the one sink of these tests."""
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    return Stores.over(database, ("main/1",), ("main/1",))


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    stores = open_stores(tmp_path / "barograph.db")
    yield stores
    stores.database.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Whoever Alertmanager tells in the end."""
    with receiver_running() as running:
        yield running
