import pytest

from barograph.domain import Labels
from barograph.sinks.write_request import HEADERS, Sample
from tests.servers.receiver import Receiver
from tests.unit.sinks.making import make_writer

NOW = 1_750_000_000_000


def samples(count: int) -> list[Sample]:
    return [
        Sample(Labels(__name__="barograph_score"), NOW + number, float(number)) for number in range(count)
    ]


def test_batches_go_out_with_headers_and_credentials(receiver: Receiver) -> None:
    headers = {"X-Scope-OrgID": "shop"}
    writer = make_writer(
        f"{receiver.url}/api/v1/write", batch=2, auth={"bearer_token": "secret"}, headers=headers
    )
    writer.offer(samples(5))
    while writer.run_once(NOW):
        pass
    assert [delivery.path for delivery in receiver.deliveries] == ["/api/v1/write"] * 3
    for delivery in receiver.deliveries:
        assert {**HEADERS, **headers, "Authorization": "Bearer secret"}.items() <= delivery.headers.items()
    state = writer.to_json()
    assert (state["delivered"], state["pending"], state["last_delivered_ms"]) == (5, 0, NOW)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_what_may_help_is_tried_again_with_the_same_samples(receiver: Receiver, status: int) -> None:
    writer = make_writer(receiver.url)
    writer.offer(samples(2))
    receiver.status = status
    for seconds in (0, 0.5, 1, 1.5, 3):
        assert not writer.run_once(NOW + int(seconds * 1000))
    assert receiver.refused == 3, "the pauses are 1 s, 2 s, 4 s"
    receiver.status = 200
    assert writer.run_once(NOW + 7000)
    assert len(receiver.deliveries) == 1
    assert writer.to_json()["failures_in_a_row"] == 0


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_what_is_refused_is_never_sent_again(receiver: Receiver, status: int) -> None:
    writer = make_writer(receiver.url)
    writer.offer(samples(2))
    receiver.status = status
    writer.run_once(NOW)
    receiver.status = 200
    writer.run_once(NOW + 100_000)
    assert (receiver.refused, receiver.deliveries) == (1, [])
    assert (writer.to_json()["refused"], writer.to_json()["pending"]) == (2, 0)


def test_a_full_queue_loses_its_oldest_and_says_how_many(receiver: Receiver) -> None:
    writer = make_writer(receiver.url, queue=3)
    writer.offer(samples(5))
    writer.offer(samples(2))
    assert (writer.to_json()["dropped"], writer.to_json()["pending"]) == (4, 3)
