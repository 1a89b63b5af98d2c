"""ETags: the revision of a specification, and a mark of what else is shown."""

import re
from zlib import crc32

from flask import Request

from barograph.errors import ValidationFailed
from barograph.storage import StoredDetector

__all__ = ["etag_of", "expected_revision"]

# Compression appends its name, so what comes back may read "3.5f1c:gzip".
_TAG = re.compile(r'(?:W/)?"(\d{1,18})[.:\w]*"')


def etag_of(detector: StoredDetector) -> str:
    """Return the ETag; it changes with the health too, but only the revision guards an update."""
    shown = f"{detector.health.state}{detector.health.sentence}{detector.health.since_ms}"
    return f'"{detector.revision}.{crc32(shown.encode()):x}"'


def expected_revision(request: Request) -> int | None:
    """Return the revision that If-Match asks for, None where any will do."""
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    match = _TAG.fullmatch(header)
    if match is None:
        raise ValidationFailed("If-Match holds no ETag. Send the one that GET answered with.")
    return int(match[1])
