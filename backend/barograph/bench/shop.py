"""`barograph bench shop`: two weeks of the simulated shop, thirty labelled incidents, default settings."""

from collections import Counter
from collections.abc import Mapping

import click

from barograph.algorithms.registry import Registry
from barograph.bench._report import reported
from barograph.bench._shop_matching import match_episodes
from barograph.bench._shop_replay import Episode, Period, replay
from barograph.bench._shop_signals import INCIDENT_SIGNALS, QUIET_SIGNALS, detectors_for
from barograph.bench.base import BenchResult, Limit
from barograph.demo.clockwork import DAY_MS
from barograph.demo.shop import DEFAULT_SEED, Shop

__all__ = ["command"]

_DAYS = 14
# A fixed day, so that the figures of two runs can be compared; its two weeks hold thirty incidents exactly.
_JUDGE_FROM_MS = 20_482 * DAY_MS


@click.command()
@click.option("--quiet-weeks", is_flag=True, help="No incident at all: count the false alerts.")
@click.option("--algorithm", default="auto", show_default=True, help="Algorithm of every detector.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Another seed is another shop.")
@reported
def command(quiet_weeks: bool, algorithm: str, seed: int) -> BenchResult:
    """Replay two weeks of the shop through the production code and compare alerts with the truth.

    Example: barograph bench shop --quiet-weeks --json
    """
    if quiet_weeks:
        return _measure_quiet(algorithm, seed)
    shop = Shop.open(seed)
    episodes, series = _replay_all(shop, INCIDENT_SIGNALS, algorithm)
    incidents = shop.incidents(_JUDGE_FROM_MS, _JUDGE_FROM_MS + _DAYS * DAY_MS)
    match = match_episodes(episodes, incidents)
    return BenchResult(
        "shop",
        {
            "incidents_count": len(incidents),
            "series_count": series,
            "recall_ratio": match.recall,
            "precision_ratio": match.precision,
            "median_delay_ticks": match.median_delay_ticks(60_000),
            "alerts_per_day": len(episodes) / _DAYS,
            "false_alerts_per_day": len(match.unfounded) / _DAYS,
            "missed_kinds": dict(Counter(incident.kind.value for incident in match.missed)),
            "false_detectors": dict(Counter(episode.detector for episode in match.unfounded)),
        },
        {
            "recall_ratio": Limit(">=", 0.9),
            "precision_ratio": Limit(">=", 0.8),
            "median_delay_ticks": Limit("<=", 3),
        },
    )


def _measure_quiet(algorithm: str, seed: int) -> BenchResult:
    episodes, series = _replay_all(Shop.open(seed, is_quiet=True), QUIET_SIGNALS, algorithm)
    return BenchResult(
        "shop-quiet-weeks",
        {
            "series_count": series,
            "false_episodes_per_day": len(episodes) / _DAYS,
            "false_detectors": dict(Counter(episode.detector for episode in episodes)),
        },
        {"series_count": Limit(">=", 200), "false_episodes_per_day": Limit("<=", 2)},
    )


def _replay_all(shop: Shop, signals: Mapping[str, str], algorithm: str) -> tuple[list[Episode], int]:
    registry = Registry.installed()
    period = Period(_JUDGE_FROM_MS - _DAYS * DAY_MS, _JUDGE_FROM_MS, _JUDGE_FROM_MS + _DAYS * DAY_MS)
    replayed = [replay(shop, spec, registry, period) for spec in detectors_for(signals, algorithm)]
    return [episode for episodes, _ in replayed for episode in episodes], sum(count for _, count in replayed)
