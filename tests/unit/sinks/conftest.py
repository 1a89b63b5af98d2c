from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.storage import Database, Stores
from tests.servers.receiver import Receiver, receiver_running


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    yield Stores.over(database, ("main/1",), ("main/1",))
    database.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiver_running() as running:
        yield running
