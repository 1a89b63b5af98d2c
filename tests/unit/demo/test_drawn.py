from barograph.demo.drawn import Drawn


def test_a_value_is_drawn_once_while_it_is_kept() -> None:
    drawn: Drawn[int] = Drawn(2)
    assert drawn.get(("a",), lambda: 1) == 1
    assert drawn.get(("a",), lambda: 2) == 1
    drawn.get(("b",), lambda: 3)
    drawn.get(("c",), lambda: 4)
    assert drawn.get(("a",), lambda: 5) == 5
