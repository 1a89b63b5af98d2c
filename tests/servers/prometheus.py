"""A real Prometheus: filled with samples of a test, or scraping one."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.servers.base import RunningServer, find_program, free_port, running

__all__ = ["Sample", "fill_prometheus", "prometheus_running", "write_openmetrics"]

Sample = tuple[str, float, int]
"""A series as it is written in PromQL, a value, and a time in milliseconds."""


def write_openmetrics(path: Path, samples: Sequence[Sample]) -> None:
    """Write samples in the format that promtool reads; samples of one metric must stand together."""
    metrics = dict.fromkeys(series.partition("{")[0] for series, _, _ in samples)
    with path.open("w") as file:
        for metric in metrics:
            file.write(f"# TYPE {metric} unknown\n")
            for series, value, time_ms in samples:
                if series.partition("{")[0] == metric:
                    file.write(f"{series} {value!r} {time_ms / 1000:.3f}\n")
        file.write("# EOF\n")


def fill_prometheus(folder: Path, openmetrics: Path) -> None:
    """Turn a file in OpenMetrics into blocks of a Prometheus' store."""
    subprocess.run(
        [
            find_program("promtool"),
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            "--quiet",
            "--max-block-duration=10000h",
            str(openmetrics),
            str(folder / "data"),
        ],
        check=True,
        capture_output=True,
    )


@contextmanager
def prometheus_running(
    folder: Path,
    *,
    targets: Sequence[str] = (),
    scrape_interval: str = "1s",
    metrics_path: str = "/metrics",
    arguments: Sequence[str] = (),
    port: int | None = None,
) -> Iterator[RunningServer]:
    """Run a Prometheus over ``folder/data`` that scrapes the targets, if there are any."""
    port = port or free_port()
    (folder / "prometheus.yml").write_text(_configuration(targets, scrape_interval, metrics_path))
    command = [
        find_program("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        "--storage.tsdb.retention.time=10y",
        f"--web.listen-address=127.0.0.1:{port}",
        *arguments,
    ]
    with running(command, port, folder, _is_ready(port)) as server:
        yield server


def _configuration(targets: Sequence[str], scrape_interval: str, metrics_path: str) -> str:
    listed = ", ".join(f'"{target}"' for target in targets)
    return f"""
global: {{scrape_interval: {scrape_interval}, scrape_timeout: {scrape_interval}}}
scrape_configs:
  - job_name: test
    metrics_path: {metrics_path}
    static_configs: [{{targets: [{listed}]}}]
"""


def _is_ready(port: int) -> Callable[[], bool]:
    # requests' errors are OSErrors, so a refused connection counts as not ready yet.
    return lambda: requests.get(f"http://127.0.0.1:{port}/-/ready", timeout=2).ok
