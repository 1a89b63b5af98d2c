import pytest
from pydantic import SecretStr

from barograph.telemetry.redaction import HIDDEN, redact, redact_event


@pytest.mark.parametrize(
    "value",
    [
        "postgresql://user:hush@host/name",
        "GET / Authorization: Bearer hush-hush-hush",
        "got bg_hushhushhushhush1 from you",
        "X eyJhbGciOiJI.eyJzdWIiOiJodXNo.hush",
        "https://hooks.example/x?token=hush&a=1",
        '{"password": "hush"}',
        {"headers": {"Cookie": "hush", "deep": [{"api_key": "hush"}]}},
        {"Authorization": b"hush"},
        SecretStr("hush"),
        [("user", "x"), "https://u:hush@h"],
        ValueError("can't open postgresql://user:hush@host/name"),
        b"Basic hushhushhush",
    ],
)
def test_no_secret_is_left(value: object) -> None:
    assert "hush" not in str(redact(value))
    assert HIDDEN in str(redact(value))


@pytest.mark.parametrize(
    "value", ["GET /api/v1/detectors?text=latency", 7, None, True, {"labels": {"route": "/cart"}}]
)
def test_what_is_no_secret_stays(value: object) -> None:
    assert redact(value) == value


def test_a_line_of_the_log_is_redacted_by_names_and_texts() -> None:
    line = redact_event(None, "info", {"event": "to ://a:hush@b", "token": "hush", "token_count": 3})
    assert line == {"event": f"to ://a:{HIDDEN}@b", "token": HIDDEN, "token_count": 3}
