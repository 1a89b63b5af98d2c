"""How commands get their settings: the file named on the command line, the environment, and flags."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from barograph.config import LoadedSettings, Settings, load_settings

__all__ = ["load", "loaded_settings"]


def loaded_settings(context: click.Context, flags: Mapping[str, object] | None = None) -> LoadedSettings:
    """Return settings with their origins for the running command."""
    config_file: Path | None = (context.find_root().obj or {}).get("config_file")
    return load_settings(os.environ, flags, config_file)


def load(context: click.Context, flags: Mapping[str, object] | None = None) -> Settings:
    """Return the settings for the running command."""
    return loaded_settings(context, flags).settings
