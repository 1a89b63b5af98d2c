"""Configuration: one table of settings, and detectors as code."""

from barograph.config.loading import LoadedSettings, load_settings
from barograph.config.settings import Settings

__all__ = ["LoadedSettings", "Settings", "load_settings"]
