from pathlib import Path

from barograph.config.kinds import TOPOLOGY


def test_a_topology_is_read_from_the_provisioning_folder(tmp_path: Path) -> None:
    assert TOPOLOGY.read_folder(tmp_path, {}).specs == ()
    (tmp_path / "topology.yaml").write_text("calls: {web: [cart]}\naliases: {cart-from-web: cart}\n")
    (spec,) = TOPOLOGY.read_folder(tmp_path, {}).specs
    assert spec.calls == {"web": ("cart",)}


def test_a_mistake_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "topology.yaml").write_text("calls: {web: [cart]}\ncalled: {}\n")
    (mistake,) = TOPOLOGY.read_folder(tmp_path, {}).mistakes
    assert str(mistake).endswith(
        "topology.yaml:2:1: called: there is no key `called` here; did you mean `calls`?"
    )


def test_there_is_one_topology(tmp_path: Path) -> None:
    for end in ("yaml", "yml"):
        (tmp_path / f"topology.{end}").write_text("calls: {web: [cart]}\n")
    (mistake,) = TOPOLOGY.read_folder(tmp_path, {}).mistakes
    assert "taken by another topology" in mistake.message
