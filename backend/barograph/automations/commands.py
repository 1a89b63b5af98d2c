"""Programs of the allow-list: no shell, an environment of their own, a time-out, bounded output."""

import os
import signal
import subprocess
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from tempfile import TemporaryFile
from typing import IO

import orjson

from barograph.automations.base import Occasion
from barograph.config.automation import CommandAction
from barograph.errors import Conflict, Forbidden, ValidationFailed

__all__ = ["CommandAct"]

_SHOWN_BYTES = 4_000
_CHUNK = 65_536
_LOOK_SECONDS = 0.05
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


class CommandAct:
    """Runs programs that the settings allow, and no others."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)

    def __call__(self, action: CommandAction, occasion: Occasion) -> str:
        """Run a program with what happened on its input; a status other than 0 is a failure."""
        if action.command not in self._allowed:
            raise Forbidden(
                f"{action.command} is not in automation_commands, so it is not run. An operator may add it."
            )
        with TemporaryFile() as said:
            said.write(orjson.dumps(occasion.seen.to_json()))
            said.seek(0)
            process = _start(action, said)
        with process:
            output, is_late = _listen(process, occasion.timeout_seconds)
        if is_late:
            raise Conflict(f"It took longer than {occasion.timeout_seconds:.0f} s and was ended. {output}")
        if process.returncode:
            raise Conflict(f"It ended with status {process.returncode}. {output}")
        return output or "It ended with status 0."


def _start(action: CommandAction, said: IO[bytes]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            [action.command, *action.arguments],
            stdin=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise ValidationFailed(f"{action.command} can't be run: {error.strerror}.") from error


def _listen(process: "subprocess.Popen[bytes]", seconds: float) -> tuple[str, bool]:
    """Return the first part of the output, and whether the program took too long and was ended."""
    until = time.monotonic() + seconds
    output = bytearray()
    for chunk in _chunks(process, until):
        output += chunk[: _SHOWN_BYTES - len(output)]
    try:
        process.wait(max(0.0, until - time.monotonic()))
        is_late = False
    except subprocess.TimeoutExpired:
        is_late = True
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return output.decode("utf-8", "replace").replace("\x00", "").strip(), is_late


def _chunks(process: "subprocess.Popen[bytes]", until: float) -> Iterator[bytes]:
    """Yield what a program says, all of it, so that it is not held up, but not beyond its end or its time.

    A child that went into a session of its own may keep the output open for ever: nobody waits for it.
    """
    if process.stdout is None:
        return
    with DefaultSelector() as selector:
        selector.register(process.stdout, EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            has_ended = process.poll() is not None
            if selector.select(min(left, _LOOK_SECONDS)):
                chunk = os.read(process.stdout.fileno(), _CHUNK)
                if not chunk:
                    return
                yield chunk
            elif has_ended:
                return
