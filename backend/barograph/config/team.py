"""Teams as code: whom incidents wake, and how often that is welcome."""

from pydantic import BaseModel, ConfigDict, Field

from barograph.config.detector import Name
from barograph.config.file_format import ProvisionedFile
from barograph.config.matchers import Matcher
from barograph.config.policy import AlertBudget
from barograph.domain import Severity

__all__ = ["TeamFile", "TeamSpec"]


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
