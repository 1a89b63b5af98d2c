"""Where settings come from: flags over environment over file over defaults, each value with its origin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from barograph.config.mistake_words import say_mistake
from barograph.config.settings import Settings
from barograph.errors import ValidationFailed

__all__ = ["API_KEY", "CONFIG_FILE", "ENVIRONMENT_PREFIX", "LoadedSettings", "load_settings"]

ENVIRONMENT_PREFIX = "BAROGRAPH_"
CONFIG_FILE = "BAROGRAPH_CONFIG"
API_KEY = "BAROGRAPH_API_KEY"
"""The variable of commands that ask a running Barograph."""
# What is no setting and yet ours: how commands find a file and a key, and what Grafana's provisioning takes.
_NO_SETTINGS = {CONFIG_FILE, API_KEY, "BAROGRAPH_URL", "BAROGRAPH_DASHBOARDS"}
# Kubernetes and Docker tell a container of every service beside it, also of one whose name begins like ours.
_SERVICE_LINK = re.compile(r"\w+_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_\w+)?)")
_LINKED_PORT = re.compile(r"(tcp|udp|sctp)://")


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings and, for each name, where the value came from."""

    settings: Settings
    origins: Mapping[str, str]

    def to_json(self) -> dict[str, dict[str, object]]:
        """Return value, origin and help of each setting, with secrets hidden."""
        return {name: self._row(name) for name in Settings.model_fields}

    def _row(self, name: str) -> dict[str, object]:
        value = getattr(self.settings, name)
        if name in Settings.secret_names():
            value = "set" if value else "not set"
        shown = value if isinstance(value, str | int | float | bool) else str(value)
        return {
            "value": shown,
            "origin": self.origins[name],
            "help": Settings.model_fields[name].description or "",
        }


def load_settings(
    environment: Mapping[str, str],
    flags: Mapping[str, object] | None = None,
    config_file: Path | None = None,
) -> LoadedSettings:
    """Merge the layers and validate them at once; every mistake is named with its origin."""
    file_name = config_file or (Path(environment[CONFIG_FILE]) if environment.get(CONFIG_FILE) else None)
    layers: list[tuple[str, Mapping[str, object]]] = [
        (f"file {file_name}", _read_file(file_name) if file_name else {}),
        ("environment", _read_environment(environment)),
        ("flag", {name: value for name, value in (flags or {}).items() if value is not None}),
    ]
    values: dict[str, object] = {}
    origins = dict.fromkeys(Settings.model_fields, "default")
    for origin, layer in layers:
        _refuse_unknown(layer, origin)
        values.update(layer)
        origins.update(dict.fromkeys(layer, origin))
    return LoadedSettings(_validate(values, origins), origins)


def _read_environment(environment: Mapping[str, str]) -> dict[str, object]:
    return {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX)
        and name not in _NO_SETTINGS
        and not _is_service_link(name, value)
    }


def _is_service_link(name: str, value: str) -> bool:
    if _SERVICE_LINK.fullmatch(name) is None:
        return False
    is_setting = name.removeprefix(ENVIRONMENT_PREFIX).lower() in Settings.model_fields
    return not is_setting or _LINKED_PORT.match(value) is not None


def _read_file(path: Path) -> dict[str, object]:
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValidationFailed(f"The settings file {path} can't be read: {error.strerror}.") from error
    except (YAMLError, ValueError) as error:
        raise ValidationFailed(f"The settings file {path} is not valid YAML: {error}") from error
    if not isinstance(content or {}, dict):
        raise ValidationFailed(f"The settings file {path} must hold `name: value` lines.")
    return dict(content or {})


def _refuse_unknown(layer: Mapping[str, object], origin: str) -> None:
    for name in layer:
        if name not in Settings.model_fields:
            close = get_close_matches(name, Settings.model_fields, n=1)
            hint = f" Did you mean `{close[0]}`?" if close else " `barograph config` lists all names."
            raise ValidationFailed(f"There is no setting `{name}` (from {origin}).{hint}")


def _validate(values: Mapping[str, object], origins: Mapping[str, str]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        mistakes = [
            f"{item['loc'][0]} (from {origins[str(item['loc'][0])]}): {say_mistake(item)}"
            for item in error.errors()
        ]
        raise ValidationFailed("Settings are wrong. " + " · ".join(mistakes)) from error
