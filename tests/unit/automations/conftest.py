"""A real store for tests of automations."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.storage import Database, Stores


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    yield Stores.over(database)
    database.close()
