"""PetShop: issues injected into a shop on AWS, with metrics of services and their call graph."""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from barograph.bench._rootcause_signs import Case, History, Recording, find_signs
from barograph.bench._rootcause_z import measure_deviations
from barograph.config.topology import TopologySpec
from barograph.domain import FloatArray, TimeArray
from barograph.incidents.suspects import Complaint
from barograph.incidents.symptoms import symptom_of
from barograph.incidents.topology import Topology

__all__ = ["read_petshop"]

_SAMPLES = 3
_EARLY_SECONDS = 10
_HEADER_ROWS = 4
_CALLER_SIDE = ("_client", "_remote")
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The columns of one file by node, metric and statistic."""

    times: TimeArray
    columns: Mapping[_Key, FloatArray]


def read_petshop(folder: Path) -> Iterator[Case]:
    """Yield one case for each issue; a scenario without calm data borrows that of the others."""
    scenarios = sorted(path for path in folder.iterdir() if (path / "graph.csv").exists())
    calm = {path.name: found for path in scenarios if (found := _find_table(path / "noissue")) is not None}
    for scenario in scenarios:
        own = (
            [_read_table(calm[scenario.name])]
            if scenario.name in calm
            else list(map(_read_table, calm.values()))
        )
        histories = _learn(own)
        for targets in sorted(scenario.glob("*/*/target.json")):
            yield _read_issue(targets, histories, _read_topology(scenario / "graph.csv"))


def _learn(tables: list[_Table]) -> dict[_Key, History]:
    keys = {key for table in tables for key in table.columns}
    return {
        key: History(np.concatenate([table.columns[key] for table in tables if key in table.columns]))
        for key in keys
    }


def _read_issue(file: Path, histories: Mapping[_Key, History], topology: Topology) -> Case:
    issue = json.loads(file.read_text())
    found = _find_table(file.parent)
    if found is None:
        raise FileNotFoundError(file.parent / "metrics.csv")
    table = _read_table(found)
    since_ms = (issue["target"]["timestamp"] - _EARLY_SECONDS) * 1000
    first = int(np.searchsorted(table.times, since_ms))
    target = issue["target"]
    windows = [
        (
            Recording(node, f"{metric} {statistic}", symptom_of(metric), table.times, values, metric),
            histories[node, metric, statistic],
            values[first : first + _SAMPLES],
        )
        for (node, metric, statistic), values in sorted(table.columns.items())
        if (node, metric, statistic) in histories
        and not node.endswith(_CALLER_SIDE)
        # Like is compared with like: what people complained of, in the statistic they looked at.
        and (metric != target["metric"] or statistic == target["agg"])
    ]
    complaint = Complaint(target["node"], symptom_of(target["metric"]))
    of_target = [window for window in windows if window[0].symptom is complaint.symptom]
    candidates = tuple(sorted({node for node, _, _ in table.columns if not node.endswith(_CALLER_SIDE)}))
    return Case(
        issue["root_cause"]["node"],
        candidates,
        topology,
        tuple(find_signs(windows)),
        measure_deviations(of_target),
        complaint,
    )


def _read_topology(file: Path) -> Topology:
    """Read the graph; a node that only shows how callers see another one is nobody's cause."""
    with file.open() as stream:
        header, *rows = csv.reader(stream)
    caller_side = {name: "" for name in header if name.endswith(_CALLER_SIDE)}
    topology = Topology(TopologySpec(aliases=caller_side))
    for caller, *marks in rows:
        for callee, mark in zip(header[1:], marks, strict=True):
            if float(mark):
                topology.add_call(caller, callee)
    return topology


def _find_table(folder: Path) -> Path | None:
    return next(
        (path for name in ("metrics.csv", "metrics.csv.gz") if (path := folder / name).exists()), None
    )


def _read_table(file: Path) -> _Table:
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as stream:
        rows = list(csv.reader(stream))
    times = np.array([round(float(row[0]) * 1000) for row in rows[_HEADER_ROWS:]], dtype=np.int64)
    columns = {
        (rows[0][at], rows[1][at], rows[2][at]): np.array(
            [float(row[at]) if row[at] else np.nan for row in rows[_HEADER_ROWS:]]
        )
        for at in range(1, len(rows[0]))
    }
    return _Table(times, columns)
