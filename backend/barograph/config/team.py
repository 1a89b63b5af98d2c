"""Teams as code: whom incidents wake, and how often that is welcome."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from barograph.config.detector import Name
from barograph.config.file_format import ProvisionedFile
from barograph.config.matchers import Matcher
from barograph.config.named_files import Kind, NamedSet, find_files, read_named
from barograph.config.policy import AlertBudget
from barograph.domain import Severity

__all__ = ["TeamFile", "TeamSpec", "find_team_files", "read_teams"]


class TeamSpec(BaseModel):
    """Who looks after some of the incidents; the first team that matches has one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = Field(description="Unique name in lower case, digits and dashes.")
    match: tuple[Matcher, ...] = Field(
        min_length=1,
        max_length=20,
        description="Matchers of the labels of the first anomaly and of its detector; all must hold.",
    )
    budget: AlertBudget = Field(description="How many incidents are told, all detectors together.")
    always: Severity = Field(
        Severity.CRITICAL, description="Incidents from this severity on are told however many there were."
    )


class TeamFile(ProvisionedFile):
    """The content of one file in provisioning/teams."""

    teams: tuple[TeamSpec, ...] = Field((), description="The teams of this file.")


_KIND: Kind[TeamFile, TeamSpec] = Kind(TeamFile, "teams", "team", lambda file: file.teams)


def find_team_files(folder: Path) -> list[Path]:
    """Return the YAML files of teams in a provisioning folder, in a stable order."""
    return find_files(folder, _KIND.key)


def read_teams(files: Iterable[Path], environment: Mapping[str, str]) -> NamedSet[TeamSpec]:
    """Read files as one set."""
    return read_named(files, environment, _KIND)
