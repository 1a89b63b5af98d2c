"""Nezha: faults injected into pods of two shops, with metrics of pods and of calls between services."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from barograph.bench._rootcause_signs import Case, History, Recording, find_signs
from barograph.bench._rootcause_z import measure_deviations
from barograph.config.topology import TopologySpec
from barograph.domain import TimeArray
from barograph.incidents.symptoms import Symptom, symptom_of
from barograph.incidents.topology import Topology

__all__ = ["read_nezha"]

_INCIDENT_SECONDS = 240
_TROUBLED_SECONDS = (-60, 420)
_POD_SUFFIX = re.compile(r"-[0-9a-f]{8,10}-\w{5}$")
_TIME_LENGTH = len("2022-08-22 03:51:19")


@dataclass(frozen=True, slots=True)
class _Fault:
    at_ms: int
    pod: str


def read_nezha(folder: Path) -> Iterator[Case]:
    """Yield one case for each fault of each day in the folder of one shop."""
    for day in sorted(path for path in folder.iterdir() if (path / "fault_list.json").exists()):
        yield from _read_day(day)


def _read_day(day: Path) -> Iterator[Case]:
    listed = json.loads((day / "fault_list.json").read_text())
    # The column inject_timestamp is hours off on some days, so the readable time counts.
    faults = [
        _Fault(_to_ms(fault["inject_time"]), fault["inject_pod"])
        for hour in listed.values()
        for fault in hour
    ]
    pods = {
        _service_of(file): file.name.removesuffix("_metric.csv.gz")
        for file in sorted((day / "metric").glob("*_metric.csv.gz"))
    }
    recordings = [
        recording for file in sorted((day / "metric").glob("*")) for recording in _read_file(file, pods)
    ]
    histories = [History(one.values[_is_normal(one.times, faults)]) for one in recordings]
    topology = _read_topology(day, pods)
    for fault in faults:
        windows = [
            (one, history, one.values[_is_during(one.times, fault)])
            for one, history in zip(recordings, histories, strict=True)
        ]
        yield Case(
            fault.pod, tuple(pods.values()), topology, tuple(find_signs(windows)), measure_deviations(windows)
        )


def _is_normal(times: TimeArray, faults: list[_Fault]) -> NDArray[np.bool_]:
    normal = np.ones(times.shape, dtype=bool)
    for fault in faults:
        since = (times - fault.at_ms) / 1000
        normal &= (since < _TROUBLED_SECONDS[0]) | (since > _TROUBLED_SECONDS[1])
    return normal


def _is_during(times: TimeArray, fault: _Fault) -> NDArray[np.bool_]:
    return (times >= fault.at_ms) & (times <= fault.at_ms + _INCIDENT_SECONDS * 1000)


def _read_file(file: Path, pods: dict[str, str]) -> Iterator[Recording]:
    """Yield the series of one pod, or of the calls between services, which blame the one that is called."""
    is_of_calls = file.name.startswith(("source_", "destination_"))
    if not is_of_calls and not file.name.endswith("_metric.csv.gz"):
        return
    with gzip.open(file, "rt") as stream:
        header, *rows = csv.reader(stream)
    # The column TimeStamp has a wrong digit in some files, so the readable time counts.
    times = np.array([_to_ms(row[0][:_TIME_LENGTH]) for row in rows], dtype=np.int64)
    for position in range(2 if is_of_calls else 3, len(header)):
        metric = header[position]
        values = np.array([float(row[position]) if row[position] else np.nan for row in rows])
        if is_of_calls:
            pod = pods.get(metric.partition("_")[2])
            if pod is not None:
                yield Recording(pod, f"latency of {metric}", Symptom.LATENCY, times, values, "calls")
        elif not metric.startswith("Node"):
            yield Recording(
                pods[_service_of(file)], metric, symptom_of(metric), times, values, _family(metric)
            )


def _family(metric: str) -> str:
    """Return what metrics that measure the same have in common: percentiles, and shares of a total."""
    return re.sub(r"P\d\d|\(.*\)|Rate", "", metric)


def _read_topology(day: Path, pods: dict[str, str]) -> Topology:
    topology = Topology(TopologySpec(aliases=dict(pods)))
    file = day / "metric" / "dependency.csv.gz"
    if file.exists():
        with gzip.open(file, "rt") as stream:
            for row in csv.DictReader(stream):
                if row["Source"] in pods and row["Target"] in pods:
                    topology.add_call(pods[row["Source"]], pods[row["Target"]])
    return topology


def _service_of(file: Path) -> str:
    return _POD_SUFFIX.sub("", file.name.removesuffix("_metric.csv.gz"))


def _to_ms(text: str) -> int:
    return round(datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp() * 1000)
