"""Why detectors of a demo do not judge yet, in as few lines as that takes."""

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["say_who_waits"]

_LEARNING = "model_unavailable"
_MOST_NAMES = 3


def say_who_waits(detectors: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say one sentence for all that learn still, and one for each other reason to wait."""
    groups: dict[str | None, list[Mapping[str, Any]]] = {}
    for one in detectors:
        # Who was not looked at yet learns as well.
        groups.setdefault(one["health"]["error_code"] or _LEARNING, []).append(one)
    return [_say(code, group) for code, group in groups.items()]


def _say(code: str | None, group: list[Mapping[str, Any]]) -> str:
    if code == _LEARNING:
        return f"{_name(group)} still learning, and will judge as soon as that is done"
    sentence = group[0]["health"]["sentence"]
    return f"{_name(group)} not judged yet. {'For example: ' if len(group) > 1 else ''}{sentence}"


def _name(group: list[Mapping[str, Any]]) -> str:
    if len(group) == 1:
        return f"{group[0]['id']} is"
    names = ", ".join(one["id"] for one in group[:_MOST_NAMES])
    more = f" and {len(group) - _MOST_NAMES} more" if len(group) > _MOST_NAMES else ""
    return f"{len(group)} detectors ({names}{more}) are"
