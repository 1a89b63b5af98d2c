"""Every metric that is served is on the page with type and labels, and dashboards ask for no other."""

import json
import re
from pathlib import Path

import promql_parser
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

from barograph.runtime.collector import ProductCollector
from barograph.storage import Stores
from barograph.telemetry.http_metrics import HttpMetrics
from tests.browser.dashboards import asked_metrics

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "metrics.md").read_text()


def served(stores: Stores) -> list[Metric]:
    registry = CollectorRegistry()
    registry.register(ProductCollector(stores))
    HttpMetrics(registry)
    return list(registry.collect())


def full_name(family: Metric) -> str:
    return f"{family.name}_total" if family.type == "counter" else family.name


def test_the_page_has_every_metric_with_its_type_and_labels(stores: Stores) -> None:
    rows = re.findall(r"^\| `(\w+)(?:\{([\w,]+)\})?` \| (\w+) \|", PAGE, re.MULTILINE)
    assert sorted((name, kind) for name, _, kind in rows) == sorted(
        (full_name(family), family.type) for family in served(stores)
    )
    labels = {name: tuple(text.split(",")) if text else () for name, text, _ in rows}
    for family in served(stores):
        # Families of the product know their labels; the metrics of HTTP keep them elsewhere.
        known = getattr(family, "_labelnames", None)
        if known is not None:
            assert labels[full_name(family)] == tuple(known), family.name


def test_names_end_with_their_unit_and_counters_with_total(stores: Stores) -> None:
    for family in served(stores):
        assert family.name.startswith("barograph_")
        assert not re.search(r"(milli|micro|_ms$|_minutes|_percent)", family.name)
        assert family.type != "histogram" or family.name.endswith("_seconds")


def test_dashboards_ask_for_metrics_that_are_served(stores: Stores) -> None:
    assert asked_metrics() <= {full_name(family) for family in served(stores)}


def test_the_examples_are_promql() -> None:
    (block,) = re.findall(r"```promql\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines():
        promql_parser.parse(line)


def test_other_pages_show_the_same_labels() -> None:
    here = dict(re.findall(r"^\| `(barograph_\w+)(\{[\w,]+\})?` \|", PAGE, re.MULTILINE))
    for page in (ROOT / "docs").rglob("*.md"):
        shown = re.findall(r"^\| `(barograph_\w+)(\{[\w,]+\})?` \|", page.read_text(), re.MULTILINE)
        wrong = [name for name, labels in shown if labels and here.get(name, labels) != labels]
        assert not wrong, page.name


def test_the_dashboard_that_the_page_names_exists() -> None:
    titles = {json.loads(file.read_text())["title"] for file in (ROOT / "dashboards").glob("*.json")}
    named = re.findall(r"dashboard \*([^*]+)\*", PAGE)
    assert named
    assert set(named) <= titles
