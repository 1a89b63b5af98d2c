import pytest

from barograph.errors import InternalError
from barograph.security.vault import SecretVault


def test_what_was_sealed_is_opened_again() -> None:
    sealed = SecretVault(b"key").seal({"auth.password": "pässword"}, "default/main")
    assert "pässword" not in sealed
    assert SecretVault(b"key").unseal(sealed, "default/main") == {"auth.password": "pässword"}


def test_the_same_secret_never_looks_the_same() -> None:
    vault = SecretVault(b"key")
    assert vault.seal({"a": "b"}, "x") != vault.seal({"a": "b"}, "x")


def test_no_secrets_need_no_key() -> None:
    assert SecretVault(b"other").unseal(SecretVault(b"key").seal({}, "a/b"), "a/b") == {}


@pytest.mark.parametrize(
    ("key", "owner", "damage"),
    [(b"other", "a/b", ""), (b"key", "a/c", ""), (b"key", "a/b", "AAAA"), (b"key", "a/b", "no base64")],
)
def test_another_key_another_owner_or_a_changed_text_opens_nothing(
    key: bytes, owner: str, damage: str
) -> None:
    sealed = SecretVault(b"key").seal({"a": "b"}, "a/b")
    with pytest.raises(InternalError, match="secret_key"):
        SecretVault(key).unseal(sealed + damage, owner)
