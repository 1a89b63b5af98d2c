"""A real Prometheus for benchmarks: filled with a day of samples, started, asked about its own CPU."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import numpy as np
import requests

from barograph.domain.frame import TimeArray
from barograph.errors import SourceUnavailable

__all__ = ["MeasuredPrometheus", "prometheus_with"]

_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class MeasuredPrometheus:
    """Where it listens, and the last moment that it has samples of."""

    url: str
    end_ms: int

    def cpu_seconds(self) -> float:
        """Return the CPU time that it used since its start."""
        text = requests.get(f"{self.url}/metrics", timeout=10).text
        lines = (line for line in text.splitlines() if line.startswith("process_cpu_seconds_total "))
        return float(next(lines).split()[1])


@contextmanager
def prometheus_with(series: int, points: int, step_ms: int, seed: int) -> Iterator[MeasuredPrometheus]:
    """Run a Prometheus that holds so many series of so many points, in a folder of its own."""
    end_ms = int(time.time() * 1000) // step_ms * step_ms - 3 * 3_600_000
    with tempfile.TemporaryDirectory(prefix="barograph-bench-") as name:
        folder = Path(name)
        samples = folder / "samples.txt"
        _write_samples(samples, series, end_ms - step_ms * np.arange(points - 1, -1, -1), seed)
        _run("promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet",
             "--max-block-duration=720h", str(samples), str(folder / "data"))  # fmt: skip
        samples.unlink()
        with _started(folder) as url:
            yield MeasuredPrometheus(url, end_ms)


def _write_samples(path: Path, series: int, moments: TimeArray, seed: int) -> None:
    random = np.random.default_rng(seed)
    seconds = [f"{moment / 1000:.3f}" for moment in moments.tolist()]
    with path.open("w") as file:
        file.write("# TYPE bench gauge\n")
        for number in range(series):
            name = f'bench{{instance="host-{number % 500:03}:9100",job="api",route="/r/{number // 500}"}}'
            values = random.normal(100, 10, len(seconds)).tolist()
            lines = zip(values, seconds, strict=True)
            file.write("".join(f"{name} {value!r} {second}\n" for value, second in lines))
        file.write("# EOF\n")


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "prometheus.yml").write_text("scrape_configs: []\n")
    process = subprocess.Popen(
        [
            _find("prometheus"),
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            "--storage.tsdb.retention.time=1y",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        try:
            if requests.get(f"{url}/-/ready", timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise SourceUnavailable(f"Prometheus did not start within {_START_SECONDS:g} s. Try it by hand.")


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([_find(program), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SourceUnavailable(f"{program} failed: {done.stderr.strip()[-500:]}")


def _find(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise SourceUnavailable(f"The benchmark needs `{program}`. Install the package `prometheus`.")
    return path
