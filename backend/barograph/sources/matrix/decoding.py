"""JSON straight to arrays: the values of a series never become one Python object each for long."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from barograph.domain.frame import FloatArray
from barograph.errors import SourceAnswerInvalid, SourceRejectedQuery
from barograph.sources.http.meter import count_warnings
from barograph.sources.matrix.partial import refuse_partial

__all__ = ["Batch", "RangeSeries", "decode_batches", "decode_data", "decode_matrix"]


class RangeSeries(msgspec.Struct, gc=False):
    """One series of a matrix, its labels and values still as JSON text."""

    metric: msgspec.Raw = msgspec.Raw(b"{}")
    values: msgspec.Raw = msgspec.Raw(b"[]")
    histograms: msgspec.Raw = msgspec.Raw()


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The samples of some series, one after another: how many each has, their times and values."""

    counts: list[int]
    seconds: FloatArray
    values: FloatArray


class _Matrix(msgspec.Struct):
    result: list[RangeSeries]
    result_type: str = msgspec.field(name="resultType", default="")


class _MatrixAnswer(msgspec.Struct):
    data: _Matrix
    warnings: list[str] | None = None
    infos: list[str] | None = None
    is_partial: bool = msgspec.field(name="isPartial", default=False)


class _Answer(msgspec.Struct):
    data: Any
    status: str = "success"


_MATRIX = msgspec.json.Decoder(_MatrixAnswer)
_ANSWER = msgspec.json.Decoder(_Answer)
_BATCH_BYTES = 1024 * 1024

_FLOATS = msgspec.json.Decoder(list[float], strict=False)


def decode_matrix(body: bytearray) -> list[RangeSeries]:
    """Return the series of a range query's answer; one that lacks a part of the data is refused."""
    try:
        answer = _MATRIX.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(error) from error
    refuse_partial(answer.warnings or (), answer.is_partial)
    count_warnings((*(answer.warnings or ()), *(answer.infos or ())))
    matrix = answer.data
    if matrix.result_type != "matrix":
        raise SourceAnswerInvalid(
            f"A range query was answered with a {matrix.result_type or 'nameless'} result, not with a "
            "matrix. Check that the address leads to a Prometheus API."
        )
    return matrix.result


def decode_batches(series: list[RangeSeries]) -> Iterator[tuple[int, Batch]]:
    """Return the samples of many series at a time, each batch with the position of its first series.

    The text ``[[1,"2"],[3,"+Inf"]]`` loses its brackets, and all texts of a batch are read as one list
    of floats: a million of them at once, so that only those exist as Python objects.
    """
    first, texts, size = 0, [], 0
    for position, item in enumerate(series):
        if bytes(item.histograms):
            raise SourceRejectedQuery(
                "The expression returns native histograms, which have no single value. "
                "Wrap it in histogram_quantile, histogram_count or histogram_sum."
            )
        texts.append(bytes(item.values))
        size += len(texts[-1])
        if size > _BATCH_BYTES:
            yield first, _decode_batch(texts)
            first, texts, size = position + 1, [], 0
    yield first, _decode_batch(texts)


def decode_data(body: bytearray) -> Any:
    """Return what stands under ``data`` in an answer, as plain Python values."""
    try:
        return _ANSWER.decode(body).data
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(error) from error


def _decode_batch(texts: list[bytes]) -> Batch:
    counts = [text.count(b"[") - 1 for text in texts]
    flat = b",".join(text for text, count in zip(texts, counts, strict=True) if count)
    try:
        floats = _read_floats(b"[" + flat.translate(None, b"[]") + b"]")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(error) from error
    if len(floats) != 2 * sum(counts):
        raise _unreadable(ValueError("a sample is not a pair of time and value"))
    pairs = np.fromiter(floats, dtype=np.float64, count=len(floats)).reshape(-1, 2)
    return Batch(counts, pairs[:, 0], pairs[:, 1])


def _read_floats(text: bytes) -> list[float]:
    try:
        return _FLOATS.decode(text)
    except msgspec.ValidationError:
        # msgspec knows Inf and -Inf, but not the +Inf that Prometheus writes.
        return _FLOATS.decode(text.replace(b'"+Inf"', b'"Inf"'))


def _unreadable(error: Exception) -> SourceAnswerInvalid:
    return SourceAnswerInvalid(
        f"The data source's answer is not the JSON that its API promises ({error}). "
        "Check that the address leads to the API itself, and what stands in front of it.",
        detail={"reason": str(error)},
    )
