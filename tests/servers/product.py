"""The whole product as its users start it: `barograph serve` with files in a folder."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.servers.base import RunningServer, free_port, running

__all__ = ["product_running"]


@contextmanager
def product_running(
    folder: Path, detectors: str, settings: Mapping[str, str] | None = None, port: int | None = None
) -> Iterator[RunningServer]:
    """Serve the detectors of a YAML text until the block ends."""
    port = port or free_port()
    provisioned = folder / "provisioning" / "detectors"
    provisioned.mkdir(parents=True)
    (provisioned / "detectors.yaml").write_text(detectors)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BAROGRAPH_")},
        "BAROGRAPH_WEB_PORT": str(port),
        "BAROGRAPH_STATE_DIR": str(folder / "var"),
        "BAROGRAPH_PROVISIONING_DIR": str(folder / "provisioning"),
        "BAROGRAPH_RELOAD_SECONDS": "0.5",
        "BAROGRAPH_API_RATE_LIMIT_PER_MINUTE": "0",
        "BAROGRAPH_API_READ_LIMIT_PER_MINUTE": "0",
        **(settings or {}),
    }
    command = [
        sys.executable,
        "-c",
        "import sys; from barograph.cli.main import main; sys.exit(main(['serve']))",
    ]
    url = f"http://127.0.0.1:{port}/ready"
    with running(
        command, port, folder, lambda: requests.get(url, timeout=5).ok, environment=environment
    ) as server:
        yield server
