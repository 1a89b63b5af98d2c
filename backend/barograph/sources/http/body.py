"""Read an answer piece by piece, so that neither its size nor its compression fills the memory."""

import zlib
from collections.abc import Iterator

from requests import Response

from barograph.errors import SourceAnswerInvalid, TooManySeries

__all__ = ["read_body"]

_PIECE_BYTES = 1024 * 1024


def read_body(response: Response, max_bytes: int) -> bytearray:
    """Return the decoded body, or refuse it as soon as it is larger than ``max_bytes``."""
    declared = response.headers.get("Content-Length", "")
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if declared.isdigit() and int(declared) > max_bytes:
        raise _too_large(int(declared), max_bytes)
    pieces: Iterator[bytes] = response.raw.stream(_PIECE_BYTES, decode_content=False)
    if encoding == "gzip":
        pieces = _gunzip(pieces)
    elif encoding != "identity":
        raise SourceAnswerInvalid(
            f"The data source answered in the encoding {encoding!r}, which was not asked for. "
            "Check the proxy in front of it."
        )
    body = bytearray()
    for piece in pieces:
        if len(body) + len(piece) > max_bytes:
            raise _too_large(len(body) + len(piece), max_bytes)
        body += piece
    return body


def _gunzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Decompress in bounded pieces: a bomb is noticed after one of them."""
    decoder = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            waiting = piece
            while waiting and not decoder.eof:
                yield decoder.decompress(waiting, _PIECE_BYTES)
                waiting = decoder.unconsumed_tail
    except zlib.error as error:
        raise SourceAnswerInvalid(
            f"The data source's answer is not valid gzip ({error}). Set `encoding: identity` on the source."
        ) from error
    if not decoder.eof:
        raise SourceAnswerInvalid(
            "The data source's compressed answer ends too early. Check the proxy in front of it."
        )


def _too_large(size: int, max_bytes: int) -> TooManySeries:
    return TooManySeries(
        f"The answer is larger than max_response_bytes ({size:,} of {max_bytes:,} bytes). "
        "Aggregate the query, shorten its range, or raise max_response_bytes of the source.",
        detail={"bytes": size, "limit": max_bytes, "setting": "max_response_bytes"},
    )
