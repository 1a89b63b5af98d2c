"""Matrices in JSON, as Prometheus and Loki both write them, put together into frames."""

from barograph.sources.matrix.assembly import MatrixAssembly
from barograph.sources.matrix.decoding import RangeSeries, decode_data, decode_matrix
from barograph.sources.matrix.grid import Grid
from barograph.sources.matrix.label_texts import LabelTexts

__all__ = ["Grid", "LabelTexts", "MatrixAssembly", "RangeSeries", "decode_data", "decode_matrix"]
