"""The web API: views parse, call once, return."""

from barograph.api.app import create_app
from barograph.api.services import Deployment, DetectionDesk, Services

__all__ = ["Deployment", "DetectionDesk", "Services", "create_app"]
