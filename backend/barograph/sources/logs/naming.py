"""The names of templates in a frame: their id, and their text for people."""

from collections.abc import Sequence

from barograph.domain import Labels
from barograph.sources.logs.mining import TemplateCatalogue
from barograph.sources.logs.stacks import LogEvent

__all__ = ["TemplateNames"]

_LONGEST_PATTERN = 200


class TemplateNames:
    """Matches events with templates and remembers the text of those that are new."""

    def __init__(self, catalogue: TemplateCatalogue) -> None:
        self._catalogue = catalogue
        self._new_texts: dict[str, str] = {}
        self._labels: dict[tuple[Labels, str], Labels] = {}

    def is_known(self, template_id: str) -> bool:
        """Tell whether a template was learnt."""
        return template_id in self._catalogue.templates

    def match(self, events: Sequence[LogEvent]) -> list[str]:
        """Return the template id of each event."""
        headlines = [event.headline for event in events]
        ids = self._catalogue.match(headlines)
        for position, template_id in enumerate(ids):
            if template_id not in self._new_texts and not self.is_known(template_id):
                self._new_texts[template_id] = self._catalogue.describe(headlines[position])
        return ids

    def labels_of(self, labels: Labels, template_id: str) -> Labels:
        """Return the label set of a template's row."""
        found = self._labels.get((labels, template_id))
        if found is None:
            known = self._catalogue.templates.get(template_id)
            text = known.text if known else self._new_texts.get(template_id, "")
            found = labels.merged({"template": template_id, "pattern": text[:_LONGEST_PATTERN]})
            self._labels[labels, template_id] = found
        return found
