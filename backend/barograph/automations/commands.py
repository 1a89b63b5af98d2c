"""Programs of the allow-list: no shell, an environment of their own, a time-out, bounded output."""

import os
import signal
import subprocess
from collections.abc import Collection
from contextlib import suppress
from threading import Timer
from typing import IO

import orjson

from barograph.automations.base import Occasion
from barograph.config.automation import CommandAction
from barograph.errors import Conflict, Forbidden, ValidationFailed

__all__ = ["CommandAct"]

_SHOWN_BYTES = 4_000
_CHUNK = 65_536
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
        try:
            process = subprocess.Popen(
                [action.command, *action.arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            raise ValidationFailed(f"{action.command} can't be run: {error.strerror}.") from error
        output, is_late = _converse(process, orjson.dumps(occasion.seen.to_json()), occasion.timeout_seconds)
        if is_late:
            raise Conflict(f"It took longer than {occasion.timeout_seconds:.0f} s and was ended. {output}")
        if process.returncode:
            raise Conflict(f"It ended with status {process.returncode}. {output}")
        return output or "It ended with status 0."


def _converse(process: "subprocess.Popen[bytes]", said: bytes, seconds: float) -> tuple[str, bool]:
    """Write the input and read the output, the first part of it; whoever takes too long is ended."""
    late: list[bool] = []

    def end() -> None:
        late.append(True)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    with process:
        if process.stdin is not None:
            with suppress(BrokenPipeError):
                process.stdin.write(said)
                process.stdin.close()
        output = _read(process.stdout)
    timer.cancel()
    return output.decode("utf-8", "replace").replace("\x00", "").strip(), bool(late)


def _read(stream: IO[bytes] | None) -> bytes:
    """Return the beginning, and let the rest pass so that the program is not held up."""
    if stream is None:
        return b""
    output = stream.read(_SHOWN_BYTES)
    while stream.read(_CHUNK):
        pass
    return output
