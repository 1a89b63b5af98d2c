from prometheus_client import CollectorRegistry

from barograph.config.detector import DetectorSpec
from barograph.runtime.collector import ProductCollector
from barograph.storage import ProcessBeat, Stores
from tests.unit.storage.making import make_anomaly, opened

OUTCOMES = ("delivered", "retry", "refused", "dropped")


def timings(*labels: str) -> dict[str, object]:
    """Return what an engine tells of two short and one endless piece of work."""
    return {"bounds": [0.1, 2.5], "rows": [{"labels": list(labels), "counts": [2, 0, 1], "sum": 90.1}]}


def test_metrics_tell_of_detectors_processes_and_what_engines_count(stores: Stores) -> None:
    stores.detectors.create(
        "default", DetectorSpec.model_validate({"name": "a", "query": {"expression": "up"}}), 0
    )
    counts = {
        "ticks": 7,
        "tick_seconds": timings("auto"),
        "series": 70,
        "failures": {"source_timeout": 2},
        "decisions": {},
    }
    source = {"tenant": "default", "name": "prometheus", "type": "prometheus", "state": "down"}
    sink = {
        "delivered": 9,
        "retry": 1,
        "refused": 0,
        "dropped": 2,
        "pending": 4,
        "in_memory": 4,
        "seconds": timings(),
        "failures_in_a_row": 0,
    }
    models = {
        "states": {"steady": 3, "drifting": 1, "unknown": 0},
        "drifts": 2,
        "ratios": [["default", "a", "data", 1.5]],
    }
    detail = {
        "counts": counts,
        "missed_slots": 3,
        "late": {"detectors": 5, "seconds": 95.5},
        "leads": True,
        "query_seconds": timings("default", "prometheus"),
        "sources": [source],
        "models": models,
        "sinks": {"main/1": sink},
    }
    stores.processes.beat(ProcessBeat("h/engine", "engine", "h", 1, "running", "", 0, 100_000, detail=detail))
    children = {"web": {"pid": 2, "restarts": 4, "last_exit": ""}}
    stores.processes.beat(
        ProcessBeat("h/supervisor", "supervisor", "h", 1, "running", "", 0, 0, detail=children)
    )
    registry = CollectorRegistry()
    registry.register(ProductCollector(stores, clock=lambda: 101.0))

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, labels)

    assert value("barograph_detectors", state="pending") == 1
    assert value("barograph_anomalies_open") == 0
    assert value("barograph_events_total") == 1
    assert value("barograph_process_up", process="h/engine") == 1
    assert value("barograph_process_restarts_total", process="web", supervisor="h/supervisor") == 4
    assert value("barograph_ticks_total", engine="h/engine") == 7
    assert value("barograph_tick_failures_total", engine="h/engine", code="source_timeout") == 2
    assert value("barograph_missed_slots_total", engine="h/engine") == 3
    assert value("barograph_late_detectors", engine="h/engine") == 5
    assert value("barograph_lateness_seconds", engine="h/engine") == 95.5
    assert value("barograph_engine_leads", engine="h/engine") == 1
    asked = {"tenant": "default", "source": "prometheus", "type": "prometheus"}
    assert value("barograph_source_up", engine="h/engine", **asked) == 0
    assert value("barograph_models", engine="h/engine", drift="steady") == 3
    assert value("barograph_model_drifts_total", engine="h/engine") == 2
    timed = {"engine": "h/engine"}
    for name, more in (
        ("tick", {"algorithm": "auto"}),
        ("source_query", {"tenant": "default", "source": "prometheus"}),
        ("sink_delivery", {"sink": "main/1"}),
    ):
        buckets = [
            value(f"barograph_{name}_seconds_bucket", le=le, **timed, **more) for le in ("0.1", "2.5", "+Inf")
        ]
        assert buckets == [2, 2, 3]
        assert value(f"barograph_{name}_seconds_sum", **timed, **more) == 90.1
        assert value(f"barograph_{name}_seconds_count", **timed, **more) == 3
    named = {"tenant": "default", "detector": "a", "subject": "data"}
    assert value("barograph_model_drift_ratio", engine="h/engine", **named) == 1.5
    about = {"engine": "h/engine", "sink": "main/1"}
    assert value("barograph_sink_messages_total", outcome="dropped", **about) == 2
    assert value("barograph_sink_pending", sink="main/1") == 4
    assert value("barograph_sink_failures_in_a_row", **about) == 0


def test_two_engines_and_two_supervisors_on_one_host_are_told_apart(stores: Stores) -> None:
    sink = {"pending": 1, "failures_in_a_row": 0, **dict.fromkeys(OUTCOMES, 1)}
    for number in (1, 2):
        # The second is of an older release, which told the sum of seconds alone.
        counts = {"ticks": number, "tick_seconds": 1.5}
        detail = {"counts": counts, "sinks": {"main/1": sink, "tsdb/1": {**sink, "in_memory": 5}}}
        beat = ProcessBeat(f"h/{number}/e", "engine", "h", number, "running", "", 0, 0, detail=detail)
        stores.processes.beat(beat)
        children = {"web": {"pid": 2, "restarts": number, "last_exit": ""}}
        above = ProcessBeat(f"h/{number}/s", "supervisor", "h", number, "running", "", 0, 0, detail=children)
        stores.processes.beat(above)
    Stores.over(stores.database, ("main/1",), ()).anomalies.record([opened(make_anomaly(1))], 1)
    registry = CollectorRegistry()
    registry.register(ProductCollector(stores, clock=lambda: 0.0))
    ticks = [registry.get_sample_value("barograph_ticks_total", {"engine": f"h/{n}/e"}) for n in (1, 2)]
    assert ticks == [1, 2]
    labels = {"process": "web", "supervisor": "h/2/s"}
    assert registry.get_sample_value("barograph_process_restarts_total", labels) == 2
    waiting = [
        registry.get_sample_value("barograph_sink_pending", {"sink": f"{n}/1"}) for n in ("main", "tsdb")
    ]
    assert waiting == [1, 10], "the outbox is shared, and each engine has samples of its own"
