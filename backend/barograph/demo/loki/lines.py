"""The text of log lines: drawn from templates, the same line for the same stream and moment for ever."""

from collections.abc import Iterator

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS
from barograph.demo.incidents import Incident, IncidentKind
from barograph.demo.loki.streams import LogStream
from barograph.demo.loki.templates import everyday_templates, incident_templates
from barograph.demo.noise import generator_of

__all__ = ["write_lines"]

_PATHS = ("/product/{}", "/cart/{}", "/checkout/{}", "/api/v2/items/{}", "/search?page={}")
_METHODS = ("GET", "GET", "GET", "POST")
_SLOT_NS = SCRAPE_MS * 1_000_000
# How likely a line speaks of the incident while one goes on.
_TALKATIVE = 0.85
# Changes of traffic reach every service, but only the first one has something to say about it.
_MUTE_AT_OTHERS = {IncidentKind.TRAFFIC_DROP, IncidentKind.TRAFFIC_SPIKE}


def write_lines(
    seed: int, stream: LogStream, scrape: int, count: int, incidents: tuple[Incident, ...]
) -> Iterator[tuple[int, str]]:
    """Yield time in nanoseconds and text of the lines written in the interval before a scrape, in order."""
    chance = generator_of(seed, stream.pod.name, stream.level, "lines", scrape)
    offsets = np.sort(chance.integers(0, _SLOT_NS, count))
    everyday = everyday_templates(stream.pod.service.name, stream.level)
    special, root = _special_templates(stream, scrape, incidents)
    for offset in offsets:
        is_special = bool(special) and chance.random() < _TALKATIVE
        templates = special if is_special else everyday
        template = templates[int(chance.integers(len(templates)))]
        text = template.format(root=root, **_fields(stream, chance))
        yield (scrape - 1) * _SLOT_NS + int(offset), f"level={stream.level} {text}"


def _special_templates(
    stream: LogStream, scrape: int, incidents: tuple[Incident, ...]
) -> tuple[tuple[str, ...], str]:
    service, time_ms = stream.pod.service.name, scrape * SCRAPE_MS
    for incident in incidents:
        is_root = incident.service == service
        is_here = service in incident.services and incident.overlaps(time_ms, time_ms)
        is_struck = not is_root or not incident.pods or stream.pod.name in incident.pods
        if is_here and is_struck and (is_root or incident.kind not in _MUTE_AT_OTHERS):
            templates = incident_templates(incident.kind, stream.level, is_root=is_root)
            if templates:
                return templates, incident.service
    return (), ""


def _fields(stream: LogStream, chance: np.random.Generator) -> dict[str, object]:
    draws = chance.random(10)
    callees = stream.pod.service.calls or ("cache",)
    median_ms = 1000 * stream.pod.service.latency_seconds
    item = 1000 + int(draws[0] * 9000)
    return {
        "item": item,
        "path": _PATHS[int(draws[1] * len(_PATHS))].format(item),
        "method": _METHODS[int(draws[2] * len(_METHODS))],
        "quick": max(1, int(median_ms * (0.5 + draws[3]))),
        "slow": int(median_ms * 9 * (0.6 + 2 * draws[3])) + 200,
        "user": int(draws[4] * 5000),
        "size": int(200 + draws[5] * 90_000),
        "small": 1 + int(draws[6] * 9),
        "amount": f"{5 + draws[7] * 240:.2f}",
        "order": 700_000 + int(draws[8] * 99_999),
        "hex": f"{int(draws[9] * 2**52):013x}",
        "percent": 88 + int(draws[6] * 11),
        "callee": callees[int(draws[2] * len(callees))],
    }
