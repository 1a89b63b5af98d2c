"""Parts of a range, put together into one matrix with a row for each label set."""

import numpy as np

from barograph.domain import Frame, Labels
from barograph.domain.frame import FloatArray
from barograph.errors import SourceAnswerInvalid
from barograph.sources.limits import QueryLimits
from barograph.sources.matrix.decoding import Batch, RangeSeries, decode_batches
from barograph.sources.matrix.grid import Grid
from barograph.sources.matrix.label_texts import LabelTexts

__all__ = ["MatrixAssembly"]


class MatrixAssembly:
    """Collects the parts of one grid; rows appear in the order in which series are first seen."""

    def __init__(self, grid: Grid, limits: QueryLimits, texts: LabelTexts) -> None:
        self._grid = grid
        self._texts = texts
        self._limits = limits
        self._row_of_text: dict[bytes, int] = {}
        self._row_of_labels: dict[Labels, int] = {}
        self._values: FloatArray = np.empty((0, grid.points))

    @property
    def series_count(self) -> int:
        """How many series were seen so far."""
        return len(self._row_of_labels)

    def add(self, first_column: int, part: Grid, series: list[RangeSeries]) -> None:
        """Write the answer for one part of the grid into its columns."""
        self._limits.check(len(series), self._grid.points)
        rows = [self._row_of(item) for item in series]
        if len(set(rows)) < len(rows):
            raise SourceAnswerInvalid(
                "The data source returned the same series twice. "
                "Deduplicate its replicas, or aggregate the replica label away.",
            )
        self._limits.check(self.series_count, self._grid.points)
        self._grow()
        for first, batch in decode_batches(series):
            self._write(rows[first : first + len(batch.counts)], first_column, part, batch)

    def finish(self) -> Frame:
        """Return the matrix in canonical order of its label sets."""
        labels = tuple(sorted(self._row_of_labels, key=lambda item: tuple(item.items())))
        order = [self._row_of_labels[item] for item in labels]
        is_sorted = order == list(range(len(order)))
        return Frame(labels, self._grid.timestamps, self._values if is_sorted else self._values[order])

    def _write(self, rows: list[int], first_column: int, part: Grid, batch: Batch) -> None:
        if set(batch.counts) == {part.points}:
            seconds = batch.seconds.reshape(-1, part.points)
            if (seconds == part.timestamps / 1000).all():
                stop = first_column + part.points
                self._values[rows, first_column:stop] = batch.values.reshape(seconds.shape)
                return
        end = 0
        for row, count in zip(rows, batch.counts, strict=True):
            start, end = end, end + count
            columns = first_column + part.columns_of(batch.seconds[start:end])
            self._values[row, columns] = batch.values[start:end]

    def _row_of(self, series: RangeSeries) -> int:
        text = bytes(series.metric)
        row = self._row_of_text.get(text)
        if row is None:
            row = self._row_of_labels.setdefault(self._texts.read(text), len(self._row_of_labels))
            self._row_of_text[text] = row
        return row

    def _grow(self) -> None:
        missing = self.series_count - len(self._values)
        if missing > 0:
            more = np.full((missing, self._grid.points), np.nan)
            self._values = np.concatenate([self._values, more]) if len(self._values) else more
