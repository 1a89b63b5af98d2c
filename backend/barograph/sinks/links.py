"""Links: where people see what a message is about, in Grafana or on our own page."""

from urllib.parse import quote, urlencode

from barograph.domain import Anomaly

__all__ = ["Links"]

_APP = "/a/barograph-anomaly-app"


class Links:
    """Leads to the app in Grafana where its address is known, and to the page of Barograph elsewhere."""

    def __init__(self, external_url: str, grafana_url: str = "") -> None:
        self._external_url = external_url.rstrip("/")
        self._app_url = f"{grafana_url.rstrip('/')}{_APP}" if grafana_url else ""

    @property
    def home(self) -> str:
        """Where everything begins."""
        return f"{self._app_url}/home" if self._app_url else self._external_url

    def to_incident(self, incident_id: str) -> str:
        """Return where an incident is shown with its suspects and anomalies."""
        if self._app_url:
            return f"{self._app_url}/incidents/{quote(incident_id)}"
        return f"{self._external_url}/?{urlencode({'incident': incident_id})}"

    def to_anomaly(self, anomaly: Anomaly) -> str:
        """Return where an anomaly is shown: its series around it, or its incident."""
        query = urlencode({"anomaly": anomaly.fingerprint})
        if self._app_url:
            return f"{self._app_url}/incidents?{query}"
        replay_url = anomaly.evidence.details.get("replay_url")
        return str(replay_url) if replay_url else f"{self._external_url}/?{query}"
