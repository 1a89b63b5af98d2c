"""Subscribe and unsubscribe: from the client's words to what the hub writes, with resume."""

from collections.abc import Callable

from barograph.errors import BarographError, Forbidden, ValidationFailed
from barograph.live.closing import CloseCode
from barograph.live.connection import Connection
from barograph.live.hub import SocketHub
from barograph.live.log import EventReader
from barograph.live.protocol import Filters, Problem, Reload, Subscribe, Subscribed, Unsubscribe, encode
from barograph.live.replay import Replay
from barograph.live.topics import EventFilter, Interest, Topic, parse_scores_channel, scores_channel

__all__ = ["Subscriptions"]

_SCORES = "scores"
_MOST_SUBSCRIPTIONS = 100
_FEW = 50
_RELOAD = "What was to be resumed is not in the log any more: load the state again, then go on from here."


class Subscriptions:
    """Changes what a connection sees, and sends again what it missed."""

    def __init__(
        self,
        hub: SocketHub,
        log: EventReader,
        catch_up: Callable[[], None],
        spawn: Callable[..., object],
        pause: Callable[[float], None],
    ) -> None:
        self._hub = hub
        self._log = log
        self._catch_up = catch_up
        self._spawn = spawn
        self._pause = pause

    def subscribe(
        self, connection: Connection, message: Subscribe, answer: Callable[[Connection, bytes], None]
    ) -> None:
        """Add topics, from now on or from an id on."""
        before = connection.interest
        interest, channels = _read(connection, message)
        now = before | interest
        if len(now) + len(channels | connection.channels) > _MOST_SUBSCRIPTIONS:
            raise ValidationFailed(
                f"A client may have {_MOST_SUBSCRIPTIONS} subscriptions. Remove some first."
            )
        newest_id = self._hub.recent.newest_id
        self._hub.change(connection, now, connection.channels | channels)
        replay = Replay(connection, before, interest, newest_id)
        resume_id = message.resume_from
        if resume_id is None or resume_id == newest_id:
            self._confirm(connection, message)
        elif newest_id - _FEW <= resume_id < newest_id and self._hub.recent.covers(resume_id):
            self._confirm(connection, message)
            replay.at_once(self._hub.recent, resume_id)
        else:
            connection.held = []
            self._spawn(self._resume, connection, message, replay, answer)

    def unsubscribe(self, connection: Connection, message: Unsubscribe) -> None:
        """Remove topics."""
        gone = set(message.topics)
        interest = frozenset(item for item in connection.interest if item[0].value not in gone)
        channels = frozenset(name for name in connection.channels if _topic_of_channel(name) not in gone)
        self._hub.change(connection, interest, channels)
        self._confirm(connection, message)

    def _resume(
        self,
        connection: Connection,
        message: Subscribe,
        replay: Replay,
        answer: Callable[[Connection, bytes], None],
    ) -> None:
        """Send again page by page, in a greenlet of its own, since the log or the client may take a while."""
        try:
            after_id = self._start_of_resume(connection, message, replay.until_id)
            replay.page_by_page(self._hub.recent, self._log, after_id, self._pause)
        except BarographError as error:
            connection.send(encode(Problem(message.ref, error.code, error.message, error.retryable)))
            connection.close(CloseCode.TRY_AGAIN, "the event log can't be read: try again")
        inbox, connection.inbox = connection.inbox, []
        for text in inbox:
            answer(connection, text)

    def _start_of_resume(self, connection: Connection, message: Subscribe, until_id: int) -> int:
        """Return the id after which to send, and tell a client whose id is not in the log to reload."""
        after_id = message.resume_from or 0
        if after_id > self._hub.recent.newest_id:
            self._catch_up()
        oldest_id, newest_id = self._log.span()
        if oldest_id - 1 <= after_id <= newest_id:
            connection.skip_to_id = max(connection.skip_to_id, after_id)
            self._confirm(connection, message)
            return after_id
        connection.send(encode(Reload(message.ref, until_id, oldest_id, _RELOAD)))
        return until_id

    def _confirm(self, connection: Connection, message: Subscribe | Unsubscribe) -> None:
        topics = sorted({topic.value for topic, _ in connection.interest})
        topics += sorted({_topic_of_channel(channel) for channel in connection.channels})
        connection.send(encode(Subscribed(message.ref, self._hub.recent.newest_id, topics)))


def _read(connection: Connection, message: Subscribe) -> tuple[Interest, frozenset[str]]:
    """Return what the client asks for, if it may have it."""
    narrow = _to_filter(message.filters)
    interest: set[tuple[Topic, EventFilter]] = set()
    channels: set[str] = set()
    for name in message.topics:
        kind, is_scores, detector_id = name.partition(":")
        if kind not in connection.visitor.topics and kind in (_SCORES, *Topic):
            raise Forbidden(
                f"{connection.visitor.name} may not see the topic `{kind}`. Ask an administrator."
            )
        if kind == _SCORES and is_scores and detector_id:
            channels.add(scores_channel(connection.visitor.tenant, detector_id, narrow.labels))
        elif name in set(Topic):
            interest.add((Topic(name), narrow))
        else:
            known = ", ".join((*Topic, "scores:<detector>"))
            raise ValidationFailed(f"There is no topic `{name}`. There are: {known}.")
    return frozenset(interest), frozenset(channels)


def _to_filter(filters: Filters) -> EventFilter:
    return EventFilter(tuple(sorted(filters.labels.items())), filters.severity, frozenset(filters.detectors))


def _topic_of_channel(channel: str) -> str:
    _, detector_id, _ = parse_scores_channel(channel)
    return f"{_SCORES}:{detector_id}"
