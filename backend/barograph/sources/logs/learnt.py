"""What a template query has learnt from history: kept in the model, never changed afterwards."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from barograph.domain import Labels
from barograph.errors import ModelUnavailable
from barograph.sources.logs.mining import Signatures, TemplateCatalogue

__all__ = ["LearntTemplates"]


@dataclass(frozen=True, slots=True)
class LearntTemplates:
    """The catalogue, and the label sets that were seen with each template."""

    catalogue: TemplateCatalogue
    rows: tuple[tuple[Labels, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return everything as plain values, with a digest that names it."""
        content: dict[str, object] = {
            "catalogue": self.catalogue.to_json(),
            "rows": [[dict(labels), template_id] for labels, template_id in self.rows],
        }
        digest = hashlib.blake2b(orjson.dumps(content), digest_size=12).hexdigest()
        return {**content, "digest": digest}

    @classmethod
    def from_json(cls, state: Mapping[str, Any], signatures: Signatures | None = None) -> "LearntTemplates":
        """Return what ``to_json`` described."""
        try:
            rows = tuple((Labels(labels), str(template_id)) for labels, template_id in state["rows"])
            return cls(TemplateCatalogue.from_json(state["catalogue"], signatures), rows)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelUnavailable(
                f"The templates in the model can't be read ({error!r}). Train the detector again."
            ) from error

    @classmethod
    def of(cls, catalogue: TemplateCatalogue, rows: Iterable[tuple[Labels, str]]) -> "LearntTemplates":
        """Return the catalogue with its rows in canonical order."""
        return cls(catalogue, tuple(sorted(rows)))
