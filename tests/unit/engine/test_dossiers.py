import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from barograph.algorithms.base import Model
from barograph.algorithms.zscore import ZScore
from barograph.domain import Anomaly, AnomalyChange, ChangeKind, Frame, Labels
from barograph.engine.dossiers import Dossiers
from barograph.engine.judge import Judge
from barograph.policy import Plan
from barograph.training.versions import VersionedModel
from tests.unit.engine.conftest import STEP_MS, make_spec, noisy_frame

TRAINED, LENGTH = 400, 460
SPIKES = {TRAINED + 20: 5.5, TRAINED + 22: 60.0}
DAY_MS = 86_400_000


@dataclass
class Memory:
    """Remembers given episodes, and counts how often it is asked."""

    starts: list[tuple[Labels, int, str]] = field(default_factory=list)
    asked: int = 0

    def of(
        self, tenant: str, detector_id: str, since_ms: int, limit: int
    ) -> Sequence[tuple[Labels, int, str]]:
        self.asked += 1
        return [one for one in self.starts if one[1] >= since_ms][:limit]


@dataclass(frozen=True, kw_only=True)
class Telling(ZScore):
    """Scores like its parent and notes which points it was asked to explain."""

    answer: dict[str, object] | Exception
    asked: list[tuple[int, int]] = field(default_factory=list)

    def explain(self, model: Model, window: Frame, series: int, point: int) -> dict[str, object]:
        self.asked.append((series, int(window.timestamps[point])))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


FRAME = noisy_frame(LENGTH, SPIKES)
PEAKS = [int(FRAME.timestamps[position]) for position in SPIKES]


def judge_with(answer: dict[str, object] | Exception) -> tuple[Judge, Telling]:
    spec = make_spec(labels={"team": "shop"})
    telling = Telling(window=60, answer=answer)
    model = telling.fit(FRAME.columns(0, TRAINED))
    return Judge(telling, VersionedModel(model, 1), Plan.of(spec)), telling


def complete(
    answer: dict[str, object] | Exception, memory: Memory | None = None
) -> tuple[Telling, list[AnomalyChange]]:
    judge, telling = judge_with(answer)
    outcome = judge.judge(FRAME, (), int(FRAME.timestamps[TRAINED - 1])).outcome
    dossiers = Dossiers(memory or Memory(), "https://baro.example")
    return telling, list(dossiers.complete(judge, FRAME, outcome.changes))


def details_of(change: AnomalyChange) -> dict[str, Any]:
    return change.anomaly.evidence.details


def first(changes: Sequence[AnomalyChange]) -> Anomaly:
    return changes[0].anomaly


def test_only_what_opens_or_peaks_is_explained() -> None:
    telling, changes = complete({"members": {"mad": 0.9}})
    assert [change.kind for change in changes] == [
        ChangeKind.OPENED,
        ChangeKind.UPDATED,
        ChangeKind.RESOLVED,
    ]
    assert telling.asked == [(0, at_ms) for at_ms in PEAKS]
    assert all(details_of(change)["explanation"] == {"members": {"mad": 0.9}} for change in changes)


def test_what_is_known_is_not_asked_again_by_a_later_tick() -> None:
    telling, changes = complete({"kind": "burst"})
    judge, later = judge_with({"kind": "other"})
    memory = Memory()
    again = Dossiers(memory, "").complete(judge, FRAME, changes)
    assert (later.asked, memory.asked) == ([], 0)
    assert details_of(again[0])["explanation"] == {"kind": "burst"}
    assert len(telling.asked) == 2


def test_many_reasons_are_cut_and_every_number_is_one_that_json_knows() -> None:
    features = {f"f{number}": np.float64(9 - number) for number in range(9)}
    _, changes = complete({"features": features, "rate": float("nan"), "count": np.int64(3)})
    explanation = details_of(changes[0])["explanation"]
    assert list(explanation["features"]) == ["f0", "f1", "f2", "f3", "f4"]
    assert json.loads(json.dumps(explanation, allow_nan=False)) == explanation
    assert (explanation["rate"], explanation["count"]) == (None, 3)


def test_an_explanation_that_fails_keeps_the_anomaly() -> None:
    _, changes = complete(RuntimeError("a bug in a plugin"))
    assert details_of(changes[0])["explanation"] == {"failed": "a bug in a plugin"}
    assert first(changes).evidence.actual > 15


def test_earlier_episodes_of_the_same_series_are_counted_once_for_all() -> None:
    own = Labels(pod="0", team="shop")
    start = PEAKS[0]
    memory = Memory(
        [
            (own, start, "itself"),
            (own, start - DAY_MS, "yesterday"),
            (Labels(pod="1", team="shop"), start - DAY_MS, "other"),
            (own, start - 2 * DAY_MS, "before"),
            (own, start - 200 * DAY_MS, "forgotten"),
        ]
    )
    _, changes = complete({}, memory)
    assert memory.asked == 1
    assert details_of(changes[0])["similar"] == {
        "count": 2,
        "within_days": 90,
        "last_started_ms": start - DAY_MS,
        "last_fingerprint": "yesterday",
    }


def test_the_link_leads_to_the_series_and_the_time_of_the_episode() -> None:
    _, changes = complete({})
    around, last = 60 * STEP_MS, changes[-1].anomaly
    assert last.ended_ms is not None
    assert details_of(changes[-1])["replay_url"] == (
        f"https://baro.example/?detector=latency&start={PEAKS[0] - around}"
        f"&end={last.ended_ms + around}&label=pod%3D0"
    )
