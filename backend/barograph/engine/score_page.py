"""The page that Prometheus scrapes: the last score of each series, bounded in number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from barograph.domain import Labels
from barograph.engine.desk import Progress
from barograph.engine.score_board import ScoreBoard
from barograph.sinks.score_labels import DROPPED_METRIC, SCORE_METRICS, labels_of_score
from barograph.storage.jobs import Job

__all__ = ["ScoresHandler"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class _Line:
    labels: Labels
    numbers: tuple[float, ...]
    """One number for each metric, in their order; the score is the first."""


class ScoresHandler:
    """Writes the page of a tenant; beyond ``most_series`` those with the highest scores stay."""

    def __init__(self, board: ScoreBoard, most_series: int) -> None:
        self._board = board
        self._most_series = most_series

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Return the page as text."""
        lines = self._lines(job.tenant)
        shown = _highest(lines, self._most_series)
        return {"text": _render(shown, len(lines) - len(shown))}

    def _lines(self, tenant: str) -> list[_Line]:
        lines: dict[Labels, _Line] = {}
        for detector_id, standing in self._board.of_tenant(tenant):
            if not standing.frame.point_count:
                continue
            scores = standing.scores
            arrays = (scores.score, scores.expected, scores.lower, scores.upper, scores.signal)
            table = np.column_stack([array[:, -1] for array in arrays]).tolist()
            for series, numbers in zip(standing.frame.labels, table, strict=True):
                labels = labels_of_score(tenant, detector_id, series)
                lines.setdefault(labels, _Line(labels, tuple(numbers)))
        return list(lines.values())


def _highest(lines: Sequence[_Line], most: int) -> list[_Line]:
    if len(lines) <= most:
        return list(lines)
    scores = np.nan_to_num(np.array([line.numbers[0] for line in lines]), nan=-1.0)
    chosen = np.argsort(-scores, kind="stable")[:most]
    return [lines[position] for position in sorted(chosen)]


def _render(lines: Sequence[_Line], dropped: int) -> str:
    names = [_write_labels(line.labels) for line in lines]
    parts: list[str] = []
    for position, (metric, text) in enumerate(SCORE_METRICS.items()):
        parts.append(f"# HELP {metric} {text}\n# TYPE {metric} gauge\n")
        parts += [
            f"{metric}{{{labels}}} {line.numbers[position]!r}\n"
            for labels, line in zip(names, lines, strict=True)
            if np.isfinite(line.numbers[position])
        ]
    parts.append(f"# HELP {DROPPED_METRIC} Series left off because there are too many.\n")
    return "".join([*parts, f"# TYPE {DROPPED_METRIC} gauge\n", f"{DROPPED_METRIC} {dropped}\n"])


def _write_labels(labels: Labels) -> str:
    return ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels.items())
