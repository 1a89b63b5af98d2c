import pytest

from barograph.errors import Forbidden
from barograph.security import LOCAL_ADMIN, Identity, Role


@pytest.mark.parametrize(
    ("role", "wanted", "may"),
    [
        (Role.VIEWER, Role.VIEWER, True),
        (Role.VIEWER, Role.EDITOR, False),
        (Role.EDITOR, Role.ADMIN, False),
        (Role.ADMIN, Role.EDITOR, True),
    ],
)
def test_a_role_includes_the_lesser_ones(role: Role, wanted: Role, may: bool) -> None:
    assert role.includes(wanted) is may


def test_a_role_that_does_not_reach_is_named() -> None:
    viewer = Identity("key:1", "wall display", Role.VIEWER)
    LOCAL_ADMIN.require(Role.ADMIN)
    with pytest.raises(Forbidden, match="needs the role editor, and wall display has viewer"):
        viewer.require(Role.EDITOR)
