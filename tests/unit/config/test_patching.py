import pytest

from barograph.config.patching import Edit, edits_from_json, edits_to_json, put_on, take_off
from barograph.errors import Conflict
from tests.unit.storage.making import make_spec

RULE = {"match": ['a="1"'], "reason": "x", "until": None, "below": 0.9}
EDITS = (Edit("append", "policy.suppress", RULE), Edit("set", "policy.threshold", 0.75, None))


def test_edits_are_put_on_and_taken_off() -> None:
    changed = put_on(make_spec(), EDITS)
    assert changed.policy.threshold == 0.75
    assert str(changed.policy.suppress[0].match[0]) == 'a="1"'
    assert take_off(changed, EDITS) == make_spec()


def test_putting_on_twice_is_harmless() -> None:
    changed = put_on(make_spec(), EDITS)
    assert put_on(changed, EDITS) == changed


def test_what_was_changed_elsewhere_stays_when_an_edit_is_taken_off() -> None:
    other = Edit("append", "policy.suppress", RULE | {"match": ['b="2"']})
    changed = put_on(put_on(make_spec(), EDITS), [other])
    assert take_off(changed, EDITS) == put_on(make_spec(), [other])


def test_what_was_changed_since_is_not_taken_off() -> None:
    changed = put_on(put_on(make_spec(), EDITS), [Edit("set", "policy.threshold", 0.8)])
    with pytest.raises(Conflict, match=r"`policy\.threshold` was changed since"):
        take_off(changed, EDITS)


def test_an_edit_that_does_not_fit_any_more_is_a_conflict() -> None:
    with pytest.raises(Conflict, match="give either `threshold` or `budget`"):
        put_on(make_spec(policy={"budget": {"alerts": 2}}), EDITS)


def test_edits_travel_as_json() -> None:
    assert edits_from_json(edits_to_json(EDITS)) == EDITS
