from pathlib import Path

import pytest

from barograph.errors import ValidationFailed
from barograph.sources.logs.categories import load_categories


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("dial tcp 10.0.0.1:5432: i/o timeout", {"timeout"}),
        ("504 Gateway Time-out", {"timeout", "http_5xx"}),
        ("took 500 ms on port 5003", set()),
        ("401 Unauthorized", {"authentication"}),
        ("token is expired by 5m", {"authentication"}),
        ("SSL: CERTIFICATE_VERIFY_FAILED", {"certificate"}),
        ("unknown flag: --colour", {"config"}),
        ("connect ECONNREFUSED 127.0.0.1:80", {"connection_refused"}),
        ("Killed process 7: Out of memory", {"out_of_memory"}),
        ("write: no space left on device", {"disk_full"}),
        ("open /x: permission denied", {"permission"}),
        ("java.lang.NullPointerException", {"null_or_type"}),
        ('"GET / HTTP/1.1" 503 12', {"http_5xx"}),
        ("level=info status=502 path=/", {"http_5xx"}),
        ("level=info status=200 bytes=5000", set()),
        ("ERROR: deadlock detected", {"database"}),
        ("x509: certificate has expired", {"certificate"}),
        ("429 Too Many Requests", {"rate_limit"}),
        ("panic: boom", {"panic"}),
        ("timeout=30s configured", set()),
        ("dial: lookup db: no such host", {"dns"}),
        ("java.io.FileNotFoundException: /x", {"config"}),
        ("com.shop.PageNotFound: /x", set()),
        ("getaddrinfo ENOTFOUND db", {"dns"}),
        ("createPipeline started, ImagePipeline done", set()),
        ("write EPIPE", {"connection_lost"}),
        ("rolePermissions loaded, filePermissions=0644, serviceAccessToken refreshed", set()),
        ("process exited with code 0", set()),
        ("container exited with code 137", {"crash_loop"}),
        ("x-ratelimit-remaining: 59 rate limit=100 ratelimiter=on", set()),
        ("API rate limit hit, RateLimitExceeded", {"rate_limit"}),
        ("GET /x status=200 request timeout=30s", set()),
        ("request timeout: db did not answer", {"timeout"}),
        ("ORA-00942: table or view does not exist", {"database"}),
        ("pod aurora-01 with max_connections=100", set()),
    ],
)
def test_a_line_belongs_to_what_it_tells_of(line: str, names: set[str]) -> None:
    categories = load_categories()
    assert categories.find([line, "all is well"]) == [frozenset(names), frozenset()]


def test_users_add_categories_and_extend_built_in_ones(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "categories:\n"
        "  - {name: payment, patterns: ['declined by \\w+']}\n"
        "  - {name: timeout, words: [gave up]}\n"
    )
    categories = load_categories([own])
    found = categories.find(["Declined by Bank", "we gave up", "request timeout"])
    assert found == [{"payment"}, {"timeout"}, {"timeout"}]
    assert {"payment", "timeout", "panic"} <= set(categories.names)


def test_a_pattern_finds_the_ends_of_lines_wherever_they_stand_in_a_batch(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "categories:\n  - {name: begins, patterns: [^ERR]}\n  - {name: ends, patterns: ['of it$']}\n"
    )
    texts = ["x", "ERR a", "b", "tired of it", "c"]
    expected = [set(), {"begins"}, set(), {"ends"}, set()]
    categories = load_categories([own])
    assert categories.find(texts) == expected
    assert [categories.find([text])[0] for text in texts] == expected


def test_a_name_stands_alone(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("categories:\n  - {name: own, names: [E42]}\n")
    found = load_categories([own]).find(["failed (E42)", "SUE42", "e42_", "E42b e42."])
    assert found == [{"own"}, set(), set(), {"own"}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("categories:\n  - {name: Bad Name}\n", "name"),
        ("categories:\n  - {name: x, patterns: ['(']}\n", "not a regular expression"),
        ("categories: [", "not valid YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_the_mistake(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text)
    with pytest.raises(ValidationFailed, match=message):
        load_categories([own])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match=r"none\.yaml"):
        load_categories([tmp_path / "none.yaml"])
