"""What tests of many rooms stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.storage import Database, Stores


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    """Return the stores over an empty database of the newest schema."""
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    yield Stores.over(database)
    database.close()
