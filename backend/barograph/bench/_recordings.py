"""Recordings: labelled public series as they lie on disk; none of them is part of this repository."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from barograph.bench._replay import increasing
from barograph.domain import FloatArray, Frame, Labels
from barograph.errors import ValidationFailed

__all__ = [
    "MACHINE_SETS",
    "Machine",
    "NabSeries",
    "TsbSeries",
    "find_folder",
    "read_machines",
    "read_nab",
    "read_tsb",
]

MACHINE_SETS = {"asd": 300_000, "smd": 60_000, "jumpstarter_d2": 300_000}
_START_MS = 1_704_067_200_000
_STEP_MS = 300_000


@dataclass(frozen=True, slots=True, eq=False)
class NabSeries:
    """One file of NAB: its stamps as written, its frame, its windows as first and last row."""

    name: str
    stamps: tuple[str, ...]
    frame: Frame
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class TsbSeries:
    """One series of TSB-AD that was made of a NAB file, whose first row it leaves out."""

    name: str
    source: str
    frame: Frame
    is_anomaly: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Machine:
    """All metrics of one machine, how many points are for training, and the labels of those after them."""

    name: str
    frame: Frame
    training_points: int
    is_anomaly: NDArray[np.bool_]


def find_folder(data: Path | None, *names: str) -> Path:
    """Return the folder that holds a wanted file: the given one, or one of its usual places below."""
    wanted = names[-1]
    if data is None:
        raise ValidationFailed(
            "This benchmark reads public data that are not part of Barograph. "
            f"Give the folder that holds `{wanted}` with --data.",
        )
    for folder in (data, *(data / name for name in names[:-1])):
        if any(folder.glob(wanted)):
            return folder
    raise ValidationFailed(f"There is no `{wanted}` in {data}. Give the folder that holds it with --data.")


def read_nab(data: Path | None) -> list[NabSeries]:
    """Read every file that the windows name."""
    folder = find_folder(data, "nab", "labels", "combined_windows.json")
    labels = orjson.loads((folder / "combined_windows.json").read_bytes())
    values = folder / "data" if (folder / "data").is_dir() else folder.parent / "data"
    return [_read_nab_series(values, name, spans) for name, spans in sorted(labels.items())]


def _read_nab_series(folder: Path, name: str, spans: list[list[str]]) -> NabSeries:
    with (folder / name).open(newline="") as file:
        rows = list(csv.DictReader(file))
    stamps = tuple(row["timestamp"] for row in rows)
    moments = [datetime.fromisoformat(stamp) for stamp in stamps]
    position = {moment: row for row, moment in reversed(list(enumerate(moments)))}
    windows = tuple(
        (position[datetime.fromisoformat(low)], position[datetime.fromisoformat(high)]) for low, high in spans
    )
    timestamps = np.array([int(moment.replace(tzinfo=UTC).timestamp() * 1000) for moment in moments])
    values = np.array([float(row["value"] or "nan") for row in rows])
    frame = Frame.single(increasing(timestamps), values, Labels(file=name))
    return NabSeries(name, stamps, frame, windows)


def read_tsb(data: Path | None) -> list[TsbSeries]:
    """Read the series of TSB-AD that come from NAB; with NAB beside them they get its timestamps."""
    folder = find_folder(data, "tsb_ad_u_nab", "published_vus_pr.csv")
    with (folder / "published_vus_pr.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [_read_tsb_series(folder, row["file"], row["nab_source"]) for row in rows]


def _read_tsb_series(folder: Path, name: str, source: str) -> TsbSeries:
    table = np.genfromtxt(folder / name, delimiter=",", skip_header=1)
    beside = folder.parent / "nab" / "data"
    if (beside / source).exists():
        timestamps = _read_nab_series(beside, source, []).frame.timestamps[1:]
    else:
        timestamps = _START_MS + np.arange(len(table), dtype=np.int64) * _STEP_MS
    frame = Frame.single(timestamps, table[:, 0], Labels(file=name))
    return TsbSeries(name, source, frame, table[:, 1] > 0)


def read_machines(data: Path | None, name: str) -> Iterator[Machine]:
    """Read the machines of one set, training rows and then test rows."""
    folder = find_folder(data, name, "*_train.csv.gz")
    for path in sorted(folder.glob("*_train.csv.gz")):
        machine = path.name.removesuffix("_train.csv.gz")
        training, _ = _read_table(path)
        test, is_anomaly = _read_table(folder / f"{machine}_test.csv.gz")
        if is_anomaly is None:
            is_anomaly = _read_table(folder / f"{machine}_test_label.csv.gz")[0][:, 0] > 0
        values = np.vstack([training, test]).T
        labels = tuple(Labels(machine=machine, metric=str(metric)) for metric in range(len(values)))
        timestamps = _START_MS + np.arange(values.shape[1], dtype=np.int64) * MACHINE_SETS[name]
        yield Machine(f"{name}/{machine}", Frame(labels, timestamps, values), len(training), is_anomaly)


def _read_table(path: Path) -> tuple[FloatArray, NDArray[np.bool_] | None]:
    """Return the metrics of a table, and its labels where it has a column of that name."""
    with gzip.open(path, "rt") as file:
        head = file.readline().strip().split(",")
    has_head = not head[0].replace(".", "").replace("-", "").isdigit()
    table = np.genfromtxt(path, delimiter=",", skip_header=int(has_head), ndmin=2)
    if not has_head:
        return table, None
    metrics = [place for place, name in enumerate(head) if name not in {"row", "label"}]
    return table[:, metrics], table[:, head.index("label")] > 0 if "label" in head else None
