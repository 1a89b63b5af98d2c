from barograph.sources.logs.mining.memory import TwoGenerations


def test_what_is_asked_for_stays_and_the_rest_is_forgotten() -> None:
    memory: TwoGenerations[int, str] = TwoGenerations(8)
    for key in range(100):
        memory.put(key, "x")
        assert memory.get(0) == "x"
        assert len(memory) <= 9
    assert memory.get(1) is None
    assert memory.get(99) == "x"
