"""What people know to have been wrong, from the files that they have: CSV, Alertmanager, Grafana, our API."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from barograph.config.matchers import Matcher
from barograph.engine.quality import KnownIncident
from barograph.errors import ValidationFailed

__all__ = ["read_known_incidents"]

_FOREVER_MS = 253_402_300_799_999
_UNSET_YEAR = "0001-"


@dataclass(frozen=True, slots=True)
class _Entry:
    """An incident with the labels by which it may be chosen."""

    incident: KnownIncident
    labels: Mapping[str, str]


def read_known_incidents(file: Path, match: Sequence[Matcher] = ()) -> tuple[KnownIncident, ...]:
    """Read what a file knows, in the order of time; of what has labels only what matches.

    A CSV has the columns ``start``, ``end`` and perhaps ``name``. JSON is what `amtool alert query -o json`,
    Alertmanager's `/api/v2/alerts` and its webhook, Grafana's `/api/annotations` or a list of incidents give.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationFailed(f"The labels in {file} can't be read: {error}.") from error
    is_json = text.lstrip()[:1] in ("[", "{")
    entries = _read_json(text, file) if is_json else _read_csv(text, file)
    chosen = (one.incident for one in entries if all(matcher.is_met_by(one.labels) for matcher in match))
    return tuple(sorted(set(chosen), key=lambda one: (one.start_ms, one.end_ms, one.name)))


def _read_csv(text: str, file: Path) -> Iterator[_Entry]:
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        names = {name: value or "" for name, value in row.items() if isinstance(value, str | None) and name}
        yield _entry(f"{file}:{number}", names.get("start"), names.get("end"), names.get("name"), names)


def _read_json(text: str, file: Path) -> Iterator[_Entry]:
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValidationFailed(f"{file}:{error.lineno}: not valid JSON: {error.msg}.") from error
    if isinstance(content, dict):
        content = content.get("alerts") or content.get("items") or content.get("data") or []
    for number, item in enumerate(content):
        reader = _find_reader(item)
        if reader is None:
            raise ValidationFailed(
                f"{file}: item {number} is no alert of Alertmanager, no annotation of Grafana, "
                "and no incident with `start` and `end`."
            )
        yield reader(f"{file}: item {number}", item)


def _find_reader(item: Any) -> Callable[[str, dict[str, Any]], _Entry] | None:
    """Tell by its keys what an item is."""
    if not isinstance(item, dict):
        return None
    readers = (
        ("startsAt", _read_alert),
        ("time", _read_annotation),
        ("started_ms", _read_own),
        ("start", _read_plain),
    )
    return next((reader for key, reader in readers if key in item), None)


def _read_alert(place: str, item: dict[str, Any]) -> _Entry:
    labels = {str(name): str(value) for name, value in (item.get("labels") or {}).items()}
    end = str(item.get("endsAt") or _UNSET_YEAR)
    end_time = _FOREVER_MS / 1000 if end.startswith(_UNSET_YEAR) else end
    return _entry(place, item["startsAt"], end_time, labels.get("alertname"), labels)


def _read_annotation(place: str, item: dict[str, Any]) -> _Entry:
    """Read an annotation of Grafana; one without an end is a moment."""
    start = float(item["time"]) / 1000
    end = float(item.get("timeEnd") or 0) / 1000
    return _entry(place, start, max(start, end), item.get("text"), _labels_of_tags(item.get("tags") or ()))


def _read_own(place: str, item: dict[str, Any]) -> _Entry:
    end_ms = item.get("ended_ms")
    end = (_FOREVER_MS if end_ms is None else float(end_ms)) / 1000
    return _entry(place, float(item["started_ms"]) / 1000, end, item.get("title"), {})


def _read_plain(place: str, item: dict[str, Any]) -> _Entry:
    labels = {str(name): str(value) for name, value in (item.get("labels") or {}).items()}
    return _entry(place, item.get("start"), item.get("end"), item.get("name"), labels)


def _labels_of_tags(tags: Iterable[object]) -> dict[str, str]:
    """Read `team:shop` and `team=shop` as labels; plain tags make one called tag."""
    labels: dict[str, str] = {}
    for tag in map(str, tags):
        name, found, value = tag.partition("=" if "=" in tag else ":")
        plain = f"{labels['tag']},{tag}" if "tag" in labels else tag
        labels.update({name: value} if found else {"tag": plain})
    return labels


def _entry(place: str, start: object, end: object, name: object, labels: Mapping[str, str]) -> _Entry:
    try:
        start_ms, end_ms = _read_time(start), _read_time(end)
    except (ValueError, OverflowError) as error:
        raise ValidationFailed(
            f"{place}: `start` and `end` must be times like 2026-05-01T10:00:00Z or seconds since the epoch."
        ) from error
    if end_ms < start_ms:
        raise ValidationFailed(f"{place}: `end` lies before `start`.")
    return _Entry(KnownIncident(start_ms, end_ms, str(name or "")), labels)


def _read_time(value: object) -> int:
    text = str("" if value is None else value).strip()
    if text.replace(".", "", 1).isdigit():
        return round(float(text) * 1000)
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
