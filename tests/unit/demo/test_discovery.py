import promql_parser
import pytest

from barograph.demo.discovery import discover, propose
from barograph.errors import SourceUnavailable


def test_what_is_there_decides_what_is_proposed() -> None:
    names = {"up", "node_cpu_seconds_total", "http_request_duration_seconds_bucket", "something_else"}
    specs = {spec.name: spec for spec in propose(names)}
    assert set(specs) == {"targets-up", "node-cpu", "http-request-duration-p95"}
    assert specs["targets-up"].policy.direction == "down"
    assert specs["http-request-duration-p95"].unit == "seconds"


def test_every_proposal_is_valid_promql_about_its_metric() -> None:
    metrics = {"up", "http_requests_total", "node_cpu_seconds_total", "a:b_duration_seconds_bucket"}
    for spec in propose(metrics):
        promql_parser.parse(spec.query.expression)
        assert any(metric in spec.query.expression for metric in metrics)


def test_nothing_known_means_nothing_proposed() -> None:
    assert list(propose({"my_metric"})) == []


def test_an_address_without_prometheus_is_said_to_be_one() -> None:
    with pytest.raises(SourceUnavailable, match="Check the address"):
        discover("http://127.0.0.1:1")
