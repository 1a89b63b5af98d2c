"""Hot reload: the provisioning folder is read as a whole and swapped in at once, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import structlog

from barograph.config.detector import DetectorSpec
from barograph.config.documents import Mistake
from barograph.config.provisioning import SpecCheck, find_detector_files, read_detectors

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
        self._folder = folder
        self._environment = environment
        self._checks = checks
        self._store = store
        self._tenant = tenant
        self._seen_digest = ""
        self.status = ProvisioningStatus()

    def to_json(self) -> dict[str, object]:
        """Return what a health page shows."""
        return self.status.to_json()

    def look(self, now_ms: int) -> bool:
        """Read the folder; returns whether the set in force changed."""
        found = read_detectors(find_detector_files(self._folder), self._environment, self._checks)
        if found.digest == self._seen_digest:
            return False
        if found.mistakes:
            self.status = ProvisioningStatus(self.status.detectors, self.status.loaded_ms, found.mistakes)
            _log.error("provisioning is wrong and was not loaded", first=str(found.mistakes[0]))
        else:
            self._store.provision(self._tenant, found.by_file, now_ms)
            self.status = ProvisioningStatus(len(found.specs), now_ms)
            _log.info("provisioning loaded", detectors=len(found.specs))
        self._seen_digest = found.digest
        return found.is_valid
