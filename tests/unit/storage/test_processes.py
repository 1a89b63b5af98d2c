from dataclasses import replace

from barograph.storage import ProcessBeat, Stores
from barograph.storage.processes import live_engines


def test_the_last_beat_of_each_process_is_kept(stores: Stores) -> None:
    beat = ProcessBeat("here/engine", "engine", "here", 7, "running", "Ticks.", started_ms=1, beat_ms=1)
    stores.processes.beat(beat)
    later = replace(beat, beat_ms=5, restarts=1, detail={"ticks": 3})
    stores.processes.beat(later)
    stores.processes.beat(replace(beat, id="here/web-0", kind="web", beat_ms=2))
    assert [item.id for item in stores.processes.all()] == ["here/engine", "here/web-0"]
    assert stores.processes.all()[0] == later
    assert stores.processes.forget_before(3) == 1
    stores.processes.forget("here/engine")
    assert stores.processes.all() == ()


def test_a_dead_engine_is_forgotten_by_host_and_number(stores: Stores) -> None:
    beat = ProcessBeat("here/7/a", "engine", "here", 7, "running", "Ticks.", started_ms=1, beat_ms=1)
    others = [
        replace(beat, id="here/7/s", kind="supervisor"),
        replace(beat, id="here/8/b", pid=8),
        replace(beat, id="there/7/c", host="there"),
    ]
    for one in (beat, *others):
        stores.processes.beat(one)
    stores.processes.forget_pid("here", 7)
    assert [one.id for one in stores.processes.all()] == ["here/7/s", "here/8/b", "there/7/c"]


def test_the_engines_that_live_are_those_heard_lately_or_else_the_last_one() -> None:
    def beat(name: str, at_ms: int) -> ProcessBeat:
        return ProcessBeat(name, "engine", "here", 7, "running", "Ticks.", started_ms=1, beat_ms=at_ms)

    beats = [beat("a", 1_000), beat("b", 20_000), beat("c", 21_000)]
    assert [one.id for one in live_engines(beats, 22_000)] == ["c", "b"]
    assert [one.id for one in live_engines(beats, 90_000)] == ["c"]
    assert live_engines([], 1) == []
