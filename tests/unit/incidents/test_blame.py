from dataclasses import replace

import pytest

from barograph.domain import Anomaly
from barograph.incidents.blame import blame, sign_of
from barograph.incidents.symptoms import Symptom
from barograph.incidents.topology import Topology
from tests.unit.incidents.test_grouping import anomaly
from tests.unit.sources.logs.test_pipeline import BURST, HISTORY, MINUTE, NORMAL, pipeline_of


def of_template(part: str) -> Anomaly:
    """An episode of the template with these words, with what the log pipeline says about it."""
    pipeline = pipeline_of(NORMAL + BURST)
    learnt = pipeline.learn(HISTORY)
    now = replace(HISTORY, start_ms=12 * MINUTE, end_ms=13 * MINUTE, learnt=learnt)
    (labels,) = (each for each in pipeline.count_templates(now).labels if part in each["pattern"])
    episode = anomaly("a", 0, "shop-templates", app="shop", **dict(labels))
    return replace(episode, evidence=replace(episode.evidence, details=pipeline.explain(now, labels)))


def test_a_template_that_nobody_knew_is_a_sign_of_logs() -> None:
    new, known = (sign_of(of_template(part), Topology()) for part in ("disk", "buyer"))
    assert new.is_new_log
    assert new.symptom is Symptom.LOGS
    assert not known.is_new_log


def test_people_read_titles_instead_of_names() -> None:
    known = anomaly("a", 0, "svc-lat", service="web"), anomaly("b", 1, "svc-err", service="web")
    (suspect,), title, _ = blame(known, Topology(), (), {"svc-lat": "Latency of the shop"})
    assert title == "web: Latency of the shop, svc-err (2 anomalies)"
    assert suspect.why[0].startswith("Latency of the shop (")
    nameless = (anomaly("a", 0, "queue"),)
    (suspect,), title, _ = blame(nameless, Topology(), (), {"queue": "Length of the queue"})
    assert (suspect.component, title) == ("Length of the queue", "Length of the queue")


def test_the_suspect_is_said_to_log_something_new() -> None:
    (suspect, *_), _, _ = blame([of_template("disk")], Topology())
    assert suspect.why[0].startswith("a new log pattern")


@pytest.mark.parametrize(
    ("ended", "sentence"),
    [
        ((None, None), "2 series are strange together, most likely because of web. The strangest: latency."),
        ((9, None), "1 series is strange and 1 more was, most likely because of web. The strangest: errors."),
        ((9, 9), "2 series were strange together, most likely because of web. The strangest: latency."),
    ],
)
def test_what_goes_on_is_told_before_what_is_over(
    ended: tuple[int | None, int | None], sentence: str
) -> None:
    def member(name: str, peak: float, ended_ms: int | None) -> Anomaly:
        one = anomaly(name, 0, name, service="web")
        evidence = replace(one.evidence, sentence=f"{name}.")
        return replace(one, peak_score=peak, ended_ms=ended_ms, evidence=evidence)

    members = [member("latency", 1.0, ended[0]), member("errors", 0.7, ended[1])]
    assert blame(members, Topology())[2] == sentence
