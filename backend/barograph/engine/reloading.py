"""Hot reload: the provisioning folder is read as a whole and swapped in at once, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import structlog

from barograph.config.detector import DetectorSpec
from barograph.config.documents import Mistake
from barograph.config.file_memory import FileMemory
from barograph.config.provisioning import DetectorSet, SpecCheck, find_detector_files, read_detectors
from barograph.errors import Conflict

__all__ = ["ProvisioningStatus", "Reloader"]

_log = structlog.get_logger(__name__)
_SHOWN_MISTAKES = 20


class ProvisionedStore(Protocol):
    """Where the detectors of files go."""

    def provision(self, tenant: str, wanted: Mapping[str, tuple[DetectorSpec, ...]], now_ms: int) -> None:
        """Make the provisioned detectors be these, by file, in one transaction."""
        ...


@dataclass(frozen=True, slots=True)
class ProvisioningStatus:
    """How the last look at the folder went; a bad set leaves the old one running."""

    detectors: int = 0
    loaded_ms: int | None = None
    mistakes: tuple[Mistake, ...] = field(default=())

    @property
    def sentence(self) -> str:
        """The state for people."""
        if self.mistakes:
            more = f" and {len(self.mistakes) - 1} more" if len(self.mistakes) > 1 else ""
            return f"The files are wrong, so the set before them keeps running: {self.mistakes[0]}{more}."
        return f"{self.detectors} detectors from files."

    def to_json(self) -> dict[str, object]:
        """Return what a health page shows."""
        return {
            "is_valid": not self.mistakes,
            "detectors": self.detectors,
            "loaded_ms": self.loaded_ms,
            "sentence": self.sentence,
            "mistakes": [str(mistake) for mistake in self.mistakes[:_SHOWN_MISTAKES]],
        }


class Reloader:
    """Looks at the folder when asked and does something only where its content changed."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        checks: Sequence[SpecCheck],
        store: ProvisionedStore,
        tenant: str = "default",
    ) -> None:
        self._read = FileMemory(
            lambda: find_detector_files(folder), lambda files: read_detectors(files, environment, checks)
        )
        self._store = store
        self._tenant = tenant
        self._seen: DetectorSet | None = None
        self.status = ProvisioningStatus()

    def to_json(self) -> dict[str, object]:
        """Return what a health page shows."""
        return self.status.to_json()

    def look(self, now_ms: int) -> bool:
        """Read the folder; returns whether the set in force changed."""
        found = self._read()
        if found is self._seen:
            return False
        if found.mistakes:
            self._tell(found.mistakes)
        else:
            try:
                self._store.provision(self._tenant, found.by_file, now_ms)
            except Conflict as error:
                # Tried again at every look: what is in the way may go.
                self._tell((_mistake_of(error, found),))
                return False
            self.status = ProvisioningStatus(len(found.specs), now_ms)
            _log.info("provisioning loaded", detectors=len(found.specs))
        self._seen = found
        return found.is_valid

    def _tell(self, mistakes: tuple[Mistake, ...]) -> None:
        if mistakes != self.status.mistakes:
            _log.error("provisioning is wrong and was not loaded", first=str(mistakes[0]))
        self.status = ProvisioningStatus(self.status.detectors, self.status.loaded_ms, mistakes)


def _mistake_of(conflict: Conflict, found: DetectorSet) -> Mistake:
    """Say in which file the detector stands whose name is taken."""
    name = conflict.detail.get("name")
    files = (file for file, specs in found.by_file.items() if any(spec.name == name for spec in specs))
    return Mistake(next(files, ""), 1, 1, str(name), conflict.message)
