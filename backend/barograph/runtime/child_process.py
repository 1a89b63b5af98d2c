"""What each process that the supervisor starts does first."""

import argparse
import os

from barograph.config import Settings, load_settings
from barograph.runtime.parenthood import end_with_parent
from barograph.telemetry.logs import configure_logs

__all__ = ["begin_child"]


def begin_child() -> Settings:
    """End with the parent that the command line names, read the settings, and begin the log."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int)
    parent = parser.parse_args().parent
    if parent:
        end_with_parent(parent)
    settings = load_settings(os.environ).settings
    configure_logs(settings.log_level, settings.log_format)
    return settings
