import pytest

from barograph.errors import NotFound
from barograph.security import Role, new_key
from barograph.storage import Stores


def test_a_key_is_found_by_its_hash_and_can_be_revoked(stores: Stores) -> None:
    key, text = new_key("default", "wall display", Role.VIEWER, now_ms=1)
    stores.api_keys.add(key)
    assert stores.api_keys.find(key.key_hash) == key
    assert stores.api_keys.find(text) is None
    assert stores.api_keys.all("default") == (key,)
    assert stores.api_keys.all("other") == ()
    stores.api_keys.revoke("default", key.id, now_ms=2)
    revoked = stores.api_keys.find(key.key_hash)
    assert revoked is not None
    assert not revoked.is_valid_at(2)
    with pytest.raises(NotFound):
        stores.api_keys.revoke("default", "nothing", now_ms=3)
