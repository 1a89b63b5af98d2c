"""The files that the stage of the plugin starts Barograph with: what it watches, and whom it tells."""

import json
import time
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

__all__ = ["detectors_text", "write_sinks"]

_WATCHED = ("shop-errors", "shop-requests", "shop-cpu")
_EXPIRES_SECONDS = 1_200


def detectors_text() -> str:
    """Return the shop's detectors as a file; a short history is learnt in a moment."""
    yaml = YAML(typ="safe", pure=True)
    content = yaml.load((files("barograph.demo") / "detectors" / "shop.yaml").read_text(encoding="utf-8"))
    kept = [spec for spec in content["detectors"] if spec["name"] in _WATCHED]
    # The shop's hour before an incident is calm.
    lines = [_line({**spec, "schedule": {"history": "6h"}}) for spec in [*kept, _certificate()]]
    return "\n".join(["apiVersion: 1", "detectors:", *lines, _line(_logs()), ""])


def write_sinks(provisioning: Path, alertmanager_url: str) -> None:
    """Write whom Barograph tells."""
    folder = provisioning / "sinks"
    folder.mkdir(parents=True)
    sink = {"name": "main", "type": "alertmanager", "urls": [alertmanager_url]}
    (folder / "sinks.yaml").write_text("\n".join(["apiVersion: 1", "sinks:", _line(sink), ""]))


def _certificate() -> dict[str, Any]:
    """Something that grows evenly, so that a forecast is sure when it ends."""
    return {
        "name": "shop-certificate",
        "title": "Age of the certificate",
        "unit": "seconds",
        "query": {
            "expression": f"time() - {int(time.time())} + 86400 + 0 * sum(http_requests_total)",
            "step": "1m",
        },
        "algorithm": {"name": "forecast"},
        "limits": [{"value": 86_400 + _EXPIRES_SECONDS, "name": "expired"}],
        "policy": {
            "calendars": [
                {"name": "renewal", "weekly": [{"days": ["sunday"], "start": "02:00", "end": "04:00"}]}
            ]
        },
    }


def _logs() -> dict[str, Any]:
    return {
        "name": "shop-logs",
        "title": "Log lines of the checkout",
        "query": {
            "source": "loki",
            "mode": "templates",
            "expression": '{service_name="checkout"} |= "failed"',
            "step": "1m",
        },
        "algorithm": {"name": "log_templates"},
        "schedule": {"history": "1h"},
    }


def _line(item: Mapping[str, Any]) -> str:
    return f"  - {json.dumps(item)}"
