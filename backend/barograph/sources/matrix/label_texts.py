"""Label sets as the source writes them, read once and then known by their text."""

import msgspec

from barograph.domain import Labels
from barograph.errors import SourceAnswerInvalid

__all__ = ["LabelTexts"]

_LABELS = msgspec.json.Decoder(dict[str, str])


class LabelTexts:
    """Remembers label sets by their JSON text, so that a tick over known series reads none of them.

    Equal texts give the same object, which makes comparing the series of two ticks quick as well.
    """

    def __init__(self, max_entries: int = 200_000) -> None:
        self._max_entries = max_entries
        self._known: dict[bytes, Labels] = {}

    def read(self, text: bytes) -> Labels:
        """Return the label set that a text such as ``{"job":"api"}`` stands for."""
        labels = self._known.get(text)
        if labels is None:
            labels = self._parse(text)
            if len(self._known) >= self._max_entries:
                self._known = {}
            self._known[text] = labels
        return labels

    def _parse(self, text: bytes) -> Labels:
        try:
            return Labels(_LABELS.decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SourceAnswerInvalid(
                f"The data source sent labels that can't be read ({error}). Check what stands in front of it."
            ) from error
