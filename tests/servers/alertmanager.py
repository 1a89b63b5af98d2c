"""A real Alertmanager that tells a receiver of a test, quickly."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.servers.base import RunningServer, find_program, free_port, running

__all__ = ["alertmanager_running"]

_CONFIGURATION = """
route:
  receiver: test
  group_by: [...]
  group_wait: 200ms
  group_interval: 500ms
  repeat_interval: 1h
receivers:
  - name: test
    webhook_configs: [{{url: "{url}", send_resolved: true, max_alerts: 0}}]
"""


@contextmanager
def alertmanager_running(
    folder: Path, receiver_url: str, port: int | None = None, configuration: str = _CONFIGURATION
) -> Iterator[RunningServer]:
    """Run an Alertmanager that keeps its state in ``folder`` and tells the address of every alert."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "alertmanager.yml").write_text(configuration.format(url=receiver_url))
    command = [
        find_program("prometheus-alertmanager"),
        f"--config.file={folder / 'alertmanager.yml'}",
        f"--storage.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ]
    url = f"http://127.0.0.1:{port}/-/ready"
    with running(command, port, folder, lambda: requests.get(url, timeout=2).ok) as server:
        yield server
