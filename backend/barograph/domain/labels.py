"""Label sets: the identity of a series."""

from collections.abc import Iterator, Mapping

__all__ = ["Labels"]


class Labels(Mapping[str, str]):
    """An immutable, hashable label set in canonical order.

    Labels with an empty value do not count, as in Prometheus: ``Labels({"a": ""}) == Labels()``.

    >>> str(Labels({"job": "api", "__name__": "up"}))
    'up{job="api"}'
    """

    __slots__ = ("_hash", "_pairs")

    def __init__(self, pairs: Mapping[str, str] | None = None, /, **more: str) -> None:
        merged = {**(pairs or {}), **more}
        self._pairs: dict[str, str] = {name: merged[name] for name in sorted(merged) if merged[name] != ""}
        self._hash = hash(tuple(self._pairs.items()))

    def __getitem__(self, name: str) -> str:
        return self._pairs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Labels) and self._pairs == other._pairs

    def __lt__(self, other: "Labels") -> bool:
        return tuple(self._pairs.items()) < tuple(other._pairs.items())

    def __str__(self) -> str:
        name = self._pairs.get("__name__", "")
        inner = ", ".join(
            f'{key}="{_escape(value)}"' for key, value in self._pairs.items() if key != "__name__"
        )
        return f"{name}{{{inner}}}" if inner or not name else name

    def __repr__(self) -> str:
        return f"Labels({self._pairs!r})"

    def without(self, *names: str) -> "Labels":
        """Return the labels that are not named."""
        return Labels({key: value for key, value in self._pairs.items() if key not in names})

    def only(self, *names: str) -> "Labels":
        """Return the named labels alone."""
        return Labels({key: value for key, value in self._pairs.items() if key in names})

    def merged(self, other: Mapping[str, str]) -> "Labels":
        """Return these labels with those of ``other`` laid over them."""
        return Labels({**self._pairs, **other})

    def matches(self, wanted: Mapping[str, str]) -> bool:
        """Tell whether every wanted label is here with the same value."""
        return all(self._pairs.get(name, "") == value for name, value in wanted.items())


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
