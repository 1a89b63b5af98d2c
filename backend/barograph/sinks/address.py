"""Addresses of those who are told: what follows the host is often the very secret that lets us in."""

from urllib.parse import parse_qsl, urlsplit

from barograph.errors import SourceError

__all__ = ["SinkAddress"]

_HIDDEN = "…"
# Shorter parts, such as `api`, are no secrets and stand in many sentences.
_SHORTEST_SECRET = 8


class SinkAddress:
    """One address, as it may be shown to those who don't write the files.

    >>> SinkAddress("https://hooks.example/services/T0/B0/k3y").shown
    'https://hooks.example/…'
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path.rstrip("/")
        self.shown = f"{origin}/{_HIDDEN}" if path else origin
        values = (value for _, value in parse_qsl(parts.query))
        pieces = {piece for piece in (*parts.path.split("/"), *values) if len(piece) >= _SHORTEST_SECRET}
        whole = {url.rstrip("/"): self.shown, path: f"/{_HIDDEN}"}
        self._secrets = {
            **{text: shown for text, shown in whole.items() if text},
            **dict.fromkeys(pieces, _HIDDEN),
        }

    def conceal(self, text: str) -> str:
        """Return a text without what only our files should know."""
        for secret, shown in self._secrets.items():
            text = text.replace(secret, shown)
        return text

    def conceal_error(self, error: SourceError) -> SourceError:
        """Return the same error without it."""
        detail = {
            name: self.conceal(value) if isinstance(value, str) else value
            for name, value in error.detail.items()
        }
        return type(error)(
            self.conceal(error.message), detail=detail, retry_after_seconds=error.retry_after_seconds
        )
