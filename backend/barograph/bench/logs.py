"""`barograph bench logs`: how well and how fast templates are mined, one configuration for all systems."""

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import click

from barograph.bench._grouping import Grouping, compare_groupings
from barograph.bench._log_truth import LogSample, read_samples, stress_samples
from barograph.bench._report import reported
from barograph.bench.base import BenchResult, Limit
from barograph.sources.logs.mining import TemplateCatalogue, TemplateMiner

__all__ = ["command"]

_CONTRACT = {
    "grouping_accuracy": Limit(">=", 0.80),
    "fga": Limit(">=", 0.80),
    "learn_lines_per_second": Limit(">=", 30_000),
    "match_lines_per_second": Limit(">=", 30_000),
}


@dataclass(frozen=True, slots=True)
class _Outcome:
    sample: LogSample
    catalogue: TemplateCatalogue
    ids: list[str]
    grouping: Grouping
    learn_seconds: float
    first_match_seconds: float
    match_seconds: float


@click.command()
@click.option(
    "--truth", type=click.Path(path_type=Path), help="Folder in loghub's layout; the stress set if unset."
)
@click.option("--results", type=click.Path(path_type=Path), help="Folder for one SYSTEM.csv each.")
@click.option("--lines", default=2000, show_default=True, help="Lines of each system of the stress set.")
@click.option("--seed", default=1, show_default=True, help="Seed of the stress set.")
@reported
def command(truth: Path | None, results: Path | None, lines: int, seed: int) -> BenchResult:
    """Mine templates and compare them with the truth.

    Every system is learnt from an empty memory (learn), then told apart with an empty memory of lines
    (first match) and with a full one (match). Example: `barograph bench logs --truth loghub --results out`.
    """
    samples = read_samples(truth) if truth else stress_samples(lines, seed)
    outcomes = [_mine(sample) for sample in samples]
    if results:
        results.mkdir(parents=True, exist_ok=True)
        for outcome in outcomes:
            _write(outcome, results / f"{outcome.sample.system}.csv")
    return BenchResult("logs", _figures_of(outcomes), _CONTRACT)


def _mine(sample: LogSample) -> _Outcome:
    started = time.process_time()
    miner = TemplateMiner()
    miner.learn(sample.lines)
    catalogue = miner.freeze()
    learnt = time.process_time()
    ids = catalogue.match(sample.lines)
    matched = time.process_time()
    catalogue.match(sample.lines)
    again = time.process_time()
    grouping = compare_groupings(sample.truth, ids)
    return _Outcome(sample, catalogue, ids, grouping, learnt - started, matched - learnt, again - matched)


def _figures_of(outcomes: Sequence[_Outcome]) -> dict[str, object]:
    lines = sum(len(outcome.sample.lines) for outcome in outcomes)
    return {
        "systems": len(outcomes),
        "lines": lines,
        "grouping_accuracy": fmean(outcome.grouping.accuracy for outcome in outcomes),
        "fga": fmean(outcome.grouping.f1 for outcome in outcomes),
        "learn_lines_per_second": lines / sum(outcome.learn_seconds for outcome in outcomes),
        "first_match_lines_per_second": lines / sum(outcome.first_match_seconds for outcome in outcomes),
        "match_lines_per_second": lines / sum(outcome.match_seconds for outcome in outcomes),
    } | {
        outcome.sample.system: (
            f"GA {outcome.grouping.accuracy:.4f}, FGA {outcome.grouping.f1:.4f}, "
            f"templates {outcome.grouping.true_groups}/{outcome.grouping.found_groups}"
        )
        for outcome in outcomes
    }


def _write(outcome: _Outcome, path: Path) -> None:
    templates = outcome.catalogue.templates
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["LineId", "EventId", "EventTemplate"])
        for number, template_id in enumerate(outcome.ids, 1):
            writer.writerow([number, template_id, templates[template_id].text])
