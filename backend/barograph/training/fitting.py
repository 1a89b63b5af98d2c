"""One fit in a process of its own, with limits on time and memory, progress and cancellation."""

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from threadpoolctl import threadpool_limits

from barograph.algorithms.base import Model
from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.domain import Frame
from barograph.errors import BarographError, InternalError, NotEnoughData
from barograph.models import with_reference
from barograph.training.budgeting import with_budget

__all__ = [
    "FitLimits",
    "FitRequest",
    "FitResult",
    "Fitter",
    "InlineFitter",
    "ProcessFitter",
    "ProgressListener",
]

ProgressListener = Callable[[float], None]
_LOOK_SECONDS = 0.1
# A forked server imports NumPy once, so that each fit starts in milliseconds and shares no lock with us.
_PROCESSES = multiprocessing.get_context("forkserver")


@dataclass(frozen=True, slots=True)
class FitRequest:
    """What to fit: an algorithm by name and parameters, on a history.

    With ``is_watched`` the model keeps what that history looked like, so that its drift can be told;
    ``has_drifted`` says that its newest part is known to be a new normal. With ``detector`` it keeps the
    threshold at which the budget of that detector would have held.
    """

    algorithm: str
    parameters: Mapping[str, Any]
    history: Frame
    is_watched: bool = False
    has_drifted: bool = False
    detector: DetectorSpec | None = None


@dataclass(frozen=True, slots=True)
class FitLimits:
    """How long a fit may take and how much memory it may use beyond what the process has at its start."""

    seconds: float = 600.0
    memory_bytes: int = 4 * 2**30


@dataclass(frozen=True, slots=True)
class FitResult:
    """The model and what it cost."""

    model: Model
    seconds: float


class Fitter(Protocol):
    """Runs fits."""

    def fit(self, request: FitRequest, on_progress: ProgressListener, cancelled: Event) -> FitResult:
        """Fit and return the model; raises a BarographError where that fails."""
        ...


@dataclass(frozen=True, slots=True)
class InlineFitter:
    """Fits in the calling thread, without limits: for tests and for one-off commands."""

    registry: Registry

    def fit(self, request: FitRequest, on_progress: ProgressListener, cancelled: Event) -> FitResult:
        """Fit here and now."""
        started = time.monotonic()
        return FitResult(_fit(self.registry, request, on_progress), time.monotonic() - started)


@dataclass(frozen=True, slots=True)
class ProcessFitter:
    """Fits in a process of its own; blocks the calling thread, never the interpreter lock."""

    limits: FitLimits = field(default_factory=FitLimits)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Of the registry that makes the algorithms elsewhere."""

    def fit(self, request: FitRequest, on_progress: ProgressListener, cancelled: Event) -> FitResult:
        """Fit in a child process; raises a BarographError where it fails, takes too long or is cancelled."""
        started = time.monotonic()
        ours, theirs = _PROCESSES.Pipe(duplex=False)
        child = _PROCESSES.Process(
            target=_fit_in_child, args=(request, self.defaults, self.limits.memory_bytes, theirs)
        )
        child.start()
        theirs.close()
        try:
            answer = self._wait(ours, started, on_progress, cancelled)
        finally:
            if child.is_alive():
                child.kill()
            child.join()
            ours.close()
        if isinstance(answer, BarographError):
            raise answer
        return FitResult(answer, time.monotonic() - started)

    def _wait(
        self, pipe: "Connection[Any, Any]", started: float, on_progress: ProgressListener, cancelled: Event
    ) -> Model | BarographError:
        while True:
            if cancelled.is_set():
                return NotEnoughData("The training was cancelled; the model before it stays.")
            if time.monotonic() - started > self.limits.seconds:
                limit = f"{self.limits.seconds:g} s"
                return InternalError(f"The fit took longer than training_seconds allows ({limit}).")
            if not pipe.poll(_LOOK_SECONDS):
                continue
            try:
                kind, content = pipe.recv()
            except EOFError:
                return InternalError("The fit ended without an answer; it may have run out of memory.")
            if kind == "answer":
                answer: Model | BarographError = content
                return answer
            on_progress(content)


def _fit(registry: Registry, request: FitRequest, on_progress: ProgressListener) -> Model:
    algorithm = registry.create(request.algorithm, request.parameters)
    history = request.history
    model = algorithm.fit(history, on_progress)
    if request.detector is not None:
        model = with_budget(request.detector, algorithm, model, history)
    if request.is_watched:
        model = with_reference(model, algorithm, history, has_drifted=request.has_drifted)
    return model


def _fit_in_child(
    request: FitRequest, defaults: Mapping[str, Any], memory_bytes: int, pipe: "Connection[Any, Any]"
) -> None:
    os.nice(10)
    _limit_memory(memory_bytes)
    try:
        # Several threads of linear algebra on busy cores cost many times the work of one.
        threadpool_limits(1)
        registry = Registry.installed().with_defaults(defaults)
        answer: Model | BarographError = _fit(registry, request, lambda share: pipe.send(("progress", share)))
    except BarographError as error:
        answer = error
    except MemoryError:
        answer = InternalError(f"The fit needs more than training_memory_bytes ({memory_bytes:,}).")
    except Exception as error:
        answer = InternalError(f"The fit failed: {type(error).__name__}: {error}")
    pipe.send(("answer", answer))


def _limit_memory(memory_bytes: int) -> None:
    """Limit the address space to what is mapped now and the allowance."""
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + memory_bytes, resource.RLIM_INFINITY))
