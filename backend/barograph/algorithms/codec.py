"""Models as bytes: arrays in npz, the rest in JSON, a checksum over both; nothing in them is ever run."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping

import numpy as np
import orjson
from numpy.typing import NDArray

from barograph.algorithms.base import Model
from barograph.domain import Labels
from barograph.errors import ModelUnavailable

__all__ = ["checksum_of", "decode_model", "encode_model"]

_MAGIC = b"barograph-model-1\n"
_DIGEST_BYTES = 32
_HEADER = "header.json"
_MOST_BYTES = 2 * 2**30
# A checksum guards against accidents only: who writes a file by hand may put anything in it.
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    OSError,
    MemoryError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def encode_model(model: Model) -> bytes:
    """Return the bytes of a model; the same model always has the same bytes."""
    header = {
        "algorithm": model.algorithm,
        "algorithm_version": model.algorithm_version,
        "labels": [dict(labels) for labels in model.labels],
        "meta": model.meta,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _write(archive, _HEADER, orjson.dumps(header, option=orjson.OPT_SORT_KEYS))
        for name, array in sorted(model.arrays.items()):
            _write(archive, f"{name}.npy", _array_bytes(array))
    body = buffer.getvalue()
    return _MAGIC + hashlib.sha256(body).digest() + body


def decode_model(content: bytes) -> Model:
    """Return the model of these bytes; a damaged or foreign file is refused."""
    head = len(_MAGIC) + _DIGEST_BYTES
    body = content[head:]
    if not content.startswith(_MAGIC):
        raise ModelUnavailable("This is not a model file of Barograph. Export it again.")
    if hashlib.sha256(body).digest() != content[len(_MAGIC) : head]:
        raise ModelUnavailable("The model file is damaged: its checksum differs. Restore it or train again.")
    try:
        return _read(body)
    except _UNREADABLE as error:
        raise ModelUnavailable(
            f"The model file can't be read: {error}. Restore it or train again."
        ) from error


def checksum_of(content: bytes) -> str:
    """Return the checksum that stands in encoded bytes, as hexadecimal digits."""
    return content[len(_MAGIC) : len(_MAGIC) + _DIGEST_BYTES].hex()


def _array_bytes(array: NDArray[np.generic]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED, compresslevel=1)


def _read(body: bytes) -> Model:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
            raise ValueError(f"it holds more than {_MOST_BYTES:,} bytes")
        header: Mapping[str, object] = orjson.loads(archive.read(_HEADER))
        arrays = {
            name.removesuffix(".npy"): np.lib.format.read_array(
                io.BytesIO(archive.read(name)), allow_pickle=False
            )
            for name in archive.namelist()
            if name != _HEADER
        }
    labels, meta = header["labels"], header["meta"]
    if not isinstance(labels, list) or not isinstance(meta, dict):
        raise ValueError("the header has the wrong shape")
    return Model(
        algorithm=str(header["algorithm"]),
        algorithm_version=int(str(header["algorithm_version"])),
        labels=tuple(Labels(pairs) for pairs in labels),
        arrays=arrays,
        meta=meta,
    )
