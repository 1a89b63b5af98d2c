from collections import Counter

from barograph.demo.families import FAMILIES


def test_no_two_series_have_the_same_labels() -> None:
    counted = Counter(series.labels for family in FAMILIES for series in family.series(family))
    assert max(counted.values()) == 1
    assert len(counted) > 400


def test_names_tell_the_type() -> None:
    for family in FAMILIES:
        assert (family.type == "counter") == family.name.endswith("_total"), family.name
        assert family.help.endswith(".")
