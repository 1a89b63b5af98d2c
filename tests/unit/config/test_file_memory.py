from collections.abc import Sequence
from pathlib import Path

from barograph.config.file_memory import FileMemory


def parse(files: Sequence[Path]) -> list[str]:
    return [file.read_text(errors="replace") for file in files if file.exists()]


def test_files_are_parsed_again_only_where_something_changed(tmp_path: Path) -> None:
    secret, file = tmp_path / "token", tmp_path / "a.yaml"
    file.write_text(f"token: ${{file:{secret}}}")
    memory = FileMemory(lambda: sorted(tmp_path.glob("*.yaml")), parse)
    known = memory()
    assert memory() is known
    for change in (
        lambda: secret.write_text("one"),
        lambda: secret.write_text("two"),
        lambda: file.write_text(file.read_text() + "\n"),
        lambda: file.write_bytes(b"\xff"),
    ):
        change()
        again = memory()
        assert again is not known
        assert memory() is again
        known = again


def test_a_file_that_comes_or_goes_is_a_change(tmp_path: Path) -> None:
    files = [tmp_path / "a.yaml"]
    memory = FileMemory(lambda: list(files), parse)
    assert memory() == []
    files[0].write_text("a")
    assert memory() == ["a"]
    files.append(tmp_path / "b.yaml")
    files[1].write_text("b")
    assert memory() == ["a", "b"]
    files.reverse()
    assert memory() == ["b", "a"]
