"""What the API benchmark asks for: many detectors and anomalies in SQLite, and addresses into them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from barograph.config import Settings
from barograph.config.detector import DetectorSpec
from barograph.domain import (
    Anomaly,
    AnomalyChange,
    AnomalyState,
    ChangeKind,
    Direction,
    Evidence,
    Labels,
    Severity,
    fingerprint_of,
)
from barograph.storage import Database, PageRequest, Stores

__all__ = ["Addresses", "fill"]

_BATCH = 5_000
_START_MS = 1_700_000_000_000
_TEAMS = ("shop", "pay", "search", "mail")
_ALGORITHMS = ("auto", "zscore", "seasonal")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses by kind of question; no two questions need be the same."""

    detector_list: tuple[str, ...]
    detector: tuple[str, ...]
    anomaly_list: tuple[str, ...]


def fill(folder: Path, detectors: int, anomalies: int, seed: int = 1) -> Addresses:
    """Fill a fresh database and return addresses into all of it: filters, and pages deep inside."""
    chance = random.Random(seed)
    database = Database(Settings(state_dir=folder).effective_database_url)
    database.upgrade()
    stores = Stores.over(database, sinks=())
    names = [f"detector-{number:05}" for number in range(detectors)]
    specs = tuple(_make_spec(name, chance) for name in names)
    stores.detectors.provision("default", {"bench.yaml": specs}, _START_MS)
    batch: list[AnomalyChange] = []
    for change in _make_changes(names, anomalies, chance):
        batch.append(change)
        if len(batch) == _BATCH:
            stores.anomalies.record(batch, _START_MS)
            batch = []
    stores.anomalies.record(batch, _START_MS)
    addresses = Addresses(
        tuple(_detector_lists(stores, chance)),
        tuple(f"/api/v1/detectors/{name}" for name in names),
        tuple(_anomaly_lists(stores, names, chance)),
    )
    database.close()
    return addresses


def _make_spec(name: str, chance: random.Random) -> DetectorSpec:
    team = chance.choice(_TEAMS)
    expression = f'sum by (route) (rate(http_requests_total{{job="{name}", code=~"5.."}}[5m]))'
    return DetectorSpec.model_validate(
        {
            "name": name,
            "title": f"Errors of {name}",
            "description": "Looks for an unusual rate of failed requests. See the runbook of the team.",
            "query": {"expression": expression},
            "algorithm": {"name": chance.choice(_ALGORITHMS)},
            "labels": {"team": team, "tier": str(chance.randint(1, 3))},
            "annotations": {"runbook_url": f"https://runbooks.example/{team}"},
        }
    )


def _make_changes(names: list[str], count: int, chance: random.Random) -> Iterator[AnomalyChange]:
    for number in range(count):
        name = chance.choice(names)
        started_ms = _START_MS + number * 60_000
        is_open = number > 0.98 * count
        labels = Labels(job=name, route=f"/r{number % 50}", team=chance.choice(_TEAMS))
        evidence = Evidence(
            9.5, 2.0, 1.0, 3.0, 0.8, f"{name} is 9.5/s, expected 1/s to 3/s.", {"season": "day"}
        )
        anomaly = Anomaly(
            fingerprint=fingerprint_of("default", name, labels, started_ms),
            detector_id=name,
            labels=labels,
            state=AnomalyState.OPEN if is_open else AnomalyState.RESOLVED,
            severity=chance.choice(list(Severity)),
            direction=Direction.UP,
            started_ms=started_ms,
            updated_ms=started_ms + 60_000,
            ended_ms=None if is_open else started_ms + 60_000,
            peak_score=0.8,
            evidence=evidence,
        )
        yield AnomalyChange(ChangeKind.OPENED if is_open else ChangeKind.RESOLVED, anomaly)


def _detector_lists(stores: Stores, chance: random.Random) -> Iterator[str]:
    filters = [
        "",
        *(f"&label=team={team}" for team in _TEAMS),
        *(f"&algorithm={name}" for name in _ALGORITHMS),
    ]
    yield from (
        f"/api/v1/detectors?sort={sort}{wanted}" for sort in ("name", "-updated") for wanted in filters
    )
    cursor = None
    for _ in range(100):
        page = stores.detectors.page("default", request=PageRequest(100, cursor))
        cursor = page.next_cursor
        if cursor is None:
            return
        yield f"/api/v1/detectors?cursor={cursor}{chance.choice(filters)}"


def _anomaly_lists(stores: Stores, names: list[str], chance: random.Random) -> Iterator[str]:
    yield from ("/api/v1/anomalies", "/api/v1/anomalies?state=open", "/api/v1/anomalies?severity=critical")
    yield from (f"/api/v1/anomalies?detector={name}" for name in chance.sample(names, min(100, len(names))))
    yield from (f"/api/v1/anomalies?label=route=/r{number}&state=open" for number in range(50))
    last_ms = stores.anomalies.page("default", request=PageRequest(1)).items[0].started_ms
    for _ in range(100):
        to_ms = chance.randint(_START_MS, last_ms)
        yield f"/api/v1/anomalies?from_ms={to_ms - 7_200_000}&to_ms={to_ms}"
    cursor = None
    for _ in range(100):
        page = stores.anomalies.page("default", request=PageRequest(500, cursor))
        cursor = page.next_cursor
        if cursor is None:
            return
        yield f"/api/v1/anomalies?cursor={cursor}"
