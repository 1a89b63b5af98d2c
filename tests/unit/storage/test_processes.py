from dataclasses import replace

from barograph.storage import ProcessBeat, Stores


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
