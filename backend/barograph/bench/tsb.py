"""`barograph bench tsb`: VUS-PR on the series of TSB-AD that come from NAB."""

import csv
from pathlib import Path

import click
import numpy as np

from barograph.bench._accuracy import Subject, algorithm_option, data_option, results_option, write_result
from barograph.bench._nab_score import probation_points
from barograph.bench._recordings import TsbSeries, read_tsb
from barograph.bench._report import reported
from barograph.bench._vus import find_period, measure_vus_pr
from barograph.bench.base import BenchResult, Limit
from barograph.domain import FloatArray

__all__ = ["command"]

_CONTRACT = {"vus_pr": Limit(">=", 0.293)}


@click.command()
@data_option
@results_option
@algorithm_option
@reported
def command(data: Path | None, results: Path | None, algorithm: str) -> BenchResult:
    """Score the steady score by VUS-PR (Liu and Paparrizos, NeurIPS 2024).

    Driven as `bench nab`. Writes RESULTS/category/file.csv, named after the NAB file each series comes from.
    Example: `barograph bench tsb --data bench/data/tsb_ad_u_nab --results results/auto/tsb`.
    """
    subject = Subject.named(algorithm)
    volumes: dict[str, float] = {}
    for series in read_tsb(data):
        points = series.frame.point_count
        score = subject.replay(series.frame, probation_points(points)).score[0]
        values = series.frame.values[0]
        volumes[series.source] = measure_vus_pr(series.is_anomaly, score, find_period(values))
        if results is not None:
            _write_scores(results, series, score)
    figures: dict[str, object] = {"algorithm": algorithm, "series": len(volumes)}
    figures |= {"vus_pr": float(np.mean(list(volumes.values()))), **subject.cost_figures(), **volumes}
    result = BenchResult("tsb", figures, _CONTRACT if algorithm == "auto" else {})
    write_result(result, results)
    return result


def _write_scores(results: Path, series: TsbSeries, score: FloatArray) -> None:
    """Write one row more than the series has: TSB-AD leaves out the first row of the NAB file."""
    path = results / series.source
    path.parent.mkdir(parents=True, exist_ok=True)
    stamps = np.datetime_as_string(series.frame.timestamps.astype("datetime64[ms]"), unit="s")
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("timestamp", "anomaly_score"))
        writer.writerow((stamps[0], "0.0"))
        writer.writerows(zip(stamps.tolist(), map(repr, score.tolist()), strict=True))
