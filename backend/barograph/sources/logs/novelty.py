"""Novelty: which of the lines that come now are unlike those that came before."""

from collections.abc import Iterable

from barograph.sources.logs.line import LogLine
from barograph.sources.logs.mining import TemplateCatalogue, TemplateMiner

__all__ = ["Novelty"]

_MOST_TOLD = 100_000


class Novelty:
    """Learns from lines of the past, then tells of each new template once."""

    def __init__(self) -> None:
        self._miner = TemplateMiner()
        self._catalogue = TemplateCatalogue()
        self._told: dict[str, None] = {}

    def learn(self, pages: Iterable[list[LogLine]]) -> int:
        """Take lines as known; returns how many templates they are."""
        for page in pages:
            self._miner.learn([line.text for line in page])
        self._catalogue = self._miner.freeze()
        return len(self._catalogue.templates)

    def template_of(self, line: LogLine) -> tuple[str, bool]:
        """Return the id of the template of a line, and whether this is the first line of a new one."""
        (name,) = self._catalogue.match([line.text])
        is_new = name not in self._catalogue.templates and name not in self._told
        if is_new:
            if len(self._told) >= _MOST_TOLD:
                self._told.clear()
            self._told[name] = None
        return name, is_new
