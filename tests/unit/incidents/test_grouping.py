from dataclasses import replace

import pytest

from barograph.config.topology import TopologySpec
from barograph.domain import (
    Anomaly,
    AnomalyChange,
    AnomalyState,
    ChangeKind,
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
    Labels,
    Severity,
)
from barograph.incidents.cooccurrence import learn_cooccurrence
from barograph.incidents.grouping import Grouping
from barograph.incidents.kinship import Kinship
from barograph.incidents.topology import Topology
from tests.policy_tables import frame_of, plan_of, run

MINUTE_MS = 60_000
NOTHING_LEARNT = learn_cooccurrence((), 600_000)
TOPOLOGY = Topology(TopologySpec(calls={"web": ("cart",)}))
KINSHIP = Kinship(TOPOLOGY, NOTHING_LEARNT)
OPENED, UPDATED, RESOLVED = ChangeKind.OPENED, ChangeKind.UPDATED, ChangeKind.RESOLVED


def anomaly(name: str, minute: int, detector: str | None = None, **labels: str) -> Anomaly:
    template = run(plan_of(), *frame_of([[0.9]])).changes[0].anomaly
    return replace(
        template,
        fingerprint=name,
        detector_id=detector or name,
        labels=Labels(labels),
        started_ms=minute * MINUTE_MS,
        updated_ms=minute * MINUTE_MS,
    )


def closed(one: Anomaly, minute: int) -> Anomaly:
    at_ms = minute * MINUTE_MS
    return replace(one, state=AnomalyState.RESOLVED, updated_ms=at_ms, ended_ms=at_ms)


def take(
    changes: list[AnomalyChange], incidents: list[Incident] | None = None, kinship: Kinship = KINSHIP
) -> tuple[IncidentChange, ...]:
    return Grouping(kinship, incidents or [], KNOWN).take(changes)


KNOWN: dict[str, Anomaly] = {}


def open_all(*anomalies: Anomaly, kinship: Kinship = KINSHIP) -> list[set[str]]:
    changes = take([AnomalyChange(OPENED, one) for one in anomalies], kinship=kinship)
    return [set(change.incident.members) for change in changes]


@pytest.mark.parametrize(
    ("one", "other", "is_one_incident"),
    [
        pytest.param(anomaly("a", 0, "d", pod="1"), anomaly("b", 3, "d", pod="2"), True, id="one detector"),
        pytest.param(
            anomaly("a", 0, service="web"), anomaly("b", 3, service="web"), True, id="one component"
        ),
        pytest.param(anomaly("a", 0, service="web"), anomaly("b", 3, service="cart"), True, id="a call"),
        pytest.param(anomaly("a", 0, service="web"), anomaly("b", 3, service="mail"), False, id="strangers"),
        pytest.param(
            anomaly("a", 0, cluster="c", pod="x"), anomaly("b", 3, cluster="c", pod="y"), True, id="one place"
        ),
        pytest.param(
            anomaly("a", 0, cluster="c", team="x"),
            anomaly("b", 3, cluster="c", team="y"),
            False,
            id="two teams",
        ),
        pytest.param(
            anomaly("a", 0, "d", team="x"),
            anomaly("b", 3, "d", team="y"),
            False,
            id="one detector, two teams",
        ),
        pytest.param(
            anomaly("a", 0, service="web", env="prod"),
            anomaly("b", 3, service="web", env="test"),
            False,
            id="one component, two environments",
        ),
        pytest.param(
            anomaly("a", 0, team="x", instance="db-1"),
            anomaly("b", 3, team="x", job="mail"),
            False,
            id="one team",
        ),
        pytest.param(anomaly("a", 0, env="prod"), anomaly("b", 3, env="prod"), False, id="one environment"),
        pytest.param(
            anomaly("a", 0, "d", pod="1"), anomaly("b", 60, "d", pod="2"), False, id="an hour apart"
        ),
        pytest.param(
            anomaly("a", 0, "d", pod="1"), anomaly("b", 60, "d", pod="1"), True, id="the same series"
        ),
    ],
)
def test_anomalies_are_grouped_by_time_and_relation(
    one: Anomaly, other: Anomaly, is_one_incident: bool
) -> None:
    groups = open_all(one, other)
    assert groups == ([{"a", "b"}] if is_one_incident else [{"a"}, {"b"}])


