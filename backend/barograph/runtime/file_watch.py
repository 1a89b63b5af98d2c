"""Files that are taken up whenever they say something else; a wrong set leaves the one before in force."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

import structlog

from barograph.config.named_files import NamedSet
from barograph.errors import Conflict

__all__ = ["FileWatch", "MadeOf", "SpecsInForce"]

_log = structlog.get_logger(__name__)
_SHOWN_MISTAKES = 20
_Spec = TypeVar("_Spec")
_Made = TypeVar("_Made")


class FileWatch(Generic[_Spec]):
    """Reads the files of one kind when asked, and passes on what is good and new."""

    def __init__(
        self, what: str, read: Callable[[], NamedSet[Any]], take: Callable[[tuple[_Spec, ...]], None]
    ) -> None:
        self._what = what
        self._read = read
        self._take = take
        self._seen: object = None
        self.problems: tuple[str, ...] = ()

    def look(self) -> None:
        """Read the files and do something only where they say something else."""
        found = self._read()
        if found == self._seen:
            return
        if found.mistakes:
            self._tell(tuple(map(str, found.mistakes[:_SHOWN_MISTAKES])))
        else:
            try:
                self._take(found.specs)
            except Conflict as error:
                # Tried again at every look: what is in the way may go.
                self._tell((error.message,))
                return
            self.problems = ()
            _log.info("files loaded", what=self._what, count=len(found.specs))
        self._seen = found

    def _tell(self, problems: tuple[str, ...]) -> None:
        if problems != self.problems:
            _log.error("files are wrong and were not loaded", what=self._what, first=problems[0])
        self.problems = problems


class SpecsInForce(Generic[_Spec]):
    """What the files of one kind say now; call it for the specs. They are read anew every so many seconds.

    The first look refuses wrong files, because there is nothing to go on with.
    """

    def __init__(
        self,
        what: str,
        read: Callable[[], NamedSet[Any]],
        every_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._specs: tuple[_Spec, ...] = read().accepted(what)
        self._watch = FileWatch[_Spec](what, read, self._put)
        self._every_seconds = every_seconds
        self._clock = clock
        self._due = clock() + every_seconds
        self._lock = Lock()

    def __call__(self) -> tuple[_Spec, ...]:
        """Return the specs; who comes while another one reads the files gets those of before."""
        if self._clock() >= self._due and self._lock.acquire(blocking=False):
            try:
                self._watch.look()
                self._due = self._clock() + self._every_seconds
            finally:
                self._lock.release()
        return self._specs

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the files now, and so not in force."""
        return self._watch.problems

    def _put(self, specs: tuple[_Spec, ...]) -> None:
        self._specs = specs


class MadeOf(Generic[_Spec, _Made]):
    """Something that is made of specs; call it for the thing, which is made anew where the specs change."""

    def __init__(
        self, specs: Callable[[], tuple[_Spec, ...]], make: Callable[[tuple[_Spec, ...]], _Made]
    ) -> None:
        self._specs = specs
        self._make = make
        self._made: tuple[tuple[_Spec, ...], _Made] | None = None

    def __call__(self) -> _Made:
        """Return the thing made of what the specs are now."""
        specs, made = self._specs(), self._made
        if made is None or made[0] != specs:
            made = self._made = (specs, self._make(specs))
        return made[1]
