import json

import pytest

from barograph.domain import Labels
from barograph.errors import ModelUnavailable
from barograph.sources.logs.learnt import LearntTemplates
from barograph.sources.logs.mining import TemplateMiner


def test_what_was_learnt_survives_json() -> None:
    miner = TemplateMiner()
    miner.learn(["took 5 ms", "stopped"])
    catalogue = miner.freeze()
    learnt = LearntTemplates.of(catalogue, {(Labels(app="b"), each) for each in catalogue.templates})
    state = learnt.to_json()
    again = LearntTemplates.from_json(json.loads(json.dumps(state)))
    assert again.to_json() == state
    assert again.rows == learnt.rows


def test_a_broken_state_asks_for_a_training() -> None:
    with pytest.raises(ModelUnavailable, match="Train the detector again"):
        LearntTemplates.from_json({"rows": []})
