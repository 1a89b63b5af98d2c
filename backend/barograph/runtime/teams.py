"""The teams of a deployment, from files, and the labels by which incidents are theirs."""

from collections.abc import Mapping

from barograph.config import Settings
from barograph.config.kinds import TEAMS
from barograph.config.team import TeamSpec
from barograph.domain import Anomaly
from barograph.errors import NotFound
from barograph.runtime.file_watch import SpecsInForce
from barograph.storage import Detectors

__all__ = ["LabelReader", "follow_teams"]


def follow_teams(settings: Settings, environment: Mapping[str, str]) -> SpecsInForce[TeamSpec]:
    """Return the teams of the files, now and later; refuse to begin with wrong ones."""
    read = TEAMS.follow(settings.provisioning_dir, environment)
    return SpecsInForce("teams", read, settings.reload_seconds)


class LabelReader:
    """Reads the labels of an anomaly with those of its detector, which go before, as alerts have them."""

    def __init__(self, detectors: Detectors) -> None:
        self._detectors = detectors

    def __call__(self, anomaly: Anomaly) -> Mapping[str, str]:
        """Return the labels; a detector that is gone adds none."""
        try:
            own = self._detectors.get(anomaly.tenant, anomaly.detector_id).labels
        except NotFound:
            return dict(anomaly.labels)
        return {**anomaly.labels, **own}
