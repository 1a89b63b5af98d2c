"""Installs a wheel as people do, far from the checkout, and tries what needs more than Python files.

Usage: python tests/tools/try_wheel.py build/wheel/barograph-*.whl
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path

COMMANDS = (
    "algorithms",
    "templates list",
    "templates show red",
    "plugin install --dir plugins",
    "bench --help",
)
PAGES = ("", "/api/docs/ui", "/api/docs/errors", "/api/v1/templates", "/health")


def install(wheel: Path, folder: Path) -> Path:
    """Make an environment with the wheel and what it asks for, and return its command."""
    print(f"installing {wheel.name}", flush=True)
    venv.create(folder / "venv", with_pip=True)
    pip = [
        folder / "venv" / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, f"{wheel.resolve()}[scale]"], check=True, cwd=folder, env=clean_environment())
    return folder / "venv" / "bin" / "barograph"


def clean_environment() -> dict[str, str]:
    """Return the environment without anything that leads back to the checkout."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("BAROGRAPH_", "PYTHON"))}


def try_commands(barograph: Path, folder: Path) -> None:
    """Run what reads files of the package."""
    for words in COMMANDS:
        print(f"barograph {words}", flush=True)
        subprocess.run(
            [barograph, *words.split()],
            check=True,
            cwd=folder,
            env=clean_environment(),
            stdout=subprocess.DEVNULL,
        )
    for name in ("module.js", "plugin.json", "datasource/module.js", "panel/module.js"):
        if not (folder / "plugins" / "barograph-anomaly-app" / name).is_file():
            sys.exit(f"the plugin in the wheel lacks {name}")


def try_demo(barograph: Path, folder: Path) -> None:
    """Start the demo until its page answers, then ask the pages that are made of files."""
    print("barograph demo", flush=True)
    demo = subprocess.Popen(
        [barograph, "demo", "--json"], cwd=folder, env=clean_environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert demo.stdout is not None
        address = next(
            (line["url"] for line in map(json.loads, demo.stdout) if line["type"] == "ready"), None
        )
        if address is None:
            sys.exit("the demo ended before it was ready")
        for page in PAGES:
            with urllib.request.urlopen(f"{address}{page}", timeout=30) as answer:
                print(f"{answer.status} {page or '/'}", flush=True)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=60)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="barograph-wheel-") as scratch:
        command = install(Path(sys.argv[1]), Path(scratch))
        try_commands(command, Path(scratch))
        try_demo(command, Path(scratch))
