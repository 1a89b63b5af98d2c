"""All silences of all Alertmanagers, read, made and ended in one place."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from barograph.errors import NotFound, SourceError, ValidationFailed
from barograph.sinks.episodes import Episodes
from barograph.sinks.silence import Matcher, Silence, SilenceOrder, limits_of, matchers_of
from barograph.sinks.silence_api import SilenceApi

__all__ = ["SilenceBook", "Silencer", "Subject"]

_FRESH_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Subject:
    """An anomaly or an incident of a tenant; ``kind`` is as in the ``send`` of a sink."""

    tenant: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Silencer:
    """The Alertmanagers of one sink, and the alerts that they get."""

    name: str
    send: tuple[str, ...]
    addresses: Sequence[SilenceApi]
    episodes: Episodes

    def read(self) -> tuple[list[Silence], list[str]]:
        """Return the silences that any of them knows, and why others could not be asked."""
        found: dict[str, Silence] = {}
        failures: list[str] = []
        for address in self.addresses:
            try:
                found |= {silence.id: silence for silence in address.all()}
            except SourceError as error:
                failures.append(error.message)
        return list(found.values()), failures

    def create(self, matchers: Sequence[Matcher], order: SilenceOrder) -> Silence:
        """Tell the first that answers: it passes a silence on to the others."""
        failure: SourceError | None = None
        for address in self.addresses:
            try:
                return address.create(matchers, order)
            except SourceError as error:
                if not error.retryable:
                    raise
                failure = error
        raise failure or NotFound(f"The sink {self.name!r} has no address.")

    def matchers(self, subject: Subject) -> tuple[Matcher, ...]:
        """Return what matches the alert that these Alertmanagers get of an episode."""
        alerts = self.episodes.about(subject.tenant, subject.kind, [subject.name])
        return next((matchers_of(alert.labels) for alert in alerts), ())

    def silencing(self, subject: Subject, silences: Iterable[Silence]) -> list[Silence]:
        """Return which of its silences keep an episode quiet."""
        alerts = self.episodes.about(subject.tenant, subject.kind, [subject.name])
        return [
            one
            for one in silences
            if one.sink == self.name and any(one.matches(each.labels) for each in alerts)
        ]


class SilenceBook:
    """Reads at most once in a few seconds; an Alertmanager that is away hides only its own silences.

    Alertmanagers know no tenants. The first tenant runs the installation and has all silences; another has
    those that name it, and makes no others.
    """

    def __init__(
        self,
        silencers: Callable[[], Sequence[Silencer]] = tuple,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._silencers = silencers
        self._clock = clock
        self._lock = Lock()
        self._read: tuple[float, list[Silence], list[str]] | None = None

    def of_tenant(self, tenant: str) -> tuple[list[Silence], list[str]]:
        """Return the silences of a tenant, those that end last first, and why some may be missing."""
        silences, failures = self._all()
        return [one for one in silences if one.concerns(tenant)], failures

    def _all(self) -> tuple[list[Silence], list[str]]:
        with self._lock:
            kept = self._read
        if kept is None or self._clock() - kept[0] > _FRESH_SECONDS:
            answers = [silencer.read() for silencer in self._silencers()]
            found = sorted((one for found, _ in answers for one in found), key=lambda one: -one.ends_ms)
            kept = (self._clock(), found, [failure for _, failures in answers for failure in failures])
            with self._lock:
                self._read = kept
        return kept[1], kept[2]

    def silencing(self, subject: Subject) -> list[Silence]:
        """Return the silences that keep an episode quiet right now."""
        silences, _ = self.of_tenant(subject.tenant)
        return [one for silencer in self._silencers() for one in silencer.silencing(subject, silences)]

    def silence(self, tenant: str, matchers: Sequence[Matcher], order: SilenceOrder) -> list[Silence]:
        """Make a silence for alerts of a tenant at every sink."""
        wanted = tuple(dict.fromkeys((*matchers, *limits_of(tenant))))
        return self._create({silencer.name: wanted for silencer in self._silencers()}, order)

    def silence_episode(self, subject: Subject, order: SilenceOrder) -> list[Silence]:
        """Make a silence for one episode at every sink that is told of such ones."""
        wanted = {one.name: one.matchers(subject) for one in self._silencers() if subject.kind in one.send}
        return self._create({name: matchers for name, matchers in wanted.items() if matchers}, order)

    def expire(self, tenant: str, silence_id: str) -> None:
        """End a silence of a tenant wherever it is."""
        for silence in self.of_tenant(tenant)[0]:
            if silence.id == silence_id:
                self._expire(silence)
                self._forget()
                return
        raise NotFound(f"There is no silence {silence_id!r}. GET /api/v1/silences lists them.")

    def _expire(self, silence: Silence) -> None:
        failure: SourceError | None = None
        named = [one for one in self._silencers() if one.name == silence.sink]
        for address in (address for one in named for address in one.addresses):
            try:
                if address.expire(silence.id):
                    return
            except SourceError as error:
                failure = error
        if failure is not None:
            raise failure

    def _create(self, wanted: dict[str, tuple[Matcher, ...]], order: SilenceOrder) -> list[Silence]:
        if not wanted:
            raise ValidationFailed(
                "No Alertmanager is told of this, so there is nothing to silence. See `send` of the sinks."
            )
        made = [one.create(wanted[one.name], order) for one in self._silencers() if one.name in wanted]
        self._forget()
        return made

    def _forget(self) -> None:
        with self._lock:
            self._read = None
