"""`barograph bench grouped`: made-up groups in which one member does something of its own."""

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from barograph.bench._accuracy import Subject, algorithm_option, results_option, write_result
from barograph.bench._bases import BASES
from barograph.bench._detection import Judged, choose_threshold, detection_rates
from barograph.bench._groups import make_groups
from barograph.bench._kinds import Sample
from barograph.bench._nab_score import probation_points
from barograph.bench._report import reported
from barograph.bench.base import BenchResult
from barograph.domain import Frame, Labels

__all__ = ["command"]

_FIRST_SEED = 1_000
_GROUP = "group"
_PARAMETERS: dict[str, dict[str, object]] = {"peers": {"by": (_GROUP,)}}


@click.command()
@results_option
@algorithm_option
@click.option("--seeds", default=1, show_default=True, help="How often every kind is put on every base.")
@click.option("--alarms", default=0.5, show_default=True, help="False episodes in a thousand calm points.")
@reported
def command(results: Path | None, algorithm: str, seeds: int, alarms: float) -> BenchResult:
    """Tell whether the odd member of a group is found, at a fixed rate of false alarms.

    Five members share a load that surges once for all of them: a surge that is told is a false alarm. Driven
    as `bench synthetic`. Example: `barograph bench grouped --algorithm peers`.
    """
    subject, judged = Subject.named(algorithm, **_PARAMETERS.get(algorithm, {})), []
    groups = list(make_groups(range(_FIRST_SEED, _FIRST_SEED + seeds)))
    for base in BASES:
        judged += _judge(subject, [group for own, group in groups if own is base])
    threshold = choose_threshold(judged, alarms)
    figures: dict[str, object] = {"algorithm": algorithm, "series": len(judged), "groups": len(groups)}
    figures |= {"alarms_per_thousand": alarms, "threshold": threshold}
    figures |= detection_rates(judged, threshold, lambda _sample: "all")
    figures |= detection_rates(judged, threshold, lambda sample: sample.kind)
    figures |= subject.cost_figures()
    result = BenchResult("grouped", figures)
    write_result(result, results)
    return result


def _judge(subject: Subject, groups: Sequence[Sequence[Sample]]) -> list[Judged]:
    """Drive all groups of one base together: they share their moments."""
    samples = [sample for group in groups for sample in group]
    labels = tuple(
        Labels({_GROUP: str(number), "member": str(member)})
        for number, group in enumerate(groups)
        for member in range(len(group))
    )
    values = np.array([sample.values for sample in samples])
    points = values.shape[1]
    frame = Frame(labels, samples[0].base.timestamps(points), values)
    start = probation_points(points)
    signal = subject.replay(frame, start).signal
    return [Judged(sample, row, start) for sample, row in zip(samples, signal, strict=True)]
