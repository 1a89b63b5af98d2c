import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.registry import SourceRegistry
from tests.servers.base import free_port
from tests.servers.flat import flat_server

REQUEST = RangeRequest("up", 0, 60_000, 60_000)


@pytest.mark.parametrize("kind", ["prometheus", "loki"])
def test_a_replica_answers_while_the_preferred_server_is_away_and_hands_back(kind: str) -> None:
    port = free_port()
    preferred = f"http://127.0.0.1:{port}"
    with flat_server() as second:
        spec = DataSourceSpec(name="pair", type=kind, urls=(preferred, second.url), attempts=1)
        source = SourceRegistry.installed().build(spec)
        with flat_server(port=port) as first:
            assert source.fetch(REQUEST).values.tolist() == [[1, 1]]
            assert [each.is_used for each in source.check().addresses] == [True, False]
            assert (first.asked, second.asked) == (1, 0)

        assert source.fetch(REQUEST).values.tolist() == [[1, 1]]
        health = source.check()
        assert health.state is SourceState.DEGRADED
        assert f"1 of 2 addresses answer, {second.url} is used" in health.sentence
        away, used = health.addresses
        assert (away.state, away.is_used, used.is_used) == (SourceState.DOWN, False, True)
        assert away.rests_seconds > 0
        assert second.asked == 1

        with flat_server(port=port) as first:
            assert source.check().state is SourceState.OK
            source.fetch(REQUEST)
            assert (first.asked, second.asked) == (1, 1)
