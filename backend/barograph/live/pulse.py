"""The heartbeat of the sockets: asks each for a sign of life, parts from the silent and the stuck."""

import time
from collections.abc import Callable

from barograph.live.closing import CloseCode
from barograph.live.connection import Connection
from barograph.live.frames import ping_frame
from barograph.live.hub import SocketHub
from barograph.live.protocol import ServerHeartbeat, encode

__all__ = ["Pulse"]

_BORNE_HEARTBEATS = 2.5


class Pulse:
    """Visits every connection once in an interval, a share of them at each beat so that nobody waits long.

    A visit writes a ping, which browsers answer by themselves, and a heartbeat with the current id, which
    programs can see.
    """

    def __init__(
        self,
        hub: SocketHub,
        interval_seconds: float,
        borne_block_seconds: float,
        pause: Callable[[float], None],
        beats: int = 20,
    ) -> None:
        self._hub = hub
        self._interval_seconds = interval_seconds
        self._borne_block_seconds = borne_block_seconds
        self._pause = pause
        self._beats = beats
        self._is_stopped = False

    def run(self) -> None:
        """Beat until stopped."""
        beat = 0
        while not self._is_stopped:
            self._pause(self._interval_seconds / self._beats)
            beat = (beat + 1) % self._beats
            self.visit(beat, time.monotonic())

    def stop(self) -> None:
        """End after the current beat."""
        self._is_stopped = True

    def visit(self, beat: int, now: float) -> None:
        """Look for stuck connections among all, and ask the share of this beat for a sign of life."""
        call = ping_frame() + encode(ServerHeartbeat(self._hub.recent.newest_id))
        for connection in list(self._hub.connections):
            if connection.blocked_seconds(now) > self._borne_block_seconds:
                self._part_from_stuck(connection, now)
            elif connection.number % self._beats == beat:
                self._ask(connection, call, now)

    def _part_from_stuck(self, connection: Connection, now: float) -> None:
        connection.close_slow()
        if connection.blocked_seconds(now) > 2 * self._borne_block_seconds:
            connection.abort()

    def _ask(self, connection: Connection, call: bytes, now: float) -> None:
        if now - connection.heard_at > _BORNE_HEARTBEATS * self._interval_seconds:
            connection.close(
                CloseCode.SILENT, f"no answer to heartbeats: resume from {connection.reached_id}"
            )
            connection.abort()
        elif not connection.backlog_bytes and connection.held is None:
            connection.send(call)