def test_an_incident_never_becomes_that_of_two_owners() -> None:
    one, other = anomaly("a", 0, "d", team="x"), anomaly("b", 1, "d", team="y")
    nobodys = anomaly("c", 2, "d")
    assert open_all(one, other, nobodys) == [{"a", "c"}, {"b"}]
    again = anomaly("d", 3, "d", team="y")
    assert open_all(nobodys, again, one, other) == [{"a", "c"}, {"b", "d"}]


def test_labels_of_the_detector_say_whose_an_anomaly_is() -> None:
    def of_team(name: str) -> Anomaly:
        plan = replace(plan_of(), labels=Labels(team=name))
        episode = run(plan, *frame_of([[0.9]])).changes[0].anomaly
        return replace(episode, fingerprint=name)

    assert open_all(of_team("x"), of_team("y")) == [{"x"}, {"y"}]


def test_the_cause_is_named_also_where_it_is_of_another_team() -> None:
    victim = anomaly("a", 1, "web-latency", service="web", team="shop")
    cause = anomaly("b", 2, "cart-latency", service="cart", team="platform")
    shop, platform = (
        change.incident for change in take([AnomalyChange(OPENED, one) for one in (victim, cause)])
    )
    assert (shop.members, platform.members) == (("a",), ("b",))
    assert (shop.related, platform.related) == ((platform.id,), (shop.id,))
    assert (shop.title, platform.title) == ("cart: web-latency", "cart: cart-latency")
    assert shop.sentence.endswith("Most likely it is because of cart.")
    assert platform.sentence == cause.evidence.sentence
    elsewhere = replace(cause, labels=Labels(service="cart", team="platform", env="test"))
    prod = replace(victim, labels=Labels(service="web", team="shop", env="prod"))
    apart = [change.incident for change in take([AnomalyChange(OPENED, one) for one in (prod, elsewhere)])]
    assert [one.related for one in apart] == [(), ()], "environments have nothing to do with each other"
    # What is known of the cause stays known when it is over first.
    over = replace(platform, state=IncidentState.RESOLVED)
    longer = replace(victim, updated_ms=victim.updated_ms + MINUTE_MS)
    known = {"a": victim, "b": closed(cause, 5)}
    (later,) = Grouping(KINSHIP, [shop, over], known).take([AnomalyChange(UPDATED, longer)])
    assert later.incident.title == "cart: web-latency"


def test_what_was_often_strange_together_is_grouped() -> None:
    starts = [((name, service), hour * 3_600_000) for hour in range(5) for name, service in PAIR]
    kinship = Kinship(TOPOLOGY, learn_cooccurrence(starts, 600_000))
    strangers = anomaly("a", 0, service="web"), anomaly("b", 3, service="mail")
    assert open_all(*strangers, kinship=kinship) == [{"a", "b"}]


PAIR = (("a", "web"), ("b", "mail"))


def test_a_storm_is_one_incident_with_one_change() -> None:
    storm = [anomaly(str(number), 0, "d", pod=str(number)) for number in range(1_000)]
    (change,) = take([AnomalyChange(OPENED, one) for one in storm])
    assert change.kind is IncidentChangeKind.OPENED
    assert len(change.incident.members) == 1_000
    assert "1000 series are strange together" in change.incident.sentence


def test_an_anomaly_that_relates_to_two_incidents_merges_them() -> None:
    first, second = anomaly("a", 0, service="cart"), anomaly("b", 1, service="mail")
    opened = [change.incident for change in take([AnomalyChange(OPENED, one) for one in (first, second)])]
    bridge = anomaly("c", 2, "b", service="cart")
    grouping = Grouping(KINSHIP, opened, {"a": first, "b": second})
    updated, merged = grouping.take([AnomalyChange(OPENED, bridge)])
    assert set(updated.incident.members) == {"a", "b", "c"}
    assert (merged.kind, merged.incident.state) == (IncidentChangeKind.RESOLVED, IncidentState.MERGED)
    assert merged.incident.merged_into == updated.incident.id


