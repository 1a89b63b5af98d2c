"""What files say, kept until they say something else."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from barograph.config.interpolation import referenced_files

__all__ = ["FileMemory"]

_Content = TypeVar("_Content")


class FileMemory(Generic[_Content]):
    """Reads files whenever it is called, and parses them only where they or a file they refer to changed."""

    def __init__(
        self, find: Callable[[], Sequence[Path]], parse: Callable[[Sequence[Path]], _Content]
    ) -> None:
        self._find = find
        self._parse = parse
        self._known: tuple[str, _Content] | None = None

    def __call__(self) -> _Content:
        """Return what the files say now: the very same object while nothing changed."""
        files = self._find()
        digest = _digest_of(files)
        if self._known is None or self._known[0] != digest:
            self._known = (digest, self._parse(files))
        return self._known[1]


def _digest_of(files: Iterable[Path]) -> str:
    digest = blake2b(digest_size=16)
    for file in files:
        content = _content_of(file)
        digest.update(f"{file}\x1f{len(content)}\x1f".encode() + content)
        for secret in referenced_files(content.decode(errors="replace")):
            content = _content_of(secret)
            digest.update(f"{secret}\x1f{len(content)}\x1f".encode() + content)
    return digest.hexdigest()


def _content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        return repr(error).encode()
