"""The automations of an engine: the desk that decides, the workers that act, the files that say what."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from barograph.automations.base import Act
from barograph.automations.commands import CommandAct
from barograph.automations.desk import AutomationDesk
from barograph.automations.detectors import DetectorAct
from barograph.automations.severities import RaiseSeverityAct
from barograph.automations.worker import AutomationWorkers
from barograph.config import Settings
from barograph.config.automation import AutomationSpec
from barograph.config.kinds import AUTOMATIONS
from barograph.runtime.automation_messages import AnnotationAct, SilenceAct, WebhookAct
from barograph.runtime.file_watch import FileWatch
from barograph.runtime.foundation import Foundation
from barograph.runtime.sinks import build_silences
from barograph.storage import StoredDetector
from barograph.storage.automations import Automations
from barograph.training.shelf import ModelShelf

__all__ = ["EngineAutomations", "allowed_commands", "build_automations"]

_THREADS = 6
_TENANT = "default"


@dataclass(frozen=True, slots=True)
class EngineAutomations:
    """Everything of an engine that is about automations."""

    files: FileWatch[AutomationSpec]
    desk: AutomationDesk
    workers: AutomationWorkers


def build_automations(
    foundation: Foundation, environment: Mapping[str, str], worker: str
) -> EngineAutomations:
    """Name the concrete actions once; ``worker`` is the name of the engine, which nobody else has."""
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
        _follow_files(settings, environment, stores.automations),
        AutomationDesk(stores, foundation.bus.publish),
        AutomationWorkers(stores, acts, worker, _THREADS),
    )


def _follow_files(
    settings: Settings, environment: Mapping[str, str], store: Automations
) -> FileWatch[AutomationSpec]:
    """Keep the automations of files in the store, where those of people are."""

    def take(specs: tuple[AutomationSpec, ...]) -> None:
        store.provision(_TENANT, specs, int(time.time() * 1000))

    read = AUTOMATIONS.follow(settings.provisioning_dir, environment)
    return FileWatch("automations", read, take)


def allowed_commands(settings: Settings) -> list[str]:
    """Return the programs that automations may run; only absolute paths count."""
    paths = (part.strip() for part in settings.automation_commands.split(","))
    return [path for path in paths if Path(path).is_absolute()]
