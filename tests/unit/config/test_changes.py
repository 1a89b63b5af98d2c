from barograph.config.changes import SpecChange, changes_between
from barograph.config.detector import DetectorSpec
from tests.unit.storage.making import make_spec


def changed(before: DetectorSpec, **policy: object) -> DetectorSpec:
    return DetectorSpec.model_validate(before.model_dump() | {"policy": policy})


def test_equal_specifications_have_no_changes() -> None:
    assert changes_between(make_spec(), make_spec()) == ()


def test_a_change_deep_inside_has_its_path() -> None:
    after = changed(make_spec(), threshold=0.75)
    assert changes_between(make_spec(), after) == (SpecChange("policy.threshold", None, 0.75),)


def test_items_of_lists_are_compared_one_by_one() -> None:
    one = changed(make_spec(), suppress=[{"match": ['a="1"'], "reason": "x"}])
    two = changed(make_spec(), suppress=[{"match": ['a="1"'], "reason": "y"}, {"match": ['b="2"']}])
    first, second = changes_between(one, two)
    assert first == SpecChange("policy.suppress[0].reason", "x", "y")
    assert (second.path, second.before) == ("policy.suppress[1]", None)
    assert second.after["match"] == ['b="2"']


def test_labels_that_come_and_go_are_changes() -> None:
    paths = [
        change.path for change in changes_between(make_spec(labels={"a": "1"}), make_spec(labels={"b": "2"}))
    ]
    assert paths == ["labels.a", "labels.b"]
