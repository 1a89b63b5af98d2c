import json
from importlib.metadata import EntryPoint

import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.errors import (
    Forbidden,
    InternalError,
    SourceError,
    SourceRejectedQuery,
    SourceThrottled,
    ValidationFailed,
)
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.failover import FailoverSource
from barograph.sources.prometheus import PrometheusSource
from barograph.sources.registry import GROUP, SourceRegistry
from tests.servers.faults import answer, serving


def spec_of(url: str, kind: str = "prometheus", **more: object) -> DataSourceSpec:
    return DataSourceSpec.model_validate({"name": "a", "type": kind, "urls": [url], "attempts": 1, **more})


def test_a_prometheus_is_built_with_its_credentials() -> None:
    more = {"tenant": "team-a", "auth": {"username": "me", "password": "x"}, "headers": {"X-Key": "k"}}
    with serving(answer(b"no", 400)) as server:
        source = SourceRegistry.installed().build(spec_of(server.url, **more))
        assert isinstance(source, FailoverSource)
        assert isinstance(source.preferred, PrometheusSource)
        with pytest.raises(SourceRejectedQuery):
            source.fetch(RangeRequest("up", 0, 0, 1000))
    for header in (b"X-Scope-OrgID: team-a", b"Authorization: Basic bWU6eA==", b"X-Key: k"):
        assert header in server.requests[0]


def test_the_guard_is_asked_about_every_connection() -> None:
    def refuse(address: str) -> None:
        raise Forbidden(f"{address} may not be asked.")

    with serving(answer(b"{}")) as server:
        health = SourceRegistry.installed(guard=refuse).build(spec_of(server.url)).check()
    assert health.state is SourceState.DOWN
    assert "may not be asked" in health.sentence


@pytest.mark.parametrize("kind", ["prometheus", "loki"])
def test_all_addresses_of_a_source_share_one_budget_of_queries(kind: str) -> None:
    with serving(answer(b"", 503)) as first, serving(answer(b"", 503)) as second:
        spec = spec_of(first.url, kind, queries_per_minute=3)
        source = SourceRegistry.installed().build(spec.model_copy(update={"urls": (first.url, second.url)}))
        for _ in range(3):
            with pytest.raises(SourceError):
                source.fetch(RangeRequest("up", 0, 0, 1000))
        with pytest.raises(SourceThrottled, match="3 queries a minute"):
            source.fetch(RangeRequest("up", 0, 0, 1000))
    assert len(first.requests) + len(second.requests) == 3


@pytest.mark.parametrize("kind", ["prometheus", "loki"])
def test_checks_of_health_cost_no_budget(kind: str) -> None:
    now = json.dumps({"status": "success", "data": {"resultType": "scalar", "result": [0, "1"]}}).encode()
    with serving(answer(now)) as server:
        source = SourceRegistry.installed().build(spec_of(server.url, kind, queries_per_minute=1))
        healths = [source.check() for _ in range(3)]
        with pytest.raises(SourceError) as caught:
            source.fetch(RangeRequest("up", 0, 0, 1000))
    assert not any("budget" in health.sentence for health in healths)
    assert not isinstance(caught.value, SourceThrottled)


def test_an_unknown_type_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValidationFailed, match="`prometheus`"):
        SourceRegistry.installed().build(spec_of("http://a", "influx"))


def test_a_type_that_cannot_be_loaded_names_itself() -> None:
    broken = EntryPoint("broken", "no_such_package.source:build", GROUP)
    with pytest.raises(InternalError, match="`broken`"):
        SourceRegistry([broken]).build(spec_of("http://a", "broken"))
