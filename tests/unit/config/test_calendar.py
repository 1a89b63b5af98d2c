import pytest
from pydantic import ValidationError

from barograph.config.calendar import CalendarRule


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({}, "give `weekly`"),
        ({"holidays": "DE", "time_zone": "Mars/Olympus"}, "no time zone"),
        ({"dates": [{"first": "2026-05-02", "last": "2026-05-01"}]}, "before"),
        ({"holidays": "DE", "threshold": 0.9, "match": ["a=b"]}, "leave `match` out"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(rule: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        CalendarRule.model_validate({"name": "x", **rule})
