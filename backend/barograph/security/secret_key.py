"""The key that signs tickets and tokens: from the settings, or made once in the state folder."""

import os
import secrets
from pathlib import Path

from barograph.config.settings import Settings
from barograph.errors import InternalError

__all__ = ["load_secret_key"]

_FILE_NAME = "secret.key"


def load_secret_key(settings: Settings) -> bytes:
    """Return the key; the first process of a machine makes it, and only its owner may read it."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = settings.state_dir / _FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        return path.read_bytes()
    except OSError as error:
        raise InternalError(
            f"The key in {path} can't be read or made: {error.strerror}. Set secret_key, or let this user "
            "write to state_dir."
        ) from error


def _make(path: Path) -> None:
    """Write a new key whole and then give it its name, so that nobody reads half of one."""
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
