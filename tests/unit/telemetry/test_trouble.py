import structlog
from structlog.testing import capture_logs

from barograph.errors import StorageFull, StorageUnavailable
from barograph.telemetry.trouble import Trouble


def test_what_keeps_failing_is_said_once_when_it_begins_and_once_when_it_is_over() -> None:
    with capture_logs() as lines:
        trouble = Trouble(structlog.get_logger(), "it fails", "it goes on", child="web")
        trouble.end()
        for _ in range(3):
            trouble.note(StorageFull())
        trouble.note(StorageUnavailable())
        trouble.end()
        trouble.end()
    assert [(line["event"], line["child"], line["code"]) for line in lines] == [
        ("it fails", "web", "storage_full"),
        ("it fails", "web", "storage_unavailable"),
        ("it goes on", "web", "storage_unavailable"),
    ]
    assert "disk of the database is full" in lines[0]["reason"]
    assert "exc_info" not in lines[0]


def test_a_mistake_of_ours_is_logged_with_its_place_once() -> None:
    mistake = RuntimeError("broken")
    with capture_logs() as lines:
        trouble = Trouble(structlog.get_logger(), "it fails", "it goes on")
        trouble.note(mistake)
        trouble.note(mistake)
    assert [line["exc_info"] for line in lines] == [mistake]
