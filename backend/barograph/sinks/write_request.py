"""Prometheus' remote write, version 1: a few fields of protobuf, written by hand, in a block of snappy.

The message is ``WriteRequest { repeated TimeSeries timeseries = 1 }`` with ``TimeSeries { repeated Label
labels = 1; repeated Sample samples = 2 }``, ``Label { string name = 1; string value = 2 }`` and ``Sample {
double value = 1; int64 timestamp = 2 }``. See https://prometheus.io/docs/specs/prw/remote_write_spec/.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cramjam

from barograph.domain import Labels

__all__ = ["HEADERS", "Sample", "write_request"]

HEADERS = {
    "Content-Type": "application/x-protobuf",
    "Content-Encoding": "snappy",
    "X-Prometheus-Remote-Write-Version": "0.1.0",
}
_FIRST, _SECOND = 0x0A, 0x12
_DOUBLE_FIRST, _NUMBER_SECOND = 0x09, 0x10


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of one series; ``labels`` hold its name as ``__name__``."""

    labels: Labels
    time_ms: int
    value: float


def write_request(samples: Iterable[Sample]) -> bytes:
    """Return the body that carries samples: those of a series together, in the order in which they came."""
    series: dict[Labels, list[Sample]] = {}
    for sample in samples:
        series.setdefault(sample.labels, []).append(sample)
    message = b"".join(_bytes(_FIRST, _series(labels, points)) for labels, points in series.items())
    return bytes(cramjam.snappy.compress_raw(message))


def _series(labels: Mapping[str, str], samples: Iterable[Sample]) -> bytes:
    pairs = sorted((name.encode(), value.encode()) for name, value in labels.items())
    return b"".join(
        [
            *(_bytes(_FIRST, _bytes(_FIRST, name) + _bytes(_SECOND, value)) for name, value in pairs),
            *(_bytes(_SECOND, _sample(sample)) for sample in samples),
        ]
    )


def _sample(sample: Sample) -> bytes:
    value = struct.pack("<d", sample.value)
    return bytes([_DOUBLE_FIRST]) + value + bytes([_NUMBER_SECOND]) + _varint(sample.time_ms)


def _bytes(tag: int, content: bytes) -> bytes:
    return bytes([tag]) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Write a number in groups of seven bits; a negative one as its complement of two."""
    number &= 2**64 - 1
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)
