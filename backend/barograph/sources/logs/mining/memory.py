"""A bounded memory: what was not asked for lately is forgotten, at the price of two dictionaries."""

from typing import Generic, TypeVar

__all__ = ["TwoGenerations"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class TwoGenerations(Generic[_Key, _Value]):
    """Keeps between ``capacity / 2`` and ``capacity`` entries, those asked for last.

    Entries live in a young and an old generation. When the young one is full it becomes the old one, and
    what was in the old one and not asked for in the meantime is gone.
    """

    def __init__(self, capacity: int) -> None:
        self._half = max(1, capacity // 2)
        self._young: dict[_Key, _Value] = {}
        self._old: dict[_Key, _Value] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: _Key) -> _Value | None:
        """Return the value, ``None`` where it is not remembered."""
        value = self._young.get(key)
        if value is None and (value := self._old.pop(key, None)) is not None:
            self.put(key, value)
        return value

    def put(self, key: _Key, value: _Value) -> None:
        """Remember a value."""
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[key] = value
