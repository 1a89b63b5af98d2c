from math import inf, nan

import pytest

from barograph.policy.possible import possible_range


@pytest.mark.parametrize(
    ("unit", "least", "most", "limits", "possible"),
    [
        ("ratio", 0.1, 0.9, [], (0.0, 1.0)),
        ("percent", 0.0, 100.0, [100.0], (0.0, 100.0)),
        ("percent", 10.0, 240.0, [], (0.0, inf)),
        ("ratio", 0.1, 0.9, [1.5], (0.0, inf)),
        ("ratio", -0.2, 0.9, [], (-inf, inf)),
        ("", 0.0, 0.9, [], (0.0, inf)),
        ("requests", 3.0, 90.0, [-1.0], (-inf, inf)),
        ("celsius", 3.0, 20.0, [], (-inf, inf)),
        ("ratio", nan, nan, [], (-inf, inf)),
    ],
)
def test_what_never_was_is_possible_only_where_unit_history_or_limits_say_so(
    unit: str, least: float, most: float, limits: list[float], possible: tuple[float, float]
) -> None:
    assert possible_range(unit, least, most, limits) == possible
