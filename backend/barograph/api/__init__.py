"""The web API: views parse, call once, return."""

from barograph.api.app import create_app
from barograph.api.services import Deployment, EngineDesk, Services

__all__ = ["Deployment", "EngineDesk", "Services", "create_app"]
