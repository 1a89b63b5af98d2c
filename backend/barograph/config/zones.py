"""Names of time zones, as people write them in files and settings."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

__all__ = ["ZoneName"]


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone `{name}`; write one such as Europe/Berlin") from error
    return name


ZoneName = Annotated[str, AfterValidator(_check_zone)]
"""The name of a time zone that exists."""
