"""The demo from its first line to the last: shop, product, training, then one incident after the other."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import requests
from ruamel.yaml import YAML

from barograph.config.detector import DetectorSpec
from barograph.demo.discovery import discover
from barograph.demo.following import follow_events
from barograph.demo.processes import DemoProcesses, pick_port
from barograph.demo.showing import Show
from barograph.demo.waiting import say_who_waits
from barograph.errors import InternalError

__all__ = ["DemoWishes", "play_demo"]

_START_SECONDS = 60.0
# When training takes long, incidents begin all the same: what is trained by then sees them.
_LONGEST_TRAINING_SECONDS = 25.0
_TOLD = ("anomaly_detected", "anomaly_resolved")


@dataclass(frozen=True, slots=True)
class DemoWishes:
    """What the person in front of the terminal asked for."""

    folder: Path
    port: int
    prometheus_url: str = ""


@dataclass(frozen=True, slots=True)
class _Stage:
    """Where the data come from and how many detectors look at them."""

    prometheus_url: str
    loki_url: str
    detector_count: int
    is_simulated: bool


def play_demo(wishes: DemoWishes, show: Show) -> None:
    """Play until interrupted; whatever happens, every process that was started ends."""
    wishes.folder.mkdir(parents=True, exist_ok=True)
    processes = DemoProcesses(wishes.folder)
    try:
        stage = _set_up(wishes, processes, show)
        url = _start_product(wishes, stage, processes, show)
        _tell_events(url, stage, processes, show)
    finally:
        processes.stop()


def _set_up(wishes: DemoWishes, processes: DemoProcesses, show: Show) -> _Stage:
    target = wishes.folder / "provisioning" / "detectors" / "demo.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    if wishes.prometheus_url:
        specs = discover(wishes.prometheus_url)
        _write_specs(target, specs)
        names = ", ".join(spec.name for spec in specs)
        show.step(f"Prometheus at {wishes.prometheus_url} has metrics for {len(specs)} detectors: {names}")
        return _Stage(wishes.prometheus_url, "", len(specs), is_simulated=False)
    text = (files("barograph.demo") / "detectors" / "shop.yaml").read_text(encoding="utf-8")
    target.write_text(text, encoding="utf-8")
    processes.start("shop", "barograph.demo.server")
    with show.waiting("The simulated shop opens"):
        line = _wait_for(lambda: _first_line(processes.log_of("shop")), "the shop", processes)
    url = str(orjson.loads(line)["url"])
    show.step(f"A simulated shop with 9 services and two weeks of history answers at {url}")
    count = len(YAML(typ="safe", pure=True).load(text)["detectors"])
    return _Stage(url, url, count, is_simulated=True)


def _write_specs(target: Path, specs: Sequence[DetectorSpec]) -> None:
    content = {"apiVersion": 1, "detectors": [spec.model_dump(mode="json") for spec in specs]}
    with target.open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(content, file)


def _start_product(wishes: DemoWishes, stage: _Stage, processes: DemoProcesses, show: Show) -> str:
    port = pick_port(wishes.port)
    if port != wishes.port:
        show.step(f"Port {wishes.port} is taken by another program, so this demo listens on {port}")
    processes.start("product", "barograph.demo.product", _environment(wishes.folder, port, stage))
    url = f"http://127.0.0.1:{port}"
    with show.waiting("Database, engine and web server start"):
        _wait_for(lambda: _answers(f"{url}/alive"), "the web server", processes)
    show.step(f"Database, engine and web server run; {stage.detector_count} detectors are provisioned")
    show.address(url)
    return url


def _environment(folder: Path, port: int, stage: _Stage) -> dict[str, str]:
    return {
        "BAROGRAPH_WEB_PORT": str(port),
        "BAROGRAPH_STATE_DIR": str(folder),
        "BAROGRAPH_PROVISIONING_DIR": str(folder / "provisioning"),
        "BAROGRAPH_PROMETHEUS_URL": stage.prometheus_url,
        "BAROGRAPH_LOKI_URL": stage.loki_url,
        "BAROGRAPH_SHUTDOWN_SECONDS": "3",
        # While everything starts at once, two fits at a time bring the first anomaly sooner.
        "BAROGRAPH_TRAINING_WORKERS": "2",
        # One person with a browser and a terminal should never meet the limit meant for strangers.
        "BAROGRAPH_API_RATE_LIMIT_PER_MINUTE": "0",
        "BAROGRAPH_API_READ_LIMIT_PER_MINUTE": "0",
    }


def _tell_events(url: str, stage: _Stage, processes: DemoProcesses, show: Show) -> None:
    events = follow_events(url)
    with show.waiting(f"{stage.detector_count} detectors learn what is normal from history"):
        seen = list(_until_trained(events, stage.detector_count, processes))
    trained = {event["detector_id"] for event in seen if event["event"] == "model_trained"}
    if trained:
        show.step(f"{len(trained)} of {stage.detector_count} detectors have learnt what is normal")
    # Who has learnt a moment ago waits for its next tick and does not know it yet.
    for sentence in say_who_waits(one for one in _waiting(url) if one["id"] not in trained):
        show.note(sentence)
    if stage.is_simulated:
        requests.post(f"{stage.prometheus_url}/shop/live", timeout=5).raise_for_status()
        show.step("From now on an incident strikes the shop every two minutes. What Barograph says about it:")
    for event in seen:
        _tell(event, show)
    for live in events:
        processes.check()
        if live is not None:
            _tell(live, show)


def _waiting(url: str) -> Iterator[dict[str, Any]]:
    """Yield the detectors that do not judge yet: mostly, because a Prometheus is young."""
    for state in ("pending", "failing"):
        answer = requests.get(f"{url}/api/v1/detectors", params={"state": state}, timeout=5)
        answer.raise_for_status()
        yield from answer.json()["items"]


def _until_trained(
    events: Iterator[dict[str, Any] | None], count: int, processes: DemoProcesses
) -> Iterator[dict[str, Any]]:
    deadline = time.monotonic() + _LONGEST_TRAINING_SECONDS
    trained: set[str] = set()
    while len(trained) < count and time.monotonic() < deadline:
        processes.check()
        event = next(events)
        if event is not None:
            if event["event"] == "model_trained":
                trained.add(event["detector_id"])
            yield event


def _tell(event: Mapping[str, Any], show: Show) -> None:
    if event["event"] in _TOLD:
        show.anomaly(event)


def _wait_for(find: Callable[[], str], what: str, processes: DemoProcesses) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        processes.check()
        if found := find():
            return found
        time.sleep(0.1)
    raise InternalError(
        f"After {_START_SECONDS:g} s {what} does not answer yet. Look at the logs of the demo."
    )


def _first_line(log: Path) -> str:
    return next((line for line in log.read_text().splitlines() if line.startswith("{")), "")


def _answers(address: str) -> str:
    try:
        return "yes" if requests.get(address, timeout=2).ok else ""
    except requests.RequestException:
        return ""
