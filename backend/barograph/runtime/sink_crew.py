"""The carriers of an engine: one for each address that the files of sinks name now."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from barograph.config import Settings
from barograph.config.sink import SinkSpec
from barograph.runtime.link_check import REMEDY, doubt_links
from barograph.runtime.sinks import build_sinks, build_writers
from barograph.sinks.base import Carrier
from barograph.sinks.dispatch import Courier, Dispatcher
from barograph.sinks.remote_write import RemoteWriter
from barograph.storage import Stores

__all__ = ["SinkCrew"]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Team:
    spec: SinkSpec
    carriers: tuple[Carrier, ...]


class SinkCrew:
    """Keeps carriers as they are while their sink is, and makes them anew where its file says something else.

    A queue is known by the name of its sink and the number of its address. So messages that wait go to the
    new address where that has changed.
    """

    def __init__(
        self,
        sinks: Callable[[], tuple[SinkSpec, ...]],
        settings: Settings,
        stores: Stores,
        worker: str | None = None,
    ) -> None:
        self._sinks = sinks
        self._settings = settings
        self._stores = stores
        self._worker = worker
        self._teams: dict[str, _Team] = {}
        self.dispatcher = Dispatcher()

    def look(self) -> None:
        """Take up what the files say now."""
        before = self._teams
        specs = self._sinks()
        if [team.spec for team in before.values()] == list(specs):
            return
        teams = {spec.name: self._team(spec, before.get(spec.name)) for spec in specs}
        self._hand_over(before, teams)
        self._teams = teams
        if doubt := doubt_links(self._settings, specs):
            _log.warning("links in messages lead nowhere", reason=doubt, remedy=REMEDY)
        self.dispatcher.employ(one for team in teams.values() for one in team.carriers)

    def writers(self) -> list[RemoteWriter]:
        """Return those who take samples."""
        return _writers(self._teams)

    def _team(self, spec: SinkSpec, before: _Team | None) -> _Team:
        if before is not None and before.spec == spec:
            return before
        settings, stores = self._settings, self._stores
        sinks = build_sinks((spec,), settings, stores)
        couriers = [Courier(sink, stores.outbox, self._worker) for sink in sinks]
        return _Team(spec, (*couriers, *build_writers((spec,), settings)))

    @staticmethod
    def _hand_over(before: dict[str, _Team], teams: dict[str, _Team]) -> None:
        """Give samples that wait in memory to whoever takes over their queue."""
        stay = {writer.name: writer for writer in _writers(teams)}
        for writer in _writers(before):
            heir = stay.get(writer.name)
            if heir is not None and heir is not writer:
                heir.offer(writer.hand_over())


def _writers(teams: dict[str, _Team]) -> list[RemoteWriter]:
    return [one for team in teams.values() for one in team.carriers if isinstance(one, RemoteWriter)]
