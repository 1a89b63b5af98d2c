"""The algorithm and the source of docs/extending.md keep the contracts and are found by entry points."""

import json
import re
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from ruamel.yaml import YAML

from barograph.algorithms.registry import Registry
from barograph.config.datasource import DataSourceFile
from barograph.errors import SourceAnswerInvalid
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.registry import SourceRegistry

PAGE = (Path(__file__).parents[2] / "docs" / "extending.md").read_text()
POINTS: Mapping[str, Mapping[str, str]] = tomllib.loads(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0])[
    "project"
]["entry-points"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(autouse=True)
def package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the modules of the page."""
    for name, text in zip(
        ("shop_algorithms", "shop_sources"), (blocks("python")[0], blocks("python")[2]), strict=True
    ):
        assert text.startswith(f'"""{name}.py')
        module = ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(compile(text, f"{name}.py", "exec"), module.__dict__)


def points(group: str) -> list[EntryPoint]:
    return [EntryPoint(name, value, group) for name, value in POINTS[group].items()]


def test_the_test_of_the_page_passes() -> None:
    module: dict[str, Callable[[], None]] = {}
    exec(blocks("python")[1], module)
    module["test_it_keeps_the_contract"]()


def test_the_registry_reads_what_the_page_says() -> None:
    told = Registry(points("barograph.algorithms")).describe("midrange")
    assert told.summary.startswith("Distance from the middle")
    assert {one.name: one.help for one in told.parameters} == {
        "window": "How many points before a point it is compared with.",
        "slack": "How much wider than that span points may be. A second line is indented further.",
    }


class Shop(BaseHTTPRequestHandler):
    """Counts the moments of the grid, with one gap; of `nonsense` it tells nonsense."""

    def do_GET(self) -> None:
        form = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        rows: object = "?"
        if form.get("name") == "orders":
            grid = range(int(form["start"]), int(form["end"]) + 1, int(form["step"]))
            rows = [{"labels": {"shop": "a"}, "values": [None, *range(1, len(grid))]}]
        content = json.dumps(rows).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def shop() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_source_answers_on_the_grid(shop: str) -> None:
    content = YAML(typ="safe").load(blocks("yaml")[0].replace("http://shop:8080", shop))
    (spec,) = DataSourceFile.model_validate(content).datasources
    source = SourceRegistry(points("barograph.sources")).build(spec)
    assert source.check().state is SourceState.OK
    frame = source.fetch(RangeRequest("orders", 60_000, 240_000, 60_000))
    assert [dict(labels) for labels in frame.labels] == [{"shop": "a"}]
    np.testing.assert_array_equal(frame.values, [[np.nan, 1, 2, 3]])
    with pytest.raises(SourceAnswerInvalid, match="no list of numbers"):
        source.fetch(RangeRequest("nonsense", 60_000, 240_000, 60_000))


def test_a_source_that_is_away_is_said_to_be_down() -> None:
    content = YAML(typ="safe").load(blocks("yaml")[0].replace("http://shop:8080", "http://127.0.0.1:9"))
    (spec,) = DataSourceFile.model_validate(content).datasources
    assert SourceRegistry(points("barograph.sources")).build(spec).check().state is SourceState.DOWN
