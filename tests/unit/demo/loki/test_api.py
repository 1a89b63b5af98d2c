import pytest
from flask.testing import FlaskClient

from barograph.demo.app import create_app
from barograph.demo.clockwork import DAY_MS
from barograph.demo.shop import Shop

NOW_MS = 20_000 * DAY_MS + DAY_MS // 2
NS = 1_000_000


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    shop = Shop.open(1, is_quiet=True, live_from_ms=NOW_MS - 90_000)
    return create_app(shop, lambda: NOW_MS).test_client()


def lines(client: FlaskClient, query: str, **more: object) -> list[tuple[int, str]]:
    answer = client.get("/loki/api/v1/query_range", query_string={"query": query, **more})
    assert answer.status_code == 200, answer.text
    streams = answer.json["data"]["result"]
    return [(int(moment), text) for stream in streams for moment, text in stream["values"]]


def test_streams_have_lokis_shape(client: FlaskClient) -> None:
    answer = client.get("/loki/api/v1/query_range", query_string={"query": '{app="cart"}', "limit": 5}).json
    stream = answer["data"]["result"][0]
    assert answer["data"]["resultType"] == "streams"
    assert stream["stream"]["service_name"] == "cart"
    assert stream["stream"]["detected_level"] == stream["stream"]["level"]
    assert all(text.startswith("level=") for _, text in stream["values"])


def test_pages_in_both_directions_hold_the_same_lines(client: FlaskClient) -> None:
    span = {"start": (NOW_MS - 300_000) * NS, "end": NOW_MS * NS, "limit": 5000}
    forward = lines(client, '{app="checkout"}', direction="forward", **span)
    backward = lines(client, '{app="checkout"}', direction="backward", **span)
    assert sorted(forward) == sorted(backward)
    newest = lines(client, '{app="checkout"}', **{**span, "limit": 3})
    assert sorted(newest) == sorted(forward)[-3:]


def test_counts_agree_with_the_lines(client: FlaskClient) -> None:
    start_ms = NOW_MS - 600_000
    question = {
        "query": 'sum(count_over_time({app="payment"}[10m]))',
        "time": str(NOW_MS * NS),
    }
    counted = client.get("/loki/api/v1/query", query_string=question).json["data"]["result"][0]["value"]
    read = lines(client, '{app="payment"}', start=start_ms * NS, end=NOW_MS * NS, limit=5000)
    assert int(counted[1]) == len(read)
    filtered = {**question, "query": 'sum(count_over_time({app="payment"} |= "card charged" [10m]))'}
    counted = client.get("/loki/api/v1/query", query_string=filtered).json["data"]["result"][0]["value"]
    assert int(counted[1]) == sum("card charged" in text for _, text in read)


def test_a_matrix_lies_on_multiples_of_the_step(client: FlaskClient) -> None:
    question = {
        "query": 'sum by (level) (rate({app=~".+"}[1m]))',
        "start": (NOW_MS - 607_123) * NS,
        "end": NOW_MS * NS,
        "step": "30s",
    }
    answer = client.get("/loki/api/v1/query_range", query_string=question).json["data"]
    assert answer["resultType"] == "matrix"
    assert {series["metric"]["level"] for series in answer["result"]} == {"info", "warn", "error"}
    assert all(moment % 30 == 0 for series in answer["result"] for moment, _ in series["values"])


def test_an_incident_brings_lines_nobody_has_seen_before(client: FlaskClient) -> None:
    query = '{app="payment"} |= "call rejected by provider"'
    before = {"start": (NOW_MS - 3_600_000) * NS, "end": (NOW_MS - 90_000) * NS, "limit": 5000}
    assert lines(client, query, **before) == []
    assert len(lines(client, query, start=(NOW_MS - 80_000) * NS, end=NOW_MS * NS)) > 20
    upstream = lines(client, '{app="checkout"} |= "timeout calling payment"')
    assert upstream


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ('query_range?query={app="shop"', "parse error at line 1, col 12"),
        ('query_range?query={app="shop"}&limit=999999', "max entries limit per query exceeded"),
        ('query_range?query=rate({app="shop"}[1m])&step=0.1x', "valid duration"),
        ('query_range?query=rate({app="shop"}[1m])&step=0', "zero or negative"),
        ('query?query={app="shop"}', "not supported as an instant query"),
        (
            'query_range?query=sum(count_over_time({app=~".%2B"} |= "x" [1m]))&start={day_before}',
            "would read more than",
        ),
        ('query_range?query={app="shop"}&start=0', "limit: 30d1h"),
        ('query_range?query={app="shop"}&start=5&end=1', "must not be before"),
    ],
)
def test_a_wrong_question_is_refused_in_plain_text(client: FlaskClient, path: str, words: str) -> None:
    answer = client.get("/loki/api/v1/" + path.replace("{day_before}", str(NOW_MS // 1000 - 86_400)))
    assert answer.status_code == 400
    assert answer.content_type == "text/plain; charset=utf-8"
    assert words in answer.text


def test_the_catalogue_of_streams(client: FlaskClient) -> None:
    assert client.get("/ready").text == "ready\n"
    assert client.get("/loki/api/v1/status/buildinfo").json["version"]
    assert client.get("/loki/api/v1/label/level/values").json["data"] == ["error", "info", "warn"]
    assert client.get("/loki/api/v1/labels").json["data"] == [
        "app",
        "level",
        "namespace",
        "pod",
        "service_name",
    ]
    series = client.get("/loki/api/v1/series", query_string={"match[]": '{app="cart"}'}).json["data"]
    assert len(series) == 9
