from pathlib import Path

import pytest

from barograph.config.topology import read_topology
from barograph.errors import ValidationFailed


def test_a_topology_is_read_from_the_provisioning_folder(tmp_path: Path) -> None:
    assert read_topology(tmp_path, {}).calls == {}
    (tmp_path / "topology.yaml").write_text("calls: {web: [cart]}\naliases: {cart-from-web: cart}\n")
    assert read_topology(tmp_path, {}).calls == {"web": ("cart",)}


def test_a_mistake_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "topology.yaml").write_text("calls: {web: [cart]}\ncalled: {}\n")
    with pytest.raises(ValidationFailed, match=r"topology\.yaml:2"):
        read_topology(tmp_path, {})
