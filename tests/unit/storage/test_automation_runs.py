from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from barograph.storage import AutomationRun, RunState, Stores

AT = 1000


def make_run(automation: str, number: int) -> AutomationRun:
    return AutomationRun(
        tenant="default",
        automation=automation,
        event_id=number,
        subject=f"event:{number}",
        state=RunState.APPROVED,
        reason="acts",
        plan={},
        occurrence={},
        at_ms=AT,
        created_ms=AT,
        updated_ms=AT,
    )


def record(stores: Stores, runs: Sequence[AutomationRun]) -> None:
    position = stores.automation_runs.position()
    assert stores.automation_runs.record(runs, AT, (position, position + 1)) is not None


def test_of_many_workers_one_takes_the_run_of_an_automation(stores: Stores) -> None:
    record(stores, [make_run(name, number) for name in ("a", "b") for number in range(4)])
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: stores.automation_runs.claim(f"w{n}", AT, AT + 10), range(8)))
    assert len([run for run in taken if run is not None]) <= 2
    running = stores.automation_runs.running()
    assert sorted(run.automation for run in running) == sorted({run.automation for run in running})
    assert running


def test_only_the_worker_of_a_run_writes_and_renews_it(stores: Stores) -> None:
    record(stores, [make_run("a", 1)])
    run = stores.automation_runs.claim("one", AT, AT + 10)
    assert run is not None
    stores.automation_runs.renew("two", [run.id], AT + 50)
    assert stores.automation_runs.running()[0].lease_until_ms == AT + 10
    stores.automation_runs.renew("one", [run.id], AT + 20)
    assert stores.automation_runs.save(run, AT), "a renewal between reading and writing does no harm"
    assert stores.automation_runs.running()[0].lease_until_ms == AT + 20


@pytest.mark.parametrize("since", ["renewed", "ended", "taken"])
def test_a_run_that_moved_on_is_not_taken_over(stores: Stores, since: str) -> None:
    record(stores, [make_run("a", 1)])
    seen = stores.automation_runs.claim("one", AT, AT + 10)
    assert seen is not None
    waiting = replace(seen, state=RunState.APPROVED)
    if since == "renewed":
        stores.automation_runs.renew("one", [seen.id], AT + 20)
    elif since == "ended":
        stores.automation_runs.save(replace(seen, state=RunState.DONE), AT)
    else:
        assert stores.automation_runs.take_over(seen, waiting, AT) is not None
        assert stores.automation_runs.claim("two", AT, AT + 10) is not None
    assert stores.automation_runs.take_over(seen, waiting, AT) is None