def test_an_incident_ends_with_its_last_anomaly() -> None:
    first, second = anomaly("a", 0, "d", pod="1"), anomaly("b", 1, "d", pod="2")
    (opened,) = take([AnomalyChange(OPENED, one) for one in (first, second)])
    grouping = Grouping(KINSHIP, [opened.incident], {"a": first, "b": second})
    (updated,) = grouping.take([AnomalyChange(RESOLVED, closed(first, 5))])
    assert updated.kind is IncidentChangeKind.UPDATED
    grouping = Grouping(KINSHIP, [updated.incident], {"a": closed(first, 5), "b": second})
    (resolved,) = grouping.take([AnomalyChange(RESOLVED, closed(second, 9))])
    assert resolved.kind is IncidentChangeKind.RESOLVED
    assert resolved.incident.ended_ms == 9 * MINUTE_MS


def test_points_that_come_late_are_grouped_as_in_time() -> None:
    kinship = replace(KINSHIP, calm_ms=10 * MINUTE_MS)
    first, soon, later = (anomaly(name, minute, "d", pod="1") for name, minute in PODS.items())
    (opened,) = take([AnomalyChange(OPENED, first)], kinship=kinship)
    known = {"a": closed(first, 5), "b": closed(soon, 15)}
    late = [
        AnomalyChange(RESOLVED, known["a"]),
        AnomalyChange(OPENED, known["b"]),
        AnomalyChange(OPENED, later),
    ]
    grouping = Grouping(kinship, [opened.incident], known)
    changes = grouping.take(late, now_ms=60 * MINUTE_MS)
    told = {(change.kind, change.incident.members, change.incident.ended_ms) for change in changes}
    assert told == {
        (IncidentChangeKind.RESOLVED, ("a", "b"), 15 * MINUTE_MS),
        (IncidentChangeKind.OPENED, ("c",), None),
    }


PODS = {"a": 0, "b": 12, "c": 26}


def test_an_incident_that_becomes_more_severe_is_told_as_that() -> None:
    first = anomaly("a", 0, "d", pod="1")
    (opened,) = take([AnomalyChange(OPENED, first)])
    worse = replace(first, severity=Severity.CRITICAL)
    (change,) = Grouping(KINSHIP, [opened.incident], {"a": first}).take([AnomalyChange(UPDATED, worse)])
    assert (change.kind, change.incident.severity) == (IncidentChangeKind.ESCALATED, Severity.CRITICAL)
    longer = replace(worse, updated_ms=worse.updated_ms + MINUTE_MS)
    (change,) = Grouping(KINSHIP, [change.incident], {"a": worse}).take([AnomalyChange(UPDATED, longer)])
    assert change.kind is IncidentChangeKind.UPDATED


def test_what_people_named_and_took_out_stays_so() -> None:
    first, second = anomaly("a", 0, "d", pod="1"), anomaly("b", 1, "d", pod="2")
    (opened,) = take([AnomalyChange(OPENED, first)])
    edited = replace(opened.incident, title="Disk full", is_edited=True, left_out=("b",))
    changes = Grouping(KINSHIP, [edited], {"a": first}).take(
        [AnomalyChange(OPENED, second), AnomalyChange(UPDATED, replace(first, peak_score=1.0))]
    )
    (change,) = changes
    assert (change.incident.title, change.incident.members) == ("Disk full", ("a",))


def test_an_incident_names_its_suspects_first() -> None:
    slow = anomaly("a", 1, "web-latency", service="web")
    cause = anomaly("b", 0, "cart-latency", service="cart")
    (opened,) = take([AnomalyChange(OPENED, one) for one in (slow, cause)])
    assert [suspect.component for suspect in opened.incident.suspects] == ["cart", "web"]
    assert opened.incident.title == "cart: cart-latency, web-latency (2 anomalies)"
    (alone,) = take([AnomalyChange(OPENED, anomaly("b", 3, "queue-length"))])
    assert alone.incident.title == "queue-length", "no component is known, so none is named"
    assert "most likely because of cart" in opened.incident.sentence
