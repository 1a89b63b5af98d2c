from threading import Event

from structlog.testing import capture_logs

from barograph.engine.chores import Chore, Chores
from barograph.errors import StorageFull


def test_a_chore_runs_when_its_time_has_come() -> None:
    now = [0.0]
    done: list[str] = []
    chores = Chores(
        [Chore("often", 1, lambda: done.append("often")), Chore("seldom", 3, lambda: done.append("seldom"))],
        clock=lambda: now[0],
    )
    for moment in (0.0, 0.5, 1.0, 2.0, 3.0):
        now[0] = moment
        chores.run_due()
    assert done == ["often", "seldom", "often", "often", "often", "seldom"]


def test_a_chore_that_fails_does_not_stop_the_others_and_comes_round_again() -> None:
    now = [0.0]
    calls: list[float] = []

    def fail() -> None:
        calls.append(now[0])
        raise RuntimeError("broken")

    done: list[float] = []
    chores = Chores(
        [Chore("bad", 1, fail), Chore("good", 1, lambda: done.append(now[0]))], clock=lambda: now[0]
    )
    for moment in (0.0, 1.0):
        now[0] = moment
        chores.run_due()
    assert calls == done == [0.0, 1.0]


def test_the_loop_ends_when_told() -> None:
    stopping = Event()
    Chores([Chore("stop", 1, stopping.set)]).run_until(stopping)
    assert stopping.is_set()


def test_what_hinders_several_chores_is_said_once_and_once_when_the_last_goes_well() -> None:
    now, is_full = [0.0], [True]

    def write() -> None:
        if is_full[0]:
            raise StorageFull

    chores = Chores([Chore("beat", 1, write), Chore("agenda", 3, write)], clock=lambda: now[0])
    with capture_logs() as lines:
        for moment in (0.0, 1.0, 2.0, 3.0):
            now[0] = moment
            chores.run_due()
        is_full[0] = False
        for moment in (4.0, 6.0, 7.0):
            now[0] = moment
            chores.run_due()
    assert [(line["event"], line["log_level"]) for line in lines] == [
        ("chores fail; they are tried again", "warning"),
        ("chores go well again", "info"),
    ]
    assert (lines[0]["first"], lines[0]["code"], lines[1]["last"]) == ("beat", "storage_full", "agenda")
    assert not any("exc_info" in line for line in lines)
