"""The built plugin in a real browser, Grafana's own packages around it, the real backend behind it."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.browser.dashboards import asked_metrics, served_metrics
from tests.servers.plugin_stage import PLUGIN, plugin_stage

_FLOWS = Path(__file__).parent / "flows"


def test_people_get_along_with_the_plugin(tmp_path: Path) -> None:
    with plugin_stage(tmp_path) as stage:
        flows = sorted(str(file) for file in _FLOWS.glob("*.test.mjs"))
        node = str(PLUGIN / "node_modules/.bin/node")
        command = [node, "--test", "--test-concurrency=2", *flows]
        environment = {**os.environ, **stage.environment()}
        played = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=1200, check=False
        )
        served = served_metrics(stage.ask("metrics"))
    if played.returncode != 0:
        pytest.fail(_failed(played.stdout) + played.stdout[-2000:] + played.stderr[-2000:])
    assert asked_metrics() - served == set()


def _failed(report: str) -> str:
    """Return what node says of each flow that failed."""
    parts = report.split("# Subtest: ")
    return "\n".join(part[:4_000] for part in parts if "not ok " in part)
