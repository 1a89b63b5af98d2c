from dataclasses import dataclass

import pytest

from barograph.engine.leadership import Leadership
from barograph.errors import StorageUnavailable
from barograph.storage import ProcessBeat, Stores
from barograph.storage.leases import LEADER, Lease, Leases


class Flickering(Leases):
    """Leases in a database that may be away."""

    is_away = False

    def find(self, name: str) -> Lease | None:
        if self.is_away:
            raise StorageUnavailable("The database is away.")
        return super().find(name)


@dataclass
class Machine:
    """Two engines with one database, each with a clock of its own that starts anywhere."""

    stores: Stores
    seconds: float = 0.0
    beats: int = 1_000_000_000

    def __post_init__(self) -> None:
        self.leases = Flickering(self.stores.database)
        self.first, self.second = (Leadership(name, self.leases, lambda: self.seconds) for name in "ab")

    def beat(self, name: str) -> None:
        """Beat with a clock that may be far from all others."""
        self.beats -= 7_000
        self.stores.processes.beat(ProcessBeat(name, "engine", name, 7, "running", "", 1, self.beats))

    def leads(self, one: Leadership, after_seconds: float = 0.0) -> bool:
        self.seconds += after_seconds
        return one.look(5)


@pytest.fixture
def machine(stores: Stores) -> Machine:
    made = Machine(stores)
    made.beat("a")
    made.beat("b")
    assert made.leads(made.first)
    return made


def test_one_leads_and_the_other_waits_as_long_as_it_beats(machine: Machine) -> None:
    for _ in range(20):
        machine.beat("a")
        assert not machine.leads(machine.second, after_seconds=2)
        assert machine.leads(machine.first)


def test_another_takes_over_within_seconds_when_the_leader_falls_silent(machine: Machine) -> None:
    assert not machine.leads(machine.second)
    assert not machine.leads(machine.second, after_seconds=9.9)
    assert machine.leads(machine.second, after_seconds=0.1)
    machine.beat("a")
    assert not machine.leads(machine.first), "who wakes up sees that it was deposed"
    assert machine.leads(machine.second)


def test_a_leader_that_is_no_process_any_more_is_followed_at_once(machine: Machine) -> None:
    machine.stores.processes.forget("a")
    assert machine.leads(machine.second)


def test_who_steps_down_is_followed_at_once(machine: Machine) -> None:
    machine.first.give_up()
    assert machine.leads(machine.second)
    machine.first.give_up()
    assert machine.leads(machine.second), "a lease that is another's is not given up"


def test_an_outage_of_the_database_deposes_nobody(machine: Machine) -> None:
    assert not machine.leads(machine.second)
    machine.leases.is_away = True
    with pytest.raises(StorageUnavailable):
        machine.leads(machine.second, after_seconds=60)
    machine.leases.is_away = False
    assert not machine.leads(machine.second)
    machine.beat("a")
    assert not machine.leads(machine.second, after_seconds=9)


def test_the_lease_says_who_leads(machine: Machine) -> None:
    lease = machine.stores.leases.find(LEADER)
    assert lease is not None
    assert (lease.holder, lease.since_ms) == ("a", 5)
