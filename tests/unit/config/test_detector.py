import pytest
from pydantic import ValidationError

from barograph.config.detector import DetectorSpec, QuerySpec


def make(**more: object) -> DetectorSpec:
    return DetectorSpec.model_validate({"name": "latency", "query": {"expression": "up"}, **more})


def test_an_extraction_needs_its_mode() -> None:
    query = {"expression": '{app="shop"}', "source": "loki", "extract": {"field": "took"}}
    with pytest.raises(ValueError, match="mode: durations"):
        QuerySpec.model_validate(query)
    assert QuerySpec.model_validate(query | {"mode": "durations"}).extract is not None


def test_a_name_and_an_expression_are_enough() -> None:
    spec = make()
    assert spec.algorithm.name == "auto"
    assert str(spec.interval) == "1m"


def test_specification_survives_json() -> None:
    spec = make(policy={"budget": {"alerts": 2, "per": "1w"}, "for_points": 2, "of_points": 3})
    assert DetectorSpec.model_validate_json(spec.model_dump_json()) == spec


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"name": "Has Space"}, "name"),
        ({"schedule": {"every": "90s"}}, "multiple of query.step"),
        ({"policy": {"for_points": 3, "of_points": 2}}, "can't be larger"),
        ({"policy": {"threshold": 0.9, "budget": {"alerts": 1}}}, "not both"),
        ({"query": {"expression": "up", "step": "10ms"}}, "at least 1s"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_refused(part: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        make(**part)
