"""The page at `/` of a real demo, in a real browser."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from barograph.security import Role, new_key
from barograph.storage import Database, Stores
from tests.servers.base import free_port, wait_until
from tests.servers.chromium import Tab, chromium_running
from tests.servers.product import product_running

_DEMO = [sys.executable, "-c", "import sys; from barograph.cli.main import main; sys.exit(main())", "demo"]
BUSY_SECONDS = 3.0
"""What a promise of seconds may take longer where the machine does other things, too."""


class RunningDemo:
    """A demo that was started, its address, and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = str(self.wait_for("ready")["url"])

    def wait_for(self, kind: str) -> dict[str, Any]:
        assert self._process.stdout
        for line in self._process.stdout:
            message: dict[str, Any] = json.loads(line)
            if message["type"] == kind:
                return message
        raise AssertionError(f"the demo ended before it said {kind}")

    def stop(self) -> tuple[int, float]:
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=30), time.monotonic() - began


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    folder = tmp_path_factory.mktemp("demo")
    command = [*_DEMO, "--json", "--port", str(free_port()), "--state-dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield RunningDemo(process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    with chromium_running(tmp_path) as opened:
        yield opened


def test_the_page_shows_a_live_anomaly_without_being_asked(demo: RunningDemo, tab: Tab) -> None:
    tab.open(demo.url)
    tab.wait_for("document.getElementById('connection')?.textContent === 'live'")
    tab.wait_for("document.querySelectorAll('#detectors li').length === 8")
    told = demo.wait_for("anomaly_detected")
    tab.wait_for(f"document.querySelector('[data-fingerprint=\"{told['fingerprint']}\"]') !== null", 10)
    tab.wait_for("document.querySelector('#chart .value')?.getAttribute('d').length > 100")
    tab.wait_for("document.querySelector('#chart .band')?.getAttribute('d').length > 100")
    assert "open anomal" in tab.evaluate("document.getElementById('summary').textContent")
    assert tab.evaluate("document.querySelectorAll('#health li.ok').length") >= 4
    assert tab.complaints == []


def test_the_link_of_a_message_opens_its_incident_at_the_time_of_it(demo: RunningDemo, tab: Tab) -> None:
    wait_until(lambda: bool(ask(f"{demo.url}/api/v1/incidents")), "an incident", deadline_seconds=90)
    (incident,) = ask(f"{demo.url}/api/v1/incidents?limit=1")
    (first, *_) = ask(f"{demo.url}/api/v1/incidents/{incident['id']}/members")
    tab.open(f"{demo.url}/?incident={incident['id']}")
    tab.wait_for(
        f"document.querySelector('#incident [data-fingerprint=\"{first['fingerprint']}\"]') !== null"
    )
    assert tab.evaluate("document.querySelector('#incident h2').textContent") == incident["title"]
    tab.wait_for(f"document.getElementById('detector')?.value === '{first['detector_id']}'")
    tab.wait_for("document.querySelector('#chart .episode') !== null")
    assert f"incident={incident['id']}" in tab.evaluate("location.search"), "a reload shows it again"
    tab.open(f"{demo.url}/?anomaly={first['fingerprint']}")
    tab.wait_for(f"document.getElementById('detector')?.value === '{first['detector_id']}'")
    tab.wait_for("document.querySelector('#chart .episode') !== null")
    tab.open(f"{demo.url}/?incident=bad")
    tab.wait_for("document.querySelector('#incident .incident')?.textContent.includes('no incident')")


def ask(url: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = requests.get(url, timeout=10).json()["items"]
    return items


def test_everything_ends_within_five_seconds(demo: RunningDemo) -> None:
    code, seconds = demo.stop()
    assert code == 130
    assert seconds < 5 + BUSY_SECONDS


def test_where_an_identity_is_required_a_key_opens_the_page_and_its_live_line(
    tmp_path: Path, tab: Tab
) -> None:
    with product_running(tmp_path, "detectors: []", {"BAROGRAPH_AUTH_MODE": "required"}) as product:
        text = viewer_key(tmp_path)
        tab.open(product.url)
        tab.wait_for("document.querySelector('dialog[open] [role=alert]')?.textContent.includes('API key')")
        sign_in(tab, "bg_a-wrong-one")
        tab.wait_for("document.querySelector('dialog[open] [role=alert]')?.textContent.includes('unknown')")
        sign_in(tab, text)
        tab.wait_for("document.getElementById('connection').textContent === 'live'")
        tab.wait_for("document.getElementById('summary').textContent === 'No detector yet.'")
        assert tab.evaluate("document.querySelector('dialog')") is None
        assert all("401" in complaint for complaint in tab.complaints)


def test_a_refusal_that_comes_after_the_key_asks_for_no_other(tmp_path: Path, tab: Tab) -> None:
    with product_running(tmp_path, "detectors: []", {"BAROGRAPH_AUTH_MODE": "required"}) as product:
        text = viewer_key(tmp_path)
        tab.call("Page.addScriptToEvaluateOnNewDocument", source=HOLD_THE_FIRST_REFUSAL)
        tab.open(product.url)
        tab.wait_for("document.querySelector('dialog[open]') !== null && window.letGo !== undefined")
        sign_in(tab, text)
        tab.wait_for("document.querySelector('dialog') === null")
        tab.evaluate("letGo()")
        tab.wait_for("window.isAskedAgain === true")
        tab.wait_for("document.getElementById('connection').textContent === 'live'")
        assert tab.evaluate("document.querySelector('dialog')") is None


HOLD_THE_FIRST_REFUSAL = """
const fetchNow = window.fetch;
let held = null;
window.fetch = async (address, options) => {
  if (held === String(address) && window.isLetGo) window.isAskedAgain = true;
  const answer = await fetchNow(address, options);
  if (held === null && answer.status === 401) {
    held = String(address);
    await new Promise((go) => { window.letGo = () => { window.isLetGo = true; go(); }; });
  }
  return answer;
};
"""


def viewer_key(state: Path) -> str:
    """Make a key for a product that runs, as `barograph keys create` does."""
    database = Database(f"sqlite:///{state / 'var' / 'barograph.db'}")
    key, text = new_key("default", "my page", Role.VIEWER, now_ms=0)
    Stores.over(database).api_keys.add(key)
    database.close()
    return text


def sign_in(tab: Tab, key: str) -> None:
    """Type a key into the dialog."""
    tab.evaluate(f"document.getElementById('key').value = {json.dumps(key)}")
    tab.evaluate("document.querySelector('dialog form').requestSubmit()")
