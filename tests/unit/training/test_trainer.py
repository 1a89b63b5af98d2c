from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.codec import checksum_of, decode_model
from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec, QuerySpec
from barograph.domain import Feedback, Frame, Verdict
from barograph.errors import InternalError, ValidationFailed
from barograph.storage import ModelInfo, StoredDetector, Stores
from barograph.training.budgeting import threshold_of
from barograph.training.fitting import FitLimits, Fitter, InlineFitter, ProcessFitter
from barograph.training.trainer import Trainer, Training
from tests.unit.storage.making import make_anomaly, opened, resolved

MINUTE, POINTS = 60_000, 1_000
BEGIN = 10_000 * MINUTE
EPISODE = make_anomaly(BEGIN + 500 * MINUTE)


class Recording:
    """A history of one calm series."""

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        times = BEGIN + np.arange(POINTS) * MINUTE
        values = np.random.default_rng(3).normal(10, 1, (1, POINTS))
        return Frame((EPISODE.labels,), times, values).between(start_ms, end_ms)

    def learn(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> dict[str, object]:
        return {}


@pytest.mark.parametrize(
    ("verdict", "points"), [(None, POINTS - 60), (Verdict.EXPECTED, POINTS - 60), (Verdict.NOISE, POINTS)]
)
def test_a_training_heeds_what_people_said(stores: Stores, verdict: Verdict | None, points: int) -> None:
    ended = resolved(EPISODE, EPISODE.started_ms + 60 * MINUTE)
    stores.anomalies.record([opened(EPISODE), ended], now_ms=1)
    if verdict is not None:
        stores.feedback.add(Feedback("default", EPISODE.fingerprint, "latency", verdict, "", "local", 1))
    info = train(stores, stores.detectors.create("default", make_spec(), 0))
    assert info.meta["points"] == points


def make_spec(**more: object) -> DetectorSpec:
    query = {"expression": "latency_seconds", "step": "1m"}
    algorithm = {"name": "zscore", "parameters": {"window": 30}}
    return DetectorSpec.model_validate({"name": "latency", "query": query, "algorithm": algorithm, **more})


def train(
    stores: Stores, detector: StoredDetector, fitter: Fitter | None = None, asked_by: str = "test"
) -> ModelInfo:
    registry = Registry.installed()
    trainer = Trainer(
        Recording(),
        fitter or InlineFitter(registry),
        registry,
        stores.models,
        stores.anomalies,
        lambda _events: None,
        stores.feedback,
        stores.audit,
    )
    end_ms = BEGIN + (POINTS - 1) * MINUTE
    return trainer.train(detector, Training(asked_by, "first"), end_ms, lambda _share: None, Flag())


def test_a_version_tells_where_it_comes_from_and_how_good_it_is(stores: Stores) -> None:
    info = train(stores, stores.detectors.create("default", make_spec(), 0))
    assert (info.history_from_ms, info.history_to_ms) == (BEGIN, BEGIN + (POINTS - 1) * MINUTE)
    assert (info.series_count, info.meta["points"]) == (1, POINTS)
    assert info.meta["parameters"] == {"window": 30}
    assert (info.meta["asked_by"], info.meta["reason"]) == ("test", "first")
    quality = info.meta["quality"]
    assert quality["scored"] > 900
    assert quality["strange_share"] == 0
    assert quality["strange_share_wanted"] == pytest.approx(1e-5)
    content = stores.models.content("default", "latency", info.version)
    assert (info.size_bytes, info.digest) == (len(content), checksum_of(content))


def test_every_training_stands_in_the_audit_with_who_or_what_asked(stores: Stores) -> None:
    detector = stores.detectors.create("default", make_spec(), 0)
    for asked_by in ("schedule", "ada"):
        train(stores, detector, asked_by=asked_by)
    told = [(one.actor, one.action, one.object, one.sentence) for one in stores.audit.page("default").items]
    assert told == [
        ("ada", "train model", "detectors/latency/models/2", "Trained model version 2 (first)."),
        ("schedule", "train model", "detectors/latency/models/1", "Trained model version 1 (first)."),
    ]
    assert {one.subject.id for one in stores.audit.page("default").items} == {"latency"}


@pytest.mark.parametrize("limits", [FitLimits(seconds=0.0), FitLimits(memory_bytes=2**12)])
def test_a_fit_beyond_a_limit_keeps_the_model_before_it(stores: Stores, limits: FitLimits) -> None:
    detector = stores.detectors.create("default", make_spec(), 0)
    before = train(stores, detector)
    with pytest.raises(InternalError, match=r"training_seconds|training_memory_bytes|out of memory"):
        train(stores, detector, ProcessFitter(limits))
    assert stores.models.versions("default", "latency") == (before,)


def test_a_costly_fit_is_refused_with_the_parameter_that_allows_it(stores: Stores) -> None:
    for name in ("isolation_forest", "lstm"):
        algorithm = {"name": name, "parameters": {"max_values": POINTS - 1}}
        spec = make_spec(name=name.replace("_", "-"), algorithm=algorithm)
        costly = stores.detectors.create("default", spec, 0)
        with pytest.raises(ValidationFailed, match="raise `max_values`"):
            train(stores, costly)


def test_the_threshold_of_a_budget_is_learnt_in_the_process_of_the_fit(stores: Stores) -> None:
    spec = make_spec(policy={"budget": {"alerts": 5, "per": "1d"}})
    detector = stores.detectors.create("default", spec, 0)
    for fitter in (None, ProcessFitter()):
        info = train(stores, detector, fitter)
        model = decode_model(stores.models.content("default", "latency", info.version))
        assert 0.5 <= threshold_of(model) < 0.625
