from typing import Any

from barograph.demo.waiting import say_who_waits


def detector(name: str, code: str | None, sentence: str = "") -> dict[str, Any]:
    return {"id": name, "health": {"error_code": code, "sentence": sentence}}


def test_all_that_learn_are_told_in_one_line_with_their_number() -> None:
    learning = [detector(f"d{number}", "model_unavailable") for number in range(6)]
    (line,) = say_who_waits([detector("first", None), *learning])
    assert (
        line
        == "7 detectors (first, d0, d1 and 4 more) are still learning, and will judge as soon as that is done"
    )


def test_who_can_not_learn_is_told_with_the_reason() -> None:
    lines = say_who_waits(
        [
            detector("cpu", "model_unavailable"),
            detector("disk", "not_enough_data", "It waits for more history."),
            detector("load", "not_enough_data", "Another."),
            detector("net", "source_unavailable", "Its training failed."),
        ]
    )
    assert lines == [
        "cpu is still learning, and will judge as soon as that is done",
        "2 detectors (disk, load) are not judged yet. For example: It waits for more history.",
        "net is not judged yet. Its training failed.",
    ]


def test_when_all_judge_nothing_is_said() -> None:
    assert say_who_waits([]) == []
