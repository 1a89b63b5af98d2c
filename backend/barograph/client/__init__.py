"""Barograph from Python: the REST API, and live events that survive a broken connection."""

from barograph.client.live import LiveClient, LiveEvent, LiveScoresUpdate, Reloaded
from barograph.client.rest import BarographClient

__all__ = ["BarographClient", "LiveClient", "LiveEvent", "LiveScoresUpdate", "Reloaded"]
