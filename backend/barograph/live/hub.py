"""All sockets of one process, in groups that see the same: an event is encoded once and written to each."""

from collections import Counter
from collections.abc import Callable, Hashable
from typing import TypeVar

from barograph.domain import Event
from barograph.live.connection import Connection
from barograph.live.protocol import event_frame
from barograph.live.recent import RecentEvents
from barograph.live.topics import Interest, is_interested

__all__ = ["SocketHub"]

_Key = TypeVar("_Key", bound=Hashable)


class _Group:
    """Connections of one tenant that see the same."""

    __slots__ = ("interest", "members")

    def __init__(self, interest: Interest) -> None:
        self.interest = interest
        self.members: set[Connection] = set()


class SocketHub:
    """Knows who wants what. A group belongs to one tenant, so an event can't reach another's sockets.

    Everything here runs on one event loop and nothing waits, so a broadcast is never interleaved with a
    change of subscriptions.
    """

    def __init__(self, recent: RecentEvents, on_channels: Callable[[frozenset[str]], None]) -> None:
        self.recent = recent
        self.connections: set[Connection] = set()
        self.per_tenant: Counter[str] = Counter()
        self.per_subject: Counter[tuple[str, str]] = Counter()
        self.deliveries = 0
        self._on_channels = on_channels
        self._groups: dict[str, dict[Interest, _Group]] = {}
        self._channels: dict[str, set[Connection]] = {}

    def add(self, connection: Connection) -> None:
        """Take in a new connection, which sees nothing yet."""
        visitor = connection.visitor
        self.connections.add(connection)
        self.per_tenant[visitor.tenant] += 1
        self.per_subject[visitor.tenant, visitor.subject] += 1

    def remove(self, connection: Connection) -> None:
        """Forget a connection that is gone."""
        if connection not in self.connections:
            return
        self.change(connection, frozenset(), frozenset())
        self.connections.discard(connection)
        visitor = connection.visitor
        _count_down(self.per_tenant, visitor.tenant)
        _count_down(self.per_subject, (visitor.tenant, visitor.subject))

    def change(self, connection: Connection, interest: Interest, channels: frozenset[str]) -> None:
        """Let a connection see exactly this from now on."""
        if interest != connection.interest:
            self._change_group(connection, interest)
        if channels != connection.channels:
            self._change_channels(connection, channels)

    def broadcast(self, event: Event) -> None:
        """Remember an event and write it to everybody of its tenant who wants it."""
        frame = event_frame(event)
        self.recent.append(event, frame)
        for group in list(self._groups.get(event.tenant, {}).values()):
            if is_interested(group.interest, event):
                self.deliveries += len(group.members)
                for connection in list(group.members):
                    connection.deliver(frame, event.id)

    def send_live(self, channel: str, frame: bytes) -> None:
        """Write what is only worth something now to the watchers of a channel."""
        members = list(self._channels.get(channel, ()))
        self.deliveries += len(members)
        for connection in members:
            # Whoever is behind does not want old news: its next tick comes soon.
            if not connection.backlog_bytes and connection.held is None:
                connection.send(frame)

    def _change_group(self, connection: Connection, interest: Interest) -> None:
        groups = self._groups.setdefault(connection.visitor.tenant, {})
        before = groups.get(connection.interest)
        if before is not None:
            before.members.discard(connection)
            if not before.members:
                del groups[before.interest]
        if interest:
            group = groups.setdefault(interest, _Group(interest))
            group.members.add(connection)
            # All members share one interest, as one object.
            interest = group.interest
        connection.interest = interest
        if not groups:
            del self._groups[connection.visitor.tenant]

    def _change_channels(self, connection: Connection, channels: frozenset[str]) -> None:
        known = len(self._channels), channels <= self._channels.keys()
        for channel in connection.channels - channels:
            self._channels[channel].discard(connection)
            if not self._channels[channel]:
                del self._channels[channel]
        for channel in channels - connection.channels:
            self._channels.setdefault(channel, set()).add(connection)
        connection.channels = channels
        if known != (len(self._channels), True):
            self._on_channels(frozenset(self._channels))


def _count_down(counter: "Counter[_Key]", key: _Key) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
