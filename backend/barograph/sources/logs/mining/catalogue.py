"""The catalogue: templates as they were learnt, frozen; the same line always gets the same id from it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from barograph.sources.logs.mining.groups import Merge
from barograph.sources.logs.mining.keys import keys_of
from barograph.sources.logs.mining.memory import TwoGenerations
from barograph.sources.logs.mining.shapes import Shapes
from barograph.sources.logs.mining.signatures import Signatures
from barograph.sources.logs.mining.tokens import Signature, text_of

__all__ = ["LONGEST_EXAMPLE", "Template", "TemplateCatalogue", "template_id_of"]

_REMEMBERED_KEYS = 100_000
_FORMAT = 1
LONGEST_EXAMPLE = 500
"""How much of a line is kept as an example of its template."""


@dataclass(frozen=True, slots=True)
class Template:
    """One template: its id and text, the shapes of lines that belong to it, why they do, when they came."""

    id: str
    text: str
    lines: int
    shapes: tuple[Signature, ...]
    examples: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    first_ms: int | None = None
    last_ms: int | None = None


def template_id_of(shape: Signature) -> str:
    """Name a template by its content, the same on every machine and after every restart."""
    return hashlib.blake2b("\x1f".join(shape).encode("utf-8", "replace"), digest_size=6).hexdigest()


class TemplateCatalogue:
    """Tells for each line which template it belongs to; a line of an unknown shape is a new template.

    What it answers depends on the templates and the line alone, never on the lines it saw before, so a
    window that is read again gives the same counts. ``signatures`` may be shared with others.
    """

    def __init__(self, templates: Sequence[Template] = (), signatures: Signatures | None = None) -> None:
        self._templates = {template.id: template for template in templates}
        self._shapes: Shapes[str] = Shapes()
        for template in templates:
            for shape in template.shapes:
                self._shapes.add(shape, template.id)
        self._signatures = signatures or Signatures()
        self._known: TwoGenerations[str, str] = TwoGenerations(_REMEMBERED_KEYS)

    @property
    def templates(self) -> Mapping[str, Template]:
        """The templates that were learnt, by id."""
        return self._templates

    def match(self, lines: Sequence[str]) -> list[str]:
        """Return the template id of each line."""
        keys = keys_of(lines)
        return [
            self._match_key(key) if template_id is None else template_id
            for key, template_id in zip(keys, map(self._known.get, keys), strict=True)
        ]

    def describe(self, line: str) -> str:
        """Return the text of the template a line belongs to, known or new."""
        (key,) = keys_of([line])
        known = self._templates.get(self._match_key(key))
        return known.text if known else text_of(self._signatures.of(key))

    def to_json(self) -> dict[str, object]:
        """Return everything that was learnt as plain values."""
        return {"format": _FORMAT, "templates": [asdict(template) for template in self._templates.values()]}

    @classmethod
    def from_json(cls, state: Mapping[str, Any], signatures: Signatures | None = None) -> "TemplateCatalogue":
        """Return the catalogue that ``to_json`` described, also where that cut lines in another way."""
        catalogue = cls([_template_from(row) for row in state["templates"]], signatures)
        catalogue._add_shapes_of_examples()
        return catalogue

    def _add_shapes_of_examples(self) -> None:
        """Know the examples as they are cut now: the rules may have changed since they were learnt."""
        for template in self._templates.values():
            for key in keys_of([each for each in template.examples if len(each) < LONGEST_EXAMPLE]):
                signature = self._signatures.of(key)
                if self._shapes.find(signature) is None:
                    self._shapes.add(signature, template.id)

    def _match_key(self, key: str) -> str:
        template_id = self._known.get(key)
        if template_id is None:
            signature = self._signatures.of(key)
            template_id = self._shapes.find(signature) or template_id_of(signature)
            self._known.put(key, template_id)
        return template_id


def _template_from(row: Mapping[str, Any]) -> Template:
    return Template(
        id=row["id"],
        text=row["text"],
        lines=row["lines"],
        shapes=tuple(tuple(shape) for shape in row["shapes"]),
        examples=tuple(row["examples"]),
        merges=tuple(Merge(merge["reason"], tuple(merge["values"])) for merge in row["merges"]),
        first_ms=row.get("first_ms"),
        last_ms=row.get("last_ms"),
    )
