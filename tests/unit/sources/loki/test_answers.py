import json

import pytest

from barograph.domain import Labels
from barograph.errors import SourceAnswerInvalid
from barograph.sources.loki.answers import decode_data, decode_patterns, decode_streams, decode_tail
from tests.servers.loki import recorded


def body_of(name: str) -> bytearray:
    return bytearray(json.dumps(recorded(name)["response"]["body"]).encode())


def test_recorded_streams_are_lines_in_order_of_time() -> None:
    forward, backward = (
        decode_streams(body_of("streams_forward")),
        decode_streams(body_of("streams_backward")),
    )
    assert forward[0].text.startswith("level=info method=GET path=/api/orders/6469")
    assert forward[0].labels["pod"] == "shop-0"
    assert "detected_level" not in forward[0].labels
    for lines in (forward, backward):
        assert [line.time_ns for line in lines] == sorted(line.time_ns for line in lines)


def test_labels_apart_do_not_make_streams() -> None:
    answer = {
        "data": {
            "resultType": "streams",
            "result": [
                {
                    "stream": {"app": "a"},
                    "values": [["5", "x", {"parsed": {"b": "c"}, "structuredMetadata": {"trace": "t"}}]],
                }
            ],
        }
    }
    (line,) = decode_streams(bytearray(json.dumps(answer).encode()))
    assert (line.time_ns, line.labels, line.text) == (5, Labels(app="a"), "x")
    assert line.apart == {"b": "c", "trace": "t"}


def test_recorded_tail_messages_are_read() -> None:
    texts = [line.text for each in recorded("tail")["messages"] for line in decode_tail(json.dumps(each))[0]]
    assert 'level=info msg="live line 0" path=/api/users/0' in texts
    assert decode_tail('{"dropped_entries": [{"labels": "{}", "timestamp": "7"}]}') == ([], [7])


def test_patterns_and_plain_data_are_read() -> None:
    assert decode_patterns(body_of("patterns"))[0].pattern.startswith("level=info method=GET")
    assert decode_data(body_of("label_values")) == ["shop-0", "shop-1", "shop-2"]


@pytest.mark.parametrize(
    "body", [b"<html>", b'{"data": {"resultType": "matrix", "result": []}}', b'{"data": 1}']
)
def test_what_is_no_log_answer_is_refused(body: bytes) -> None:
    with pytest.raises(SourceAnswerInvalid):
        decode_streams(bytearray(body))
