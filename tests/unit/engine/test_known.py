from pathlib import Path

import orjson
import pytest

from barograph.config.matchers import Matcher
from barograph.engine.known import read_known_incidents
from barograph.engine.quality import KnownIncident
from barograph.errors import ValidationFailed

HOUR_MS = 3_600_000
SHOP = (Matcher.parse("team=shop"),)


def written(folder: Path, content: object) -> Path:
    file = folder / "known.json"
    file.write_bytes(orjson.dumps(content))
    return file


def test_known_incidents_are_read_from_csv(tmp_path: Path) -> None:
    file = tmp_path / "incidents.csv"
    file.write_text("start,end,name\n1970-01-01T01:00:00Z,1970-01-01T02:00:00,a\n3600,7200.5,\n")
    assert read_known_incidents(file) == (
        KnownIncident(HOUR_MS, 2 * HOUR_MS, "a"),
        KnownIncident(HOUR_MS, 2 * HOUR_MS + 500, ""),
    )


@pytest.mark.parametrize("line", ["noon,1", "2,1", "1"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "incidents.csv"
    file.write_text(f"start,end\n{line}\n")
    with pytest.raises(ValidationFailed, match=r"incidents\.csv:2"):
        read_known_incidents(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match="can't be read"):
        read_known_incidents(tmp_path / "none.csv")


def alert(team: str, **more: object) -> dict[str, object]:
    return {
        "labels": {"alertname": "Slow", "team": team},
        "annotations": {},
        "startsAt": "1970-01-01T01:00:00.123456789Z",
        "endsAt": "1970-01-01T02:00:00Z",
        **more,
    }


def test_alerts_of_alertmanager_are_read_and_chosen_by_label(tmp_path: Path) -> None:
    file = written(tmp_path, [alert("shop"), alert("web"), alert("shop")])
    slow = KnownIncident(HOUR_MS + 123, 2 * HOUR_MS, "Slow")
    assert read_known_incidents(file) == (slow,)
    assert read_known_incidents(file, SHOP) == (slow,)
    assert read_known_incidents(file, (Matcher.parse("team=data"),)) == ()


def test_an_alert_without_an_end_goes_on(tmp_path: Path) -> None:
    file = written(tmp_path, {"version": "4", "alerts": [alert("shop", endsAt="0001-01-01T00:00:00Z")]})
    (known,) = read_known_incidents(file)
    assert known.end_ms > 4_000_000_000_000


def test_annotations_of_grafana_are_read_and_chosen_by_tag(tmp_path: Path) -> None:
    region = {"time": HOUR_MS, "timeEnd": 2 * HOUR_MS, "text": "Deploy", "tags": ["incident", "team:shop"]}
    moment = {"time": 3 * HOUR_MS, "timeEnd": 0, "text": "Restart", "tags": ["incident"]}
    file = written(tmp_path, [moment, region])
    assert read_known_incidents(file) == (
        KnownIncident(HOUR_MS, 2 * HOUR_MS, "Deploy"),
        KnownIncident(3 * HOUR_MS, 3 * HOUR_MS, "Restart"),
    )
    assert [one.name for one in read_known_incidents(file, SHOP)] == ["Deploy"]
    assert len(read_known_incidents(file, (Matcher.parse("tag=incident"),))) == 2
    assert read_known_incidents(file, (Matcher.parse("tag=deploy"),)) == ()


def test_lists_of_incidents_are_read(tmp_path: Path) -> None:
    plain = [{"start": "1970-01-01T01:00:00Z", "end": 7200, "name": "Database"}]
    assert read_known_incidents(written(tmp_path, plain)) == (
        KnownIncident(HOUR_MS, 2 * HOUR_MS, "Database"),
    )
    ours = {"items": [{"started_ms": HOUR_MS, "ended_ms": 2 * HOUR_MS, "title": "Cart"}], "next_cursor": None}
    assert read_known_incidents(written(tmp_path, ours)) == (KnownIncident(HOUR_MS, 2 * HOUR_MS, "Cart"),)


@pytest.mark.parametrize("content", [[{"what": 1}], [1], [{"start": "noon", "end": 1}], [{"startsAt": "x"}]])
def test_what_is_not_understood_is_named(tmp_path: Path, content: object) -> None:
    with pytest.raises(ValidationFailed, match=r"known\.json: item 0"):
        read_known_incidents(written(tmp_path, content))


def test_broken_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_text("[{")
    with pytest.raises(ValidationFailed, match=r"known\.json:1: not valid JSON"):
        read_known_incidents(file)
