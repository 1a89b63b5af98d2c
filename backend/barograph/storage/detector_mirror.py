"""The provisioned detectors of a tenant: exactly those of the files."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from barograph.config.detector import DetectorSpec
from barograph.domain import EventType
from barograph.errors import Conflict, ValidationFailed
from barograph.storage.detector_rows import detector_columns, to_detector
from barograph.storage.detector_writing import DetectorWriter
from barograph.storage.origins import MADE_IN_API
from barograph.storage.revisions import BAROGRAPH, Author
from barograph.storage.tables import DetectorRow

__all__ = ["mirror_files"]


def mirror_files(
    connection: Connection,
    tenant: str,
    wanted: Mapping[str, tuple[DetectorSpec, ...]],
    writer_for: Callable[[Author], DetectorWriter],
) -> None:
    """Remove, make and replace until the detectors from files are those that are wanted."""
    origins = _origins_by_name(wanted)
    query = select(*detector_columns()).where(DetectorRow.tenant == tenant)
    rows = connection.execute(query.where(DetectorRow.origin != MADE_IN_API)).all()
    present = {detector.id: detector for detector in map(to_detector, rows)}
    for name in present.keys() - origins.keys():
        writer_for(BAROGRAPH).delete(present[name])
    for name, (origin, spec) in origins.items():
        writer = writer_for(Author(f"file {origin}"))
        if name not in present:
            writer.create(tenant, spec, origin)
        elif (before := present[name]).mistake or before.spec != spec or before.origin != origin:
            writer.replace(present[name], spec, EventType.DETECTOR_UPDATED, origin)


def _origins_by_name(
    wanted: Mapping[str, tuple[DetectorSpec, ...]],
) -> dict[str, tuple[str, DetectorSpec]]:
    named: dict[str, tuple[str, DetectorSpec]] = {}
    for origin, specs in wanted.items():
        if origin == MADE_IN_API:
            raise ValidationFailed(f"No file may be called {MADE_IN_API!r}.")
        for spec in specs:
            if spec.name in named:
                raise Conflict(f"{spec.name!r} stands in {named[spec.name][0]} and again in {origin}.")
            named[spec.name] = (origin, spec)
    return named
