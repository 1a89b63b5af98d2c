"""What `backtest` and `diff` share: detectors from files, a range from words, and a rehearsal of both."""

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from barograph.algorithms.registry import Registry
from barograph.config import Settings
from barograph.config.detector import DetectorSpec
from barograph.config.durations import Duration
from barograph.config.provisioning import read_detectors
from barograph.engine.rehearsal import Rehearsal
from barograph.errors import ValidationFailed
from barograph.runtime.checks import detector_checks, languages_beside
from barograph.runtime.sources import open_sources
from barograph.training.fitting import FitLimits, ProcessFitter

__all__ = ["Moment", "make_rehearsal", "read_files"]


class Moment(click.ParamType[int]):
    """A moment: a duration before now such as 2w, `now`, or a time such as 2026-05-01T10:00:00Z."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return milliseconds since the epoch."""
        if isinstance(value, int):
            return value
        text = str(value)
        now_ms = int(time.time() * 1000)
        if text == "now":
            return now_ms
        try:
            return now_ms - Duration.parse(text).milliseconds
        except ValueError:
            return self._read_time(text, param, ctx)

    def _read_time(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is no moment; write 2w, now, or 2026-05-01T10:00:00Z", param, ctx)
        return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def read_files(files: Sequence[Path]) -> tuple[DetectorSpec, ...]:
    """Return the detectors of files; what is wrong in them is named with its place."""
    found = read_detectors(files, os.environ, detector_checks(read_languages=lambda: languages_beside(files)))
    if not found.is_valid:
        raise ValidationFailed("\n".join(str(mistake) for mistake in found.mistakes))
    return found.specs


def make_rehearsal(settings: Settings) -> Rehearsal:
    """Put a rehearsal together that reads the sources of the settings and stores nothing."""
    limits = FitLimits(settings.training_seconds, settings.training_memory_bytes)
    sources = open_sources(settings, os.environ)
    registry = Registry.installed().with_defaults(settings.algorithm_defaults)
    fitter = ProcessFitter(limits, registry.defaults)
    return Rehearsal(sources.queries, fitter, registry, sources.scrapes.history)
