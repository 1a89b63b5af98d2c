from concurrent.futures import ThreadPoolExecutor

from barograph.storage import ProcessBeat, Stores


def beat(stores: Stores, name: str, at_ms: int) -> None:
    stores.processes.beat(ProcessBeat(name, "engine", "here", 7, "running", "Runs.", 1, at_ms))


def test_a_lease_goes_from_hand_to_hand(stores: Stores) -> None:
    leases = stores.leases
    assert leases.find("leader") is None
    assert leases.take("leader", None, "a", 5)
    assert not leases.take("leader", None, "b", 6)
    lease = leases.find("leader")
    assert lease is not None
    assert (lease.holder, lease.since_ms, lease.beat_ms) == ("a", 5, None)
    beat(stores, "a", 7)
    beat(stores, "b", 8)
    assert (found := leases.find("leader")) is not None
    assert found.beat_ms == 7
    assert leases.take("leader", "a", "b", 9)
    assert not leases.take("leader", "a", "c", 9)
    leases.give_up("leader", "a")
    assert (found := leases.find("leader")) is not None
    assert (found.holder, found.since_ms, found.beat_ms) == ("b", 9, 8)
    leases.give_up("leader", "b")
    assert leases.find("leader") is None


def test_of_many_that_reach_for_a_lease_one_gets_it(stores: Stores) -> None:
    def reach(before: str | None, numbers: range) -> list[bool]:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda n: stores.leases.take("leader", before, f"e{n}", 1), numbers))

    assert sum(reach(None, range(8))) == 1
    lease = stores.leases.find("leader")
    assert lease is not None
    assert sum(reach(lease.holder, range(8, 16))) == 1
