"""Every fault of a source, all at once: each has its name and its events, and the others go on."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from barograph.config import Settings
from barograph.domain import Event, EventType
from barograph.runtime.engine import Engine
from barograph.runtime.foundation import Foundation, lay_foundation
from tests.servers.base import free_port, wait_until
from tests.servers.certificates import make_certificates
from tests.servers.faults import Reply, answer, drip, gzip_bomb, hang_up, serving, silence, truncated
from tests.servers.flat import flat_server

PRODUCTS = ("prometheus", "loki")
_SERIES = b",".join(b'{"metric":{"i":"%d"},"values":[]}' % number for number in range(30_000))
_CROWD = b'{"status":"success","data":{"resultType":"matrix","result":[' + _SERIES + b"]}}"
_PAGE = answer(b"<html>Please log in</html>", content_type="text/html")
REPLIES: dict[str, tuple[Reply, str, str]] = {
    "hangs-up": (hang_up, "source_unavailable", "can't be reached"),
    "silent": (silence, "source_timeout", "did not answer within 1 s"),
    "drips": (drip(b"x" * 1_000, 0.02), "source_timeout", "did not answer within 1 s"),
    "throttled": (answer(b"", 429, retry_after="9"), "source_unavailable", "slow down"),
    "broken": (answer(b"oops", 503), "source_unavailable", "status 503"),
    "truncated": (truncated(b'{"status":"success","data":{}}', 12), "source_unavailable", "broke off"),
    "half-json": (answer(b'{"status":"success","data":{"resu'), "source_unavailable", "not the JSON"),
    "bomb": (gzip_bomb(20_000_000), "too_many_series", "max_response_bytes"),
    "login-page": (_PAGE, "source_unavailable", "text/html"),
    "crowd": (answer(_CROWD), "too_many_series", "engine_max_series allows 20,000"),
}
ADDRESSES: dict[str, tuple[str, str]] = {
    "refused": ("source_unavailable", "Connection refused"),
    "nameless": ("source_unavailable", "can't be resolved"),
    "untrusted": ("source_unavailable", "certificate"),
}
EXPECTED = {name: (code, words) for name, (_, code, words) in REPLIES.items()} | ADDRESSES
DETECTOR = """\
  - name: {name}
    query: {{source: {name}, expression: '{expression}', step: 1s, offset: 0s}}
    algorithm: {{name: threshold, parameters: {{upper: 5}}}}
"""
SOURCE = """\
  - {{name: {name}, type: {product}, urls: ["{url}"], attempts: 1, timeout: {timeout},
     max_response_bytes: 2000000}}
"""
EXPRESSIONS = {"prometheus": "level", "loki": 'sum(count_over_time({app="shop"}[1m]))'}


@dataclass
class Room:
    """An engine that runs in this process, and when it began."""

    foundation: Foundation
    began_ms: int

    def events(self, kind: EventType) -> list[Event]:
        found: list[Event] = []
        while page := self.foundation.stores.events.after("default", found[-1].id if found else 0):
            found += page
        return [event for event in found if event.type is kind]

    def first(self, kind: EventType, name: str) -> Event | None:
        told = (
            event for event in self.events(kind) if name in (event.detector_id, event.payload.get("source"))
        )
        return next(
            (event for event in told if event.payload["state"] in ("failing", "down", "degraded")), None
        )

    def evaluated_to(self, name: str) -> int:
        cursor = self.foundation.stores.cursors.get("default", name)
        return cursor.evaluated_to_ms if cursor else 0


def addresses(stack: ExitStack, folder: Path) -> dict[str, str]:
    """Start a server for each fault, and return where they are."""
    urls = {name: stack.enter_context(serving(reply)).url for name, (reply, _, _) in REPLIES.items()}
    tls = make_certificates(folder).server_context()
    urls["untrusted"] = stack.enter_context(serving(answer(b"{}"), tls=tls)).url
    urls["refused"] = f"http://127.0.0.1:{free_port()}"
    urls["nameless"] = "http://no-such-host.invalid"
    urls["sound"] = stack.enter_context(flat_server()).url
    urls["skewed"] = stack.enter_context(flat_server(ahead_seconds=3600)).url
    return urls


def write_files(folder: Path, urls: dict[str, str]) -> None:
    sources, detectors = "datasources:\n", "detectors:\n"
    for kind, url in urls.items():
        for product in PRODUCTS:
            name = f"{product}-{kind}"
            timeout = "20s" if kind in ("sound", "skewed") else "1s"
            sources += SOURCE.format(name=name, product=product, url=url, timeout=timeout)
            detectors += DETECTOR.format(name=name, expression=EXPRESSIONS[product])
    for kind, text in (("datasources", sources), ("detectors", detectors)):
        (folder / kind).mkdir()
        (folder / kind / "all.yaml").write_text(text)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder: Path = tmp_path_factory.mktemp("engine")
    settings: dict[str, Any] = {"state_dir": folder / "var", "provisioning_dir": folder, "secret_key": "key"}
    foundation = lay_foundation(Settings.model_validate(settings | {"reload_seconds": 0.2}))
    foundation.stores.database.upgrade()
    stopping = threading.Event()
    with ExitStack() as stack:
        write_files(folder, addresses(stack, folder))
        room = Room(foundation, int(time.time() * 1000))
        thread = threading.Thread(target=Engine(foundation, {}).run, args=(stopping,))
        thread.start()
        try:
            yield room
        finally:
            stopping.set()
            thread.join()
            foundation.close()


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("kind", EXPECTED)
def test_every_fault_is_told_of_the_detector_and_of_the_source(room: Room, product: str, kind: str) -> None:
    name, (code, words) = f"{product}-{kind}", EXPECTED[kind]
    wait_until(lambda: room.first(EventType.DETECTOR_HEALTH, name) is not None, f"{name} failing")
    wait_until(lambda: room.first(EventType.SOURCE_HEALTH, name) is not None, f"the source {name} down")
    detector, source = (
        room.first(each, name) for each in (EventType.DETECTOR_HEALTH, EventType.SOURCE_HEALTH)
    )
    assert detector is not None
    assert source is not None
    assert (detector.payload["state"], detector.payload["error_code"]) == ("failing", code)
    assert words in str(detector.payload["sentence"])
    assert source.payload["state"] == "down"
    assert room.evaluated_to(name) == 0


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_clock_that_is_an_hour_off_is_told_and_detection_goes_on(room: Room, product: str) -> None:
    name = f"{product}-skewed"
    wait_until(lambda: room.first(EventType.SOURCE_HEALTH, name) is not None, f"{name} degraded")
    event = room.first(EventType.SOURCE_HEALTH, name)
    assert event is not None
    assert event.payload["state"] == "degraded"
    # A Date header holds whole seconds.
    assert re.search(r"is (359\d|360\d) s ahead of ours", str(event.payload["sentence"]))
    wait_until(lambda: room.evaluated_to(name) > room.began_ms, f"{name} judged")


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_others_miss_nothing_meanwhile(room: Room, product: str) -> None:
    name = f"{product}-sound"
    began = time.time() * 1000
    for seconds in (1, 2, 3):
        wait_until(
            lambda seconds=seconds: room.evaluated_to(name) >= began + (seconds - 1) * 1000,
            f"{name} to be judged",
            seconds + 5,
        )
    assert room.first(EventType.DETECTOR_HEALTH, name) is None
    assert room.first(EventType.SOURCE_HEALTH, name) is None
