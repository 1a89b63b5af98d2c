"""The teams of a deployment, from files, and the labels by which incidents are theirs."""

from collections.abc import Mapping

from barograph.config import Settings
from barograph.config.team import TeamSpec, find_team_files, read_teams
from barograph.domain import Anomaly
from barograph.errors import NotFound
from barograph.storage import Detectors

__all__ = ["LabelReader", "provisioned_teams"]


def provisioned_teams(settings: Settings, environment: Mapping[str, str]) -> tuple[TeamSpec, ...]:
    """Return the teams of the files, or refuse with everything that is wrong in them."""
    return read_teams(find_team_files(settings.provisioning_dir), environment).accepted("teams")


class LabelReader:
    """Reads the labels of an anomaly with those of its detector, which go before, as alerts have them."""

    def __init__(self, detectors: Detectors) -> None:
        self._detectors = detectors

    def __call__(self, anomaly: Anomaly) -> Mapping[str, str]:
        """Return the labels; a detector that is gone adds none."""
        try:
            spec = self._detectors.get(anomaly.tenant, anomaly.detector_id).spec
        except NotFound:
            return dict(anomaly.labels)
        return {**anomaly.labels, **spec.labels}
