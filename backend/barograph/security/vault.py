"""Secrets at rest: encrypted with a key that never lies beside them."""

import os
from base64 import b64decode, b64encode

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from barograph.errors import InternalError

__all__ = ["SecretVault"]

_VERSION = "v1."
_NONCE_BYTES = 12
_NOTHING = ""
"""What is stored where there is no secret: everybody may read that, whatever their key."""


class SecretVault:
    """Seals secrets with AES-256-GCM under a key derived from ``secret_key``.

    ``owner`` says whose secrets they are; what was sealed for one owner can't be opened for another.
    """

    def __init__(self, secret_key: bytes) -> None:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"barograph secrets of data sources")
        self._cipher = AESGCM(derive.derive(secret_key))

    def seal(self, secrets: dict[str, str], owner: str) -> str:
        """Return secrets as text that says nothing without the key."""
        if not secrets:
            return _NOTHING
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, orjson.dumps(secrets), owner.encode())
        return _VERSION + b64encode(nonce + sealed).decode()

    def unseal(self, sealed: str, owner: str) -> dict[str, str]:
        """Return the secrets that were sealed for this owner."""
        if sealed == _NOTHING:
            return {}
        try:
            content = b64decode(sealed.removeprefix(_VERSION), validate=True)
            nonce, cipher_text = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
            secrets: dict[str, str] = orjson.loads(self._cipher.decrypt(nonce, cipher_text, owner.encode()))
        except (InvalidTag, ValueError) as error:
            raise InternalError(
                f"The secrets of {owner} can't be read: secret_key is not the one they were sealed with. "
                "Set the old secret_key again, or enter the secrets anew."
            ) from error
        return secrets
