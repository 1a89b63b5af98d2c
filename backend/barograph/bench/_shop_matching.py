"""Which alerts belong to which labelled incident, and which to none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from barograph.bench._shop_replay import Episode
from barograph.demo.incidents import Incident

__all__ = ["Match", "match_episodes"]

# Windows of rates and recovering queues still show an incident for a while after its end.
_AFTERMATH_MS = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Match:
    """What became of incidents and episodes."""

    delays_ms: dict[str, int]
    missed: tuple[Incident, ...]
    justified: tuple[Episode, ...]
    unfounded: tuple[Episode, ...]

    @property
    def recall(self) -> float:
        """The share of incidents that somebody was told about."""
        total = len(self.delays_ms) + len(self.missed)
        return len(self.delays_ms) / total if total else float("nan")

    @property
    def precision(self) -> float:
        """The share of alerts that belong to an incident."""
        total = len(self.justified) + len(self.unfounded)
        return len(self.justified) / total if total else float("nan")

    def median_delay_ticks(self, step_ms: int) -> float:
        """The median time from the begin of an incident to its first alert, in ticks."""
        delays = list(self.delays_ms.values())
        return float(np.median(delays)) / step_ms if delays else float("nan")


def match_episodes(episodes: Sequence[Episode], incidents: Sequence[Incident]) -> Match:
    """Match by time and place: an alert counts while an incident goes on, on a service that felt it."""
    delays: dict[str, int] = {}
    justified, unfounded = [], []
    for episode in sorted(episodes, key=lambda item: item.opened_ms):
        incident = next((item for item in incidents if _belongs(episode, item)), None)
        if incident is None:
            unfounded.append(episode)
            continue
        justified.append(episode)
        delays.setdefault(incident.id, max(0, episode.opened_ms - incident.start_ms))
    missed = tuple(incident for incident in incidents if incident.id not in delays)
    return Match(delays, missed, tuple(justified), tuple(unfounded))


def _belongs(episode: Episode, incident: Incident) -> bool:
    is_in_time = incident.start_ms <= episode.opened_ms <= incident.end_ms + _AFTERMATH_MS
    return is_in_time and _service_of(episode) in incident.services


def _service_of(episode: Episode) -> str:
    pod = episode.labels.get("pod", "")
    return episode.labels.get("service", "") or pod.rsplit("-", 1)[0]
