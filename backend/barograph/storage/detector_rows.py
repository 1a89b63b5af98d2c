"""Detectors as rows, and rows as detectors."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast

from barograph.config.detector import DetectorSpec
from barograph.config.policy import AlertBudget
from barograph.domain import DetectorHealth, DetectorState
from barograph.errors import Conflict
from barograph.storage.conditions import indexed_labels
from barograph.storage.origins import Originated
from barograph.storage.stored_specs import StoredSpec
from barograph.storage.tables import DetectorRow

__all__ = [
    "StoredDetector",
    "detector_columns",
    "initial_health",
    "to_detector",
    "to_label_rows",
    "to_spec_row",
]


@dataclass(frozen=True)
class StoredDetector(Originated):
    """A detector with what the database knows of it. Its id is the name of its specification.

    ``origin`` is ``api`` or the file it was provisioned from; ``revision`` grows with each change of the
    specification and is the ETag. A list shows ``spec_text``, the JSON as it is stored; ``spec`` is made of
    it when somebody asks, because validating costs more than everything else that a list does. What an older
    version stored may not be valid any more: then ``spec`` is a conflict that says why, and the rest stands.
    """

    tenant: str
    id: str
    spec_text: str
    origin: str
    revision: int
    health: DetectorHealth
    created_ms: int
    updated_ms: int

    @property
    def spec(self) -> DetectorSpec:
        """The specification."""
        return self._read.spec

    @property
    def mistake(self) -> Conflict | None:
        """Why the specification is not valid any more; None where it is."""
        return self._read.mistake

    @cached_property
    def content(self) -> dict[str, Any]:
        """The specification as JSON: with every default where it is valid, else as it was stored."""
        return self._read.content

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self._stored.get("title") or self.id)

    @property
    def labels(self) -> dict[str, str]:
        """The labels that it puts on its anomalies."""
        return dict(self._stored.get("labels", {}))

    @property
    def budget(self) -> AlertBudget | None:
        """How many alerts are welcome; who can't run has no budget."""
        return None if self.mistake else self.spec.policy.budget

    @cached_property
    def _stored(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.spec_text)
        return content

    @cached_property
    def _read(self) -> StoredSpec[DetectorSpec]:
        return StoredSpec(DetectorSpec, self.spec_text, "detector", self.id)


def initial_health(spec: DetectorSpec, now_ms: int) -> DetectorHealth:
    """Say how a detector is before its next tick."""
    if spec.enabled:
        return DetectorHealth(DetectorState.PENDING, "Waits for its first tick.", now_ms)
    return DetectorHealth(DetectorState.STOPPED, "Stopped: it is not enabled.", now_ms)


def to_spec_row(spec: DetectorSpec) -> dict[str, Any]:
    """Return the columns that follow from the specification."""
    words = (spec.name, spec.title, spec.description, spec.query.expression)
    return {
        "spec": spec.model_dump(mode="json"),
        "source": spec.query.source,
        "algorithm": spec.algorithm.name[:100],
        "search": "\n".join(words).lower(),
    }


def to_label_rows(tenant: str, spec: DetectorSpec) -> Iterator[dict[str, str]]:
    """Return the rows by which a label finds its detector."""
    for label in indexed_labels(spec.labels):
        yield {"tenant": tenant, **label, "detector_id": spec.name}


def detector_columns() -> tuple[ColumnElement[Any], ...]:
    """Return the columns that make a detector; the specification stays text."""
    names = ("tenant", "name", "origin", "revision", "state", "sentence", "error_code", "since_ms")
    plain = [DetectorRow.__table__.c[name] for name in (*names, "created_ms", "updated_ms")]
    return (*plain, cast(DetectorRow.spec, Text).label("spec_text"))


def to_detector(row: Row[Any]) -> StoredDetector:
    """Return the value that a row holds."""
    return StoredDetector(
        tenant=row.tenant,
        id=row.name,
        spec_text=row.spec_text,
        origin=row.origin,
        revision=row.revision,
        health=DetectorHealth(DetectorState(row.state), row.sentence, row.since_ms, row.error_code),
        created_ms=row.created_ms,
        updated_ms=row.updated_ms,
    )
