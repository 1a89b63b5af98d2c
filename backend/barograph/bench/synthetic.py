"""`barograph bench synthetic`: made-up series with known anomalies, a detection rate for each kind."""

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from barograph.bench._accuracy import Subject, algorithm_option, results_option, write_result
from barograph.bench._bases import BASES
from barograph.bench._detection import Judged, choose_threshold, detection_rates
from barograph.bench._kinds import Sample, make_suite
from barograph.bench._nab_score import probation_points
from barograph.bench._report import reported
from barograph.bench.base import BenchResult
from barograph.domain import Frame, Labels

__all__ = ["command"]

_FIRST_SEED = 1_000


@click.command()
@results_option
@algorithm_option
@click.option("--seeds", default=3, show_default=True, help="How often every kind is put on every base.")
@click.option("--alarms", default=0.5, show_default=True, help="False episodes in a thousand calm points.")
@reported
def command(results: Path | None, algorithm: str, seeds: int, alarms: float) -> BenchResult:
    """Tell which kinds of anomaly are found at a fixed rate of false alarms.

    One threshold serves all series. Example: `barograph bench synthetic --algorithm zscore`.
    """
    subject, judged = Subject.named(algorithm), []
    suite = make_suite(range(_FIRST_SEED, _FIRST_SEED + seeds))
    for base in BASES:
        judged += _judge(subject, [sample for sample in suite if sample.base is base])
    threshold = choose_threshold(judged, alarms)
    kinds = detection_rates(judged, threshold, lambda sample: sample.kind)
    bases = detection_rates(judged, threshold, lambda sample: f"on {sample.base.name}")
    all_of_them = detection_rates(judged, threshold, lambda _sample: "all")
    figures: dict[str, object] = {"algorithm": algorithm, "series": len(suite), "alarms_per_thousand": alarms}
    figures |= {"threshold": threshold, **all_of_them, **kinds, **bases, **subject.cost_figures()}
    result = BenchResult("synthetic", figures)
    write_result(result, results)
    return result


def _judge(subject: Subject, samples: Sequence[Sample]) -> list[Judged]:
    """Drive all series of one base together: they share their moments."""
    points = len(samples[0].values)
    labels = tuple(Labels(series=str(number)) for number in range(len(samples)))
    values = np.array([sample.values for sample in samples])
    frame = Frame(labels, samples[0].base.timestamps(points), values)
    start = probation_points(points)
    signal = subject.replay(frame, start).signal
    return [Judged(sample, row, start) for sample, row in zip(samples, signal, strict=True)]
