import math
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.sources.http import HttpClient, HttpOptions
from barograph.sources.prometheus import PrometheusApi, PrometheusSource
from barograph.sources.prometheus.rejections import error_of_answer
from tests.servers.base import RunningServer
from tests.servers.prometheus import Sample, fill_prometheus, prometheus_running, write_openmetrics

# No Loki can be installed from a registry, so those tests are a command of their own: make test-loki.
collect_ignore = [] if os.environ.get("LOKI_URL") else ["test_loki_real.py"]

MINUTE = 60_000
DAY = 1440 * MINUTE
END = 1_750_003_200_000 - 1_750_003_200_000 % DAY
"""The fixed end of the recorded days."""


def recorded_samples() -> list[Sample]:
    samples: list[Sample] = []
    for series in range(3):
        for minute in range(2880):
            if 1000 <= minute < 1030 + 10 * series:
                continue
            value = [math.nan, math.inf, -math.inf][series] if minute == 500 else math.sin(minute / 7) * 1e6
            samples.append((f'level{{series="{series}"}}', value, END - 2 * DAY + minute * MINUTE))
    start = END - 2 * DAY
    samples += [("requests_total", float(minute % 700), start + minute * MINUTE) for minute in range(2880)]
    start = END - 400 * DAY
    for name, first, every in (("coarse", 0, 1_500), ('coarse{late="yes"}', 200 * 24, 700)):
        # A counter that starts again now and then, with gaps of some days.
        hours = [hour for hour in range(first, 400 * 24) if hour % 2_000 not in range(1_800, 1_900)]
        samples += [(name, hour % every / 3, start + hour * 60 * MINUTE) for hour in hours]
    return samples


@pytest.fixture(scope="session")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("prometheus")
    write_openmetrics(folder / "samples.txt", recorded_samples())
    fill_prometheus(folder, folder / "samples.txt")
    with prometheus_running(folder) as server:
        yield server


@pytest.fixture
def source(prometheus: RunningServer) -> PrometheusSource:
    return PrometheusSource(
        PrometheusApi(HttpClient(prometheus.url, HttpOptions(), error_of=error_of_answer))
    )
