"""The automations of an engine: the desk that decides, the workers that act, the files that say what."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import structlog

from barograph.automations.base import Act
from barograph.automations.commands import CommandAct
from barograph.automations.desk import AutomationDesk
from barograph.automations.detectors import DetectorAct
from barograph.automations.severities import RaiseSeverityAct
from barograph.automations.worker import AutomationWorkers
from barograph.config import Settings
from barograph.config.automation import AutomationSpec
from barograph.config.automation_files import find_automation_files, read_automations
from barograph.errors import Conflict
from barograph.runtime.automation_messages import AnnotationAct, SilenceAct, WebhookAct
from barograph.runtime.foundation import Foundation
from barograph.runtime.sinks import build_silences
from barograph.storage import StoredDetector
from barograph.storage.automations import Automations
from barograph.training.shelf import ModelShelf

__all__ = ["AutomationFiles", "EngineAutomations", "allowed_commands", "build_automations"]

_log = structlog.get_logger(__name__)
_THREADS = 6
_SHOWN_MISTAKES = 20
_TENANT = "default"


class AutomationFiles:
    """Takes up provisioning/automations whenever it changes; a wrong set leaves the one before in force."""

    def __init__(self, settings: Settings, environment: Mapping[str, str], store: Automations) -> None:
        self._folder = settings.provisioning_dir
        self._environment = environment
        self._store = store
        self._seen: object = None
        self.problems: tuple[str, ...] = ()

    def look(self, now_ms: int) -> None:
        """Read the files and do something only where they say something else."""
        found = read_automations(find_automation_files(self._folder), self._environment)
        if (found.specs, found.mistakes) == self._seen:
            return
        self._seen = (found.specs, found.mistakes)
        self.problems = tuple(map(str, found.mistakes[:_SHOWN_MISTAKES])) or self._take(found.specs, now_ms)
        if self.problems:
            _log.error("automations are wrong and were not loaded", first=self.problems[0])
        else:
            _log.info("automations loaded", automations=len(found.specs))

    def _take(self, specs: tuple[AutomationSpec, ...], now_ms: int) -> tuple[str, ...]:
        try:
            self._store.provision(_TENANT, specs, now_ms)
        except Conflict as error:
            return (error.message,)
        return ()


@dataclass(frozen=True, slots=True)
class EngineAutomations:
    """Everything of an engine that is about automations."""

    files: AutomationFiles
    desk: AutomationDesk
    workers: AutomationWorkers

    def to_json(self) -> dict[str, object]:
        """Return what a health page shows."""
        return {"is_valid": not self.files.problems, "mistakes": list(self.files.problems)}


def build_automations(foundation: Foundation, environment: Mapping[str, str]) -> EngineAutomations:
    """Name the concrete actions once."""
    settings, stores, sinks = foundation.settings, foundation.stores, foundation.sinks
    shelf = ModelShelf(stores.models)

    def roll_back(detector: StoredDetector, now_ms: int, by: str) -> int:
        return shelf.roll_back(detector, now_ms, by).version

    detectors = DetectorAct(stores, roll_back)
    acts: dict[str, Act] = {
        "webhook": WebhookAct(sinks, settings),
        "silence": SilenceAct(build_silences(sinks, settings, stores)),
        "annotation": AnnotationAct(sinks, settings),
        "raise_severity": RaiseSeverityAct(stores.incidents),
        "command": CommandAct(allowed_commands(settings)),
        **dict.fromkeys(("start_detector", "stop_detector", "retrain", "roll_back"), detectors),
    }
    return EngineAutomations(
        AutomationFiles(settings, environment, stores.automations),
        AutomationDesk(stores, foundation.bus.publish),
        AutomationWorkers(stores, acts, _unique_name(), _THREADS),
    )


def _unique_name() -> str:
    """Return a name that no engine has or had; in containers host and process number come again."""
    return f"{socket.gethostname()}/{os.getpid()}/{token_hex(4)}"


def allowed_commands(settings: Settings) -> list[str]:
    """Return the programs that automations may run; only absolute paths count."""
    paths = (part.strip() for part in settings.automation_commands.split(","))
    return [path for path in paths if Path(path).is_absolute()]
