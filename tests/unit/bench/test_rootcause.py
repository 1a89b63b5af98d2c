import csv
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import orjson
import pytest

from barograph.cli.main import main

DAY = datetime(2022, 8, 22, 3, 0, tzinfo=UTC)
PODS = {"web": "web-579b9bff58-t2dbm", "cart": "cart-579f59597d-wc2lz", "db": "db-6f6cfc45b9-h5m2n"}
FAULT_MINUTES = {300: "cart", 500: "db"}
RANDOM = np.random.default_rng(1)


def write_rows(file: Path, rows: list[list[object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt") if file.suffix == ".gz" else file.open("w") as stream:
        csv.writer(stream).writerows(rows)


def write_nezha(folder: Path) -> None:
    day = folder / "nezha" / "onlineboutique" / "2022-08-22"
    times = [DAY + timedelta(minutes=minute) for minute in range(600)]
    for service, pod in PODS.items():
        values = RANDOM.normal(10, 1, 600)
        for minute, cause in FAULT_MINUTES.items():
            values[minute : minute + 4] += 60 if cause == service else 0
        header = ["Time", "TimeStamp", "PodName", "CpuUsage(m)", "NodeCpuUsageRate(%)"]
        rows = [[f"{t:%Y-%m-%d %H:%M:%S}.1 +0000", 18, pod, v, 1] for t, v in zip(times, values, strict=True)]
        write_rows(day / "metric" / f"{pod}_metric.csv.gz", [header, *rows])
    latency = [[f"{t:%Y-%m-%d %H:%M:%S}", 0, 0.1 + RANDOM.normal(0, 0.01)] for t in times]
    write_rows(day / "metric" / "source_50.csv.gz", [["time", "timestamp", "web_cart"], *latency])
    write_rows(day / "metric" / "dependency.csv.gz", [["Source", "Target", "Weight"], ["web", "cart", 1]])
    faults = {
        str(minute): [
            {"inject_time": f"{DAY + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S}", "inject_pod": PODS[cause]}
        ]
        for minute, cause in FAULT_MINUTES.items()
    }
    (day / "fault_list.json").write_text(json.dumps(faults))


def write_petshop(folder: Path) -> None:
    nodes = ["Site", "Search", "Search_client"]
    calls = [["", *nodes], ["Site", 0, 1, 1], ["Search", 0, 0, 0], ["Search_client", 0, 1, 0]]
    for scenario in ("high", "temporal"):
        write_rows(folder / "petshop" / scenario / "graph.csv", calls)
    head = [["microservice", *nodes], ["metric", *["latency"] * 3], ["statistic", *["Average"] * 3]]
    calm = [[step * 300, *RANDOM.normal(1, 0.1, 3)] for step in range(200)]
    write_rows(folder / "petshop" / "high" / "noissue" / "metrics.csv.gz", [*head, ["unix_timestamp"], *calm])
    for scenario in ("high", "temporal"):
        issue = folder / "petshop" / scenario / "train" / "issue_0"
        ill = [[90_000 + step * 300, 4, 4, 9] for step in range(4)]
        write_rows(issue / "metrics.csv", [*head, ["unix_timestamp"], *ill])
        target = {"node": "Site", "metric": "latency", "agg": "Average", "timestamp": 90_005}
        (issue / "target.json").write_text(json.dumps({"target": target, "root_cause": {"node": "Search"}}))


def test_suspects_are_compared_with_the_injected_causes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_nezha(tmp_path)
    write_petshop(tmp_path)
    assert main(["bench", "rootcause", "--data", str(tmp_path), "--json"]) == 0
    result = orjson.loads(capsys.readouterr().out)
    figures = result["figures"]
    assert figures["onlineboutique_cases"] == 2
    assert figures["onlineboutique_top1"] == 1.0
    assert figures["onlineboutique_random_top1"] == pytest.approx(1 / 3, abs=0.001)
    assert figures["petshop_cases"] == 2
    assert figures["petshop_top1"] == 1.0
    assert result["met"]


def test_a_folder_without_the_sets_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "rootcause", "--data", str(tmp_path)]) == 1
    assert "nezha" in capsys.readouterr().err
