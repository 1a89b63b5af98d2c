"""What the accuracy benchmarks share: options, the measured cost, and results as files."""

import time
from dataclasses import dataclass
from pathlib import Path

import click
import orjson

from barograph.algorithms.base import Algorithm
from barograph.algorithms.registry import Registry
from barograph.bench._replay import REFIT_POINTS, Replayed, replay
from barograph.bench.base import BenchResult
from barograph.domain import Frame

__all__ = ["Subject", "algorithm_option", "data_option", "results_option", "write_result"]

data_option = click.option(
    "--data",
    type=click.Path(exists=True, path_type=Path),
    help="Folder with the public data; none is shipped.",
)
results_option = click.option(
    "--results", type=click.Path(path_type=Path), help="Folder for scores and figures, read by `scorecard`."
)
algorithm_option = click.option(
    "--algorithm", default="auto", show_default=True, help="Name of an algorithm."
)


@dataclass(slots=True, eq=False)
class Subject:
    """An algorithm under test, and what it has cost so far: seconds of CPU, as machines are shared."""

    algorithm: Algorithm
    points: int = 0
    seconds: float = 0.0
    bytes_per_series: float = 0.0

    @classmethod
    def named(cls, name: str, **parameters: object) -> "Subject":
        """Make the algorithm of this name, with its defaults where nothing else is given."""
        return cls(Registry.installed().create(name, parameters))

    def replay(self, frame: Frame, first_fit: int, refit_points: int = REFIT_POINTS) -> Replayed:
        """Drive the algorithm through a frame and note what it cost, fits included."""
        began = time.process_time()
        found = replay(self.algorithm, frame, first_fit, refit_points)
        self.seconds += time.process_time() - began
        self.bytes_per_series = max(self.bytes_per_series, found.bytes_per_series)
        self.points += frame.series_count * max(0, frame.point_count - first_fit)
        return found

    def cost_figures(self) -> dict[str, object]:
        """Return what a million points cost, fits and refits included, and the largest model of a series."""
        return {
            "seconds_per_million_points": self.seconds / max(1, self.points) * 1e6,
            "bytes_per_series": self.bytes_per_series,
        }


def write_result(result: BenchResult, results: Path | None) -> None:
    """Write the figures beside the scores, so that a scorecard can be made of them."""
    if results is not None:
        results.mkdir(parents=True, exist_ok=True)
        content = orjson.dumps(result.to_json(), option=orjson.OPT_INDENT_2)
        (results / f"{result.name}.json").write_bytes(content)
