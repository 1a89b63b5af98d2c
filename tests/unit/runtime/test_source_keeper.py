import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from barograph.config import Settings
from barograph.config.datasource import DataSourceSpec
from barograph.config.detector import QuerySpec
from barograph.domain import EventType
from barograph.errors import SourceError, SourceMisconfigured
from barograph.runtime.foundation import Foundation, lay_foundation
from barograph.runtime.source_keeper import SourceKeeper
from barograph.runtime.sources import open_sources
from barograph.security.vault import SecretVault
from barograph.storage.datasources import DataSources
from tests.servers.faults import answer, hang_up, serving

FILE = "datasources: [{name: files, type: prometheus, attempts: 1, urls: ['URL']}]"


@pytest.fixture
def foundation(tmp_path: Path) -> Iterator[Foundation]:
    (tmp_path / "datasources").mkdir()
    settings = Settings.model_validate(
        {"state_dir": tmp_path / "var", "provisioning_dir": tmp_path, "secret_key": "key"}
    )
    made = lay_foundation(settings)
    made.stores.database.upgrade()
    yield made
    made.close()


def write(foundation: Foundation, url: str) -> None:
    path = foundation.settings.provisioning_dir / "datasources" / "a.yaml"
    path.write_text(FILE.replace("URL", url))


def test_a_source_that_goes_down_is_an_event_and_shows_in_the_health(foundation: Foundation) -> None:
    with serving(hang_up) as server:
        write(foundation, server.url)
        keeper = SourceKeeper(foundation, open_sources(foundation.settings, {}))
        keeper.look()
        keeper.settle()
    event = foundation.stores.events.after("default", 0)[0]
    assert event.type is EventType.SOURCE_HEALTH
    assert (event.payload["source"], event.payload["state"]) == ("files", "down")
    (health,) = keeper.health_json()
    assert (health["tenant"], health["name"], health["state"]) == ("default", "files", "down")
    json.dumps(health)


def test_sources_from_the_api_and_changed_files_are_taken_up(foundation: Foundation) -> None:
    write(foundation, "http://127.0.0.1:1")
    sources = open_sources(foundation.settings, {})
    keeper = SourceKeeper(foundation, sources)
    store = DataSources(foundation.stores.database, SecretVault(b"key"))
    made = {"name": "made", "type": "prometheus", "urls": ["http://127.0.0.1:1"], "attempts": 1}
    store.create("team", DataSourceSpec.model_validate(made), 1)
    write(foundation, "http://127.0.0.1:2")
    keeper.look()
    assert sources.directory.get("team", "made").spec.urls == ("http://127.0.0.1:1",)
    assert sources.directory.get("default", "files").spec.urls == ("http://127.0.0.1:2",)
    assert [stored.origin for stored in store.all("default")] == ["provisioning"]
    write(foundation, "nonsense")
    keeper.look()
    keeper.settle()
    assert sources.directory.get("default", "files").spec.urls == ("http://127.0.0.1:2",)


def test_a_source_that_cant_be_built_is_a_problem_and_the_others_are_asked(foundation: Foundation) -> None:
    write(foundation, "http://127.0.0.1:1")
    sources = open_sources(foundation.settings, {})
    keeper = SourceKeeper(foundation, sources)
    store = DataSources(foundation.stores.database, SecretVault(b"key"))
    made = {"name": "made", "type": "loki", "urls": ["http://127.0.0.1:1"], "category_files": ["/typo.yaml"]}
    store.create("team", DataSourceSpec.model_validate(made), 1)
    keeper.look()
    keeper.settle()
    assert len(keeper.problems) == 1
    assert "`made` can't be built: The file of log categories /typo.yaml" in keeper.problems[0]
    assert {health["name"] for health in keeper.health_json()} == {"files", "made"}


def test_a_source_whose_key_is_lost_says_so_to_everybody(foundation: Foundation) -> None:
    write(foundation, "http://127.0.0.1:1")
    sources = open_sources(foundation.settings, {})
    keeper = SourceKeeper(foundation, sources)
    auth = {"bearer_token": "t"}
    made = {"name": "made", "type": "prometheus", "urls": ["http://127.0.0.1:1"], "auth": auth}
    lost = DataSources(foundation.stores.database, SecretVault(b"another key"))
    lost.create("team", DataSourceSpec.model_validate(made), 1)
    with capture_logs() as lines:
        keeper.look()
        keeper.look()
    keeper.settle()
    (problem,) = keeper.problems
    assert "The secrets of team/made can't be read" in problem
    assert [line["reason"] for line in lines if line["log_level"] == "error"] == [problem]
    with pytest.raises(SourceMisconfigured, match="The secrets of team/made can't be read"):
        sources.queries.window("team", QuerySpec(source="made", expression="up"), 60_000, 3)
    assert sources.directory.get("default", "files").spec.name == "files"


def test_how_collections_go_is_shown(foundation: Foundation) -> None:
    data, remark = {"resultType": "matrix", "result": []}, "PromQL info: not a counter"
    body = json.dumps({"status": "success", "data": data, "infos": [remark]}).encode()
    with serving(answer(body), hang_up) as server:
        write(foundation, server.url)
        sources = open_sources(foundation.settings, {})
        keeper = SourceKeeper(foundation, sources)
        query, now_ms = QuerySpec(source="files", expression="up"), int(time.time() // 60 * 60_000)
        sources.queries.window("default", query, now_ms, 3)
        with pytest.raises(SourceError):
            sources.queries.window("default", query, now_ms + 60_000, 3)
    shown = keeper.collections_json()[0]
    assert (shown["source"], shown["expression"], shown["errors_in_a_row"]) == ("files", "up", 1)
    assert (shown["last_error_code"], shown["warnings"]) == ("source_unavailable", (remark,))
