"""Expressions of a detector that is saved, read by the source itself: nobody knows better what it takes."""

from collections.abc import Iterator

from flask import current_app

from barograph.api.bodies.source_status import status_of
from barograph.api.datasources import DESK_NAME
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.api.source_desk import SourceDesk
from barograph.config.detector import DetectorSpec
from barograph.config.transform import Ratio
from barograph.errors import NotFound, SourceError, SourceRejectedQuery, ValidationFailed
from barograph.sources.base import SourceState

__all__ = ["proofread"]


def proofread(spec: DetectorSpec) -> None:
    """Refuse what the source refuses; a source that is away or not there is not waited for.

    Whether it is away was found out by the engine. What is wrong then shows in the detector's health.
    """
    tenant, source = identity().tenant, spec.query.source
    status = status_of(services().stores.processes.all(), tenant, source)
    if status is None or status["state"] == SourceState.DOWN:
        return
    desk: SourceDesk = current_app.extensions[DESK_NAME]
    for field, expression in _expressions_of(spec):
        try:
            desk.proofread(tenant, source, expression)
        except SourceRejectedQuery as error:
            raise ValidationFailed(error.message, detail={**error.detail, "field": field}) from error
        except (SourceError, NotFound):
            return


def _expressions_of(spec: DetectorSpec) -> Iterator[tuple[str, str]]:
    yield "query.expression", spec.query.expression
    for place, step in enumerate(spec.query.transform):
        if isinstance(step, Ratio):
            yield f"query.transform.{place}.expression", step.expression
