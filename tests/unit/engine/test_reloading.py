from collections.abc import Mapping
from pathlib import Path

import pytest

from barograph.config.detector import DetectorSpec
from barograph.engine.reloading import Reloader

GOOD = "detectors: [{name: a, query: {expression: up}}]\n"


class MemoryStore:
    """Remembers what was swapped in."""

    def __init__(self) -> None:
        self.sets: list[list[str]] = []

    def provision(self, tenant: str, wanted: Mapping[str, tuple[DetectorSpec, ...]], now_ms: int) -> None:
        self.sets.append([spec.name for group in wanted.values() for spec in group])


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def reloader(tmp_path: Path, store: MemoryStore) -> Reloader:
    (tmp_path / "detectors").mkdir()
    return Reloader(tmp_path, {}, (), store)


def test_an_unchanged_folder_is_loaded_once(tmp_path: Path, reloader: Reloader, store: MemoryStore) -> None:
    (tmp_path / "detectors" / "a.yaml").write_text(GOOD)
    assert reloader.look(1)
    assert not reloader.look(2)
    assert store.sets == [["a"]]
    assert reloader.status.loaded_ms == 1


def test_a_bad_file_keeps_the_old_set_and_shows(
    tmp_path: Path, reloader: Reloader, store: MemoryStore
) -> None:
    file = tmp_path / "detectors" / "a.yaml"
    file.write_text(GOOD)
    reloader.look(1)
    file.write_text("detectors: [{nam: a}]\n")
    assert not reloader.look(2)
    assert store.sets == [["a"]]
    assert "keeps running" in reloader.status.sentence
    assert reloader.status.to_json()["is_valid"] is False
    file.write_text(GOOD.replace("name: a", "name: b"))
    assert reloader.look(3)
    assert store.sets == [["a"], ["b"]]
    assert reloader.status.to_json()["is_valid"] is True


def test_a_folder_that_is_emptied_removes_its_detectors(
    tmp_path: Path, reloader: Reloader, store: MemoryStore
) -> None:
    file = tmp_path / "detectors" / "a.yaml"
    file.write_text(GOOD)
    reloader.look(1)
    file.unlink()
    assert reloader.look(2)
    assert store.sets == [["a"], []]
