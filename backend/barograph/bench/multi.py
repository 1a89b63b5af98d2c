"""`barograph bench multi`: whole machines, each metric a series, without point adjustment."""

from pathlib import Path

import click
import numpy as np

from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD
from barograph.bench._accuracy import Subject, algorithm_option, data_option, results_option, write_result
from barograph.bench._range_f1 import best_range_f1, range_f1
from barograph.bench._recordings import MACHINE_SETS, Machine, read_machines
from barograph.bench._report import reported
from barograph.bench._vus import find_period, measure_vus_pr
from barograph.bench.base import BenchResult
from barograph.domain import FloatArray

__all__ = ["command"]

_REFIT_POINTS = 2_000
_MEASURES = ("vus_pr", "range_f1", "range_f1_default")


@click.command()
@data_option
@results_option
@algorithm_option
@reported
def command(data: Path | None, results: Path | None, algorithm: str) -> BenchResult:
    """Score machines of SMD, ASD and JumpStarter by the mean of the scores of their metrics.

    Scores mean the same rarity for every metric, so their mean needs no weights. The first fit is on the
    training rows, later ones on all rows before. VUS-PR and range-based F1 (at its best threshold, and at the
    default threshold of the strongest alert of all metrics). Point-adjusted F1 is not reported: it rewards
    chance.

    \b
    Example: `barograph bench multi --data bench/data --results results/auto/multi`.
    """
    subject = Subject.named(algorithm)
    figures: dict[str, object] = {"algorithm": algorithm}
    for name in MACHINE_SETS:
        measured = {machine.name: _measure(subject, machine) for machine in read_machines(data, name)}
        for measure in _MEASURES:
            figures[f"{name}_{measure}"] = float(np.mean([one[measure] for one in measured.values()]))
        figures |= {machine: found["vus_pr"] for machine, found in measured.items()}
    figures |= subject.cost_figures()
    result = BenchResult("multi", figures)
    write_result(result, results)
    return result


def _measure(subject: Subject, machine: Machine) -> dict[str, float]:
    found = subject.replay(machine.frame, machine.training_points, _REFIT_POINTS)
    score: FloatArray = found.score[:, machine.training_points :].mean(axis=0)
    loudest = found.signal[:, machine.training_points :].max(axis=0)
    period = find_period(machine.frame.values[0, machine.training_points :])
    return {
        "vus_pr": measure_vus_pr(machine.is_anomaly, score, period),
        "range_f1": best_range_f1(machine.is_anomaly, score),
        "range_f1_default": range_f1(machine.is_anomaly, loudest >= DEFAULT_THRESHOLD),
    }
