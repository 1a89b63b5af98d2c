from pathlib import Path

import pytest
from pydantic import SecretStr

from barograph.config.settings import Settings
from barograph.errors import InternalError
from barograph.security.secret_key import load_secret_key


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path / "var")
    key = load_secret_key(settings)
    assert load_secret_key(settings) == key
    assert len(key) == 64
    assert [path.stat().st_mode & 0o777 for path in settings.state_dir.iterdir()] == [0o600]


def test_a_key_of_the_settings_comes_first(tmp_path: Path) -> None:
    assert load_secret_key(Settings(state_dir=tmp_path, secret_key=SecretStr("mine"))) == b"mine"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(InternalError, match="Set secret_key"):
        load_secret_key(Settings(state_dir=tmp_path / "var"))
