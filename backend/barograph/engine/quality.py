"""How good episodes were, by what people know: precision, recall, delay, alerts a week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from barograph.domain import Anomaly

__all__ = ["KnownIncident", "Quality", "measure_quality"]

_WEEK_MS = 604_800_000
_TOGETHER_MS = 900_000


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """A time in which something was wrong, by those who know."""

    start_ms: int
    end_ms: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of one rehearsal; the three about labels are None where there are none."""

    episodes: int
    alerts: int
    alerts_a_week: float
    precision: float | None = None
    recall: float | None = None
    median_delay_seconds: float | None = None
    missed: tuple[KnownIncident, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the figures as JSON."""
        return {
            "episodes": self.episodes,
            "alerts": self.alerts,
            "alerts_a_week": round(self.alerts_a_week, 3),
            "precision": self.precision,
            "recall": self.recall,
            "median_delay_seconds": self.median_delay_seconds,
            "missed": [
                {"start_ms": one.start_ms, "end_ms": one.end_ms, "name": one.name} for one in self.missed
            ],
        }


def measure_quality(
    episodes: Sequence[Anomaly],
    opened_ms: Mapping[str, int],
    range_ms: tuple[int, int],
    known: Sequence[KnownIncident] = (),
) -> Quality:
    """Compare episodes with what is known; those that open within 15 minutes are one alert."""
    known = [one for one in known if one.start_ms <= range_ms[1] and one.end_ms >= range_ms[0]]
    groups = _group(sorted(episodes, key=lambda episode: opened_ms[episode.fingerprint]), opened_ms)
    weeks = max((range_ms[1] - range_ms[0]) / _WEEK_MS, 1e-9)
    if not known:
        return Quality(len(episodes), len(groups), len(groups) / weeks)
    right = sum(any(_meet(episode, one) for episode in group for one in known) for group in groups)
    firsts = {one: _first_opening(one, episodes, opened_ms) for one in known}
    delays = [max(0, first - one.start_ms) / 1000 for one, first in firsts.items() if first is not None]
    missed = tuple(one for one, first in firsts.items() if first is None)
    return Quality(
        len(episodes),
        len(groups),
        len(groups) / weeks,
        right / len(groups) if groups else None,
        1 - len(missed) / len(firsts),
        median(delays) if delays else None,
        missed,
    )


def _group(episodes: Iterable[Anomaly], opened_ms: Mapping[str, int]) -> list[list[Anomaly]]:
    groups: list[list[Anomaly]] = []
    for episode in episodes:
        at_ms = opened_ms[episode.fingerprint]
        if groups and at_ms - opened_ms[groups[-1][0].fingerprint] <= _TOGETHER_MS:
            groups[-1].append(episode)
        else:
            groups.append([episode])
    return groups


def _meet(episode: Anomaly, known: KnownIncident) -> bool:
    """Tell whether an episode and a known incident overlap; an open episode has no end."""
    end_ms = episode.ended_ms
    return episode.started_ms <= known.end_ms and (end_ms is None or end_ms >= known.start_ms)


def _first_opening(
    known: KnownIncident, episodes: Iterable[Anomaly], opened_ms: Mapping[str, int]
) -> int | None:
    return min((opened_ms[one.fingerprint] for one in episodes if _meet(one, known)), default=None)
