"""`barograph bench nab`: the Numenta Anomaly Benchmark, driven as production would."""

import csv
from pathlib import Path

import click

from barograph.bench._accuracy import Subject, algorithm_option, data_option, results_option, write_result
from barograph.bench._nab_score import PROFILES, NabFile, probation_points, score_files
from barograph.bench._recordings import NabSeries, read_nab
from barograph.bench._report import reported
from barograph.bench.base import BenchResult, Limit
from barograph.domain import FloatArray

__all__ = ["command"]

_CONTRACT = {"standard": Limit(">=", 65)}


@click.command()
@data_option
@results_option
@algorithm_option
@reported
def command(data: Path | None, results: Path | None, algorithm: str) -> BenchResult:
    """Score the alert signal on NAB.

    Nothing is fitted before the probation of a file is over, then every 500 rows on the past only. One
    configuration serves all files. Writes RESULTS/category/file.csv with timestamp,anomaly_score.
    Example: `barograph bench nab --data bench/data/nab --results results/auto/nab`.
    """
    subject, files = Subject.named(algorithm), []
    for series in read_nab(data):
        signal = subject.replay(series.frame, probation_points(series.frame.point_count)).signal[0]
        files.append(NabFile(series.name, signal, series.windows))
        if results is not None:
            _write_scores(results, series, signal)
    figures: dict[str, object] = {"algorithm": algorithm, "files": len(files)}
    for name, profile in PROFILES.items():
        figures[name] = score_files(files, profile).score
    best = score_files(files, PROFILES["standard"])
    figures |= {"windows": best.windows, "detected": best.detected, "false_rows": best.false_rows}
    figures |= {"threshold": best.threshold, **subject.cost_figures(), **_by_category(files, best.threshold)}
    result = BenchResult("nab", figures, _CONTRACT if algorithm == "auto" else {})
    write_result(result, results)
    return result


def _by_category(files: list[NabFile], threshold: float) -> dict[str, object]:
    """Return detections and false alarms of each category at the threshold of all."""
    found: dict[str, object] = {}
    for category in sorted({file.name.partition("/")[0] for file in files}):
        part = [file for file in files if file.name.startswith(f"{category}/")]
        score = score_files(part, PROFILES["standard"], threshold)
        found[category] = f"{score.detected} of {score.windows} windows, {score.false_rows} false rows"
    return found


def _write_scores(results: Path, series: NabSeries, signal: FloatArray) -> None:
    path = results / series.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("timestamp", "anomaly_score"))
        writer.writerows(zip(series.stamps, map(repr, signal.tolist()), strict=True))
