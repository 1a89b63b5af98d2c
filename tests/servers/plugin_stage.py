"""Everything around the built plugin: a shop, Barograph, an Alertmanager, and a host like Grafana.

`python -m tests.servers.plugin_stage` keeps it open for a person with a browser.
"""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import requests

from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import free_port, running, wait_until
from tests.servers.grafana_host import REPOSITORY, grafana_host
from tests.servers.plugin_files import detectors_text, write_sinks
from tests.servers.product import product_running

__all__ = ["PLUGIN", "PluginStage", "plugin_stage"]

PLUGIN = REPOSITORY / "grafana-plugin"
_RECEIVER = "/api/datasources/proxy/uid/barograph/api/v1/receivers/alertmanager"


@dataclass(frozen=True)
class PluginStage:
    """The addresses of a running stage."""

    url: str
    shop_url: str
    barograph_url: str

    def environment(self) -> dict[str, str]:
        """Return what the flows read."""
        return {"HOST_URL": self.url, "SHOP_URL": self.shop_url, "BAROGRAPH_URL": self.barograph_url}

    def ask(self, path: str) -> str:
        """Ask Barograph through the proxy, as an administrator of the host."""
        return requests.get(f"{self.url}/api/datasources/proxy/uid/barograph/{path}", timeout=10).text

    def has_trained(self) -> bool:
        """Tell whether every detector that came from the file runs."""
        detectors = json.loads(self.ask("api/v1/detectors"))["items"]
        return bool(detectors) and all(item["health"]["state"] == "running" for item in detectors)


@contextmanager
def plugin_stage(folder: Path) -> Iterator[PluginStage]:
    """Run shop, Barograph and host until the block ends; incidents begin when somebody posts to the shop."""
    bundle = _bundle()
    if not (PLUGIN / "dist/module.js").is_file():
        raise RuntimeError("The plugin is not built: run `make plugin`.")
    with (
        grafana_host(bundle) as host,
        _shop(folder) as shop_url,
        alertmanager_running(folder / "alertmanager", f"{host.url}{_RECEIVER}") as alertmanager,
    ):
        settings = {
            "BAROGRAPH_PROMETHEUS_URL": shop_url,
            "BAROGRAPH_LOKI_URL": shop_url,
            "BAROGRAPH_GRAFANA_URL": host.url,
            "BAROGRAPH_AUTH_MODE": "required",
            "BAROGRAPH_TRAINING_WORKERS": "2",
        }
        room = _room(folder, "product")
        write_sinks(room / "provisioning", alertmanager.url)
        with product_running(room, detectors_text(), settings) as product:
            host.backend_url = product.url
            stage = PluginStage(host.url, shop_url, product.url)
            wait_until(stage.has_trained, "the detectors running", 120, pause_seconds=0.5)
            yield stage


@contextmanager
def _shop(folder: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "barograph.demo.server", "--port", str(port)]
    is_ready = f"{url}/api/v1/status/buildinfo"
    with running(command, port, _room(folder, "shop"), lambda: requests.get(is_ready, timeout=5).ok):
        yield url


def _room(folder: Path, name: str) -> Path:
    room = folder / name
    room.mkdir()
    return room


def _bundle() -> Path:
    """Return the folder of the host's bundle, which is made once for a set of Grafana's packages."""
    command = [str(PLUGIN / "node_modules/.bin/node"), "host/build.mjs"]
    made = subprocess.run(command, cwd=PLUGIN, capture_output=True, text=True, check=True)
    return Path(made.stdout.strip())


if __name__ == "__main__":
    # Ended like Ctrl+C, so that everything that was started is stopped as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory() as scratch,
        plugin_stage(Path(scratch)) as opened,
    ):
        sys.stdout.write("".join(f"{name}={value}\n" for name, value in opened.environment().items()))
        sys.stdout.flush()
        Event().wait()
