from collections.abc import Sequence
from dataclasses import replace

import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.config.patching import edits_from_json, put_on
from barograph.domain import (
    Anomaly,
    AnomalyChange,
    ChangeKind,
    Event,
    EventType,
    Feedback,
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
    Severity,
    Verdict,
)
from barograph.engine.proposing import ProposeHandler
from barograph.engine.rehearsal import Rehearsal
from barograph.engine.tick import Ticker
from barograph.storage import Job, JobState, Proposal, ProposalState, StoredDetector, Stores
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import ArrayWindows, make_spec, noisy_frame
from tests.unit.engine.test_rehearsal import NobodyWaits

TRAINED = 1_500
END = 2_400
SPIKES = {1_600: 30.0, 1_800: 30.0, 2_000: 30.0, 2_300: 30.0}
PLAN = {"schedule": {"history": "1d", "train_every": "1d"}, "policy": {"recover_points": 2, "for_points": 1}}


class House:
    """The real engine over arrays: it trains, ticks, hears feedback and proposes."""

    def __init__(self, stores: Stores, spec: DetectorSpec) -> None:
        self.stores = stores
        self.published: list[Event] = []
        self.windows = ArrayWindows(noisy_frame(END + 400, SPIKES | {END + 100: 30.0}))
        registry, fitter = Registry.installed(), InlineFitter(Registry.installed())
        self.models = ModelVersions(stores.models, registry)
        self.ticker = Ticker(
            self.windows, self.models, registry, stores.anomalies, stores.cursors, self._publish
        )
        self.trainer = Trainer(
            self.windows, fitter, registry, stores.models, stores.anomalies, self._publish, stores.feedback
        )
        self.rehearsal = Rehearsal(self.windows, fitter, registry)
        stores.detectors.create("default", spec, 0)

    @property
    def detector(self) -> StoredDetector:
        return self.stores.detectors.get("default", "latency")

    def time_of(self, position: int) -> int:
        return int(self.windows.frame.timestamps[position])

    def live(self, start: int, end: int) -> None:
        """Tick every 20 minutes; each tick judges all that is new."""
        for position in range(start, end, 20):
            self.ticker.tick(self.detector, self.time_of(position) + 1)

    def train(self, position: int) -> None:
        progress = NobodyWaits()
        training = Training("test", "first")
        self.trainer.train(self.detector, training, self.time_of(position), progress, progress.cancelled)

    def anomalies(self) -> list[Anomaly]:
        return sorted(self.stores.anomalies.page("default").items, key=lambda one: one.started_ms)

    def say(self, anomaly: Anomaly, verdict: Verdict) -> Proposal | None:
        """Give feedback and let the engine work on it."""
        now_ms = self.time_of(END)
        self.stores.feedback.add(
            Feedback("default", anomaly.fingerprint, "latency", verdict, "", "ada", now_ms)
        )
        handler = ProposeHandler(
            self.stores, self.models, self.rehearsal, self._publish, lambda: now_ms / 1000
        )
        request = {"fingerprint": anomaly.fingerprint}
        job = Job("default", "1", "propose", JobState.RUNNING, "ada", 0, 0, "latency", request=request)
        number = handler(job, NobodyWaits())["proposal"]
        return None if number is None else self.stores.proposals.get("default", number)

    def accept(self, proposal: Proposal) -> None:
        spec = put_on(self.detector.spec, edits_from_json(proposal.change))
        self.stores.detectors.update("default", spec, 1)

    def group(self, *anomalies: Anomaly) -> None:
        """Make an incident of anomalies."""
        incident = Incident(
            "inc", "default", "Slow", IncidentState.RESOLVED, Severity.WARNING,
            anomalies[0].started_ms, anomalies[-1].updated_ms, anomalies[-1].updated_ms,
            tuple(one.fingerprint for one in anomalies),
        )  # fmt: skip
        self.stores.incidents.record([IncidentChange(IncidentChangeKind.OPENED, incident)], 1)

    def _publish(self, events: Sequence[Event]) -> None:
        self.published.extend(events)


@pytest.fixture
def house(stores: Stores) -> House:
    """A house in which four episodes happened live."""
    built = House(stores, make_spec(**PLAN))
    built.train(TRAINED - 1)
    built.live(TRAINED, END)
    assert [one.started_ms for one in built.anomalies()] == [built.time_of(position) for position in SPIKES]
    return built


def test_noise_leads_to_a_proposal_whose_replay_shows_what_goes(house: House) -> None:
    first, second, third, fourth = house.anomalies()
    house.group(first, second)
    assert house.say(first, Verdict.NOISE) is None
    assert house.say(second, Verdict.NOISE) is None
    proposal = house.say(third, Verdict.NOISE)
    assert proposal is not None
    assert (proposal.kind, proposal.state) == ("suppression", ProposalState.OPEN)
    effect = proposal.effect
    assert (effect["error"], effect["alerts_before"], effect["alerts_after"]) == (None, 4, 0)
    assert [one["started_ms"] for one in effect["removed"]] == [one.started_ms for one in house.anomalies()]
    assert [one["verdict"] for one in effect["removed"]] == ["noise", "noise", "noise", None]
    assert [one["id"] for one in effect["lost_incidents"]] == ["inc"]
    assert effect["lost_useful"] == 0
    assert house.published[-1].type is EventType.PROPOSAL_MADE
    assert fourth.labels == first.labels


def test_nothing_changes_before_it_is_accepted_and_live_does_as_the_replay_said(house: House) -> None:
    for anomaly in house.anomalies()[:3]:
        proposal = house.say(anomaly, Verdict.NOISE)
    assert proposal is not None
    assert house.detector.spec.policy.suppress == ()
    house.live(END, END + 40)
    house.accept(proposal)
    house.live(END + 40, END + 200)
    assert len(house.anomalies()) == 4


def test_an_incident_that_others_also_saw_is_not_lost(house: House) -> None:
    first, second, third, _ = house.anomalies()
    for anomaly in (first, second):
        house.say(anomaly, Verdict.NOISE)
    stranger = replace(first, fingerprint="stranger", detector_id="errors")
    house.stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, stranger)], 1)
    house.group(first, stranger)
    proposal = house.say(third, Verdict.NOISE)
    assert proposal is not None
    assert proposal.effect["lost_incidents"] == []


def test_without_data_the_proposal_comes_without_figures(house: House) -> None:
    first = house.anomalies()[0]
    house.windows.is_down = True
    proposal = house.say(first, Verdict.EXPECTED)
    assert proposal is not None
    assert (proposal.kind, proposal.state) == ("exclusion", ProposalState.OPEN)
    assert "the source is away" in proposal.effect["error"]
