"""What the dashboards ask Prometheus for."""

import json
import re
from pathlib import Path

import promql_parser

__all__ = ["asked_metrics", "served_metrics"]

_FOLDER = Path(__file__).parents[2] / "dashboards"
_SUFFIXES = re.compile(r"_(bucket|sum|count)$")


def asked_metrics() -> set[str]:
    """Return the metrics in every PromQL of every dashboard; PromQL that can't be read raises."""
    found: set[str] = set()
    for file in sorted(_FOLDER.glob("*.json")):
        for panel in json.loads(file.read_text())["panels"]:
            for target in panel["targets"]:
                if "expr" in target:
                    promql_parser.parse(target["expr"])
                    found |= set(re.findall(r"\bbarograph_\w+", target["expr"]))
    return {_SUFFIXES.sub("", name) for name in found}


def served_metrics(exposition: str) -> set[str]:
    """Return the names that an answer of ``/metrics`` explains."""
    return set(re.findall(r"^# HELP (\S+)", exposition, re.MULTILINE))
