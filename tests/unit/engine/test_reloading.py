from collections.abc import Mapping
from pathlib import Path

import pytest

from barograph.config.detector import DetectorSpec
from barograph.config.provisioning import read_detector_text
from barograph.engine.reloading import Reloader
from barograph.storage import Stores

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


def test_a_name_that_the_ui_has_taken_is_a_mistake_until_it_is_free(tmp_path: Path, stores: Stores) -> None:
    (tmp_path / "detectors").mkdir()
    (spec,) = read_detector_text(GOOD).specs
    stores.detectors.create("default", spec, 1)
    (tmp_path / "detectors" / "a.yaml").write_text(GOOD)
    (tmp_path / "detectors" / "b.yaml").write_text(GOOD.replace("name: a", "name: b"))
    reloader = Reloader(tmp_path, {}, (), stores.detectors)
    for _ in range(2):
        assert not reloader.look(2)
        assert reloader.status.to_json()["is_valid"] is False
        assert "a.yaml:1:1: a: There is a detector 'a' already (from api)" in reloader.status.sentence
    assert [one.id for one in stores.detectors.page("default").items] == ["a"]
    stores.detectors.delete("default", "a", 3)
    assert reloader.look(4)
    assert reloader.status.sentence == "2 detectors from files."
    assert [one.is_provisioned for one in stores.detectors.page("default").items] == [True, True]


def test_unchanged_files_are_not_checked_again(tmp_path: Path, store: MemoryStore) -> None:
    (tmp_path / "detectors").mkdir()
    (tmp_path / "detectors" / "a.yaml").write_text(GOOD)
    checked: list[str] = []
    reloader = Reloader(tmp_path, {}, [lambda spec: checked.append(spec.name)], store)
    for now_ms in range(3):
        reloader.look(now_ms)
    assert checked == ["a"]


def test_a_secret_that_changed_is_taken_up(tmp_path: Path, reloader: Reloader, store: MemoryStore) -> None:
    (tmp_path / "name").write_text("a")
    file = tmp_path / "detectors" / "a.yaml"
    file.write_text(GOOD.replace("name: a", f"name: '${{file:{tmp_path / 'name'}}}'"))
    reloader.look(1)
    (tmp_path / "name").write_text("b")
    assert reloader.look(2)
    assert store.sets == [["a"], ["b"]]
