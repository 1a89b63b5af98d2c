import pytest

from barograph.bench._grouping import compare_groupings


@pytest.mark.parametrize(
    ("truth", "found", "accuracy", "f1"),
    [
        ("aabb", "xxyy", 1.0, 1.0),
        ("aabb", "xxyz", 0.5, 2 * (1 / 3) * 0.5 / (1 / 3 + 0.5)),
        ("aabb", "xxxx", 0.0, 0.0),
        ("", "", 0.0, 0.0),
    ],
)
def test_a_group_is_right_when_it_holds_exactly_its_lines(
    truth: str, found: str, accuracy: float, f1: float
) -> None:
    grouping = compare_groupings(truth, found)
    assert grouping.accuracy == pytest.approx(accuracy)
    assert grouping.f1 == pytest.approx(f1)


def test_groupings_of_other_lines_are_refused() -> None:
    with pytest.raises(ValueError, match="1 found groups for 2 lines"):
        compare_groupings("ab", "a")
