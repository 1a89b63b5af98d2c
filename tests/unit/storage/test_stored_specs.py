import pytest
from pydantic import BaseModel

from barograph.errors import Conflict
from barograph.storage.stored_specs import StoredSpec


class Size(BaseModel):
    points: int


@pytest.mark.parametrize("kind", ["detector", "data source"])
def test_what_is_not_valid_any_more_names_what_to_correct_or_remove(kind: str) -> None:
    read = StoredSpec(Size, {"points": "many"}, kind, "shop", " of that time")
    assert isinstance(read.mistake, Conflict)
    assert read.mistake.message.startswith(
        f"The specification of the {kind} 'shop' of that time is not valid"
    )
    assert read.mistake.message.endswith(f"Correct it, or remove the {kind}.")
    assert read.content == {"points": "many"}
    with pytest.raises(Conflict):
        _ = read.spec


@pytest.mark.parametrize("stored", [{"points": 3}, '{"points": 3}'])
def test_what_is_valid_is_read(stored: dict[str, int] | str) -> None:
    read = StoredSpec(Size, stored, "detector", "shop")
    assert read.mistake is None
    assert read.spec == Size(points=3)
    assert read.content == {"points": 3}
