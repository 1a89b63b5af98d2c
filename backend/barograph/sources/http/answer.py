"""What came back from a server."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

__all__ = ["HttpAnswer"]


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, headers (their names in any case), decoded body and how long it took."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytearray
    duration_seconds: float

    @property
    def is_ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    @property
    def sent_at(self) -> float | None:
        """When the server says that it answered, in seconds since the epoch; None where it does not."""
        try:
            return parsedate_to_datetime(self.headers.get("Date", "")).timestamp()
        except ValueError:
            return None

    def text(self, limit: int) -> str:
        """Return the start of the body as one line of text."""
        return " ".join(bytes(self.body[: limit * 4]).decode(errors="replace").split())[:limit]
