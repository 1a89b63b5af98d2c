from pathlib import Path

from barograph.config import load_settings
from barograph.runtime.serve import environment_of


def test_children_find_the_same_settings_wherever_they_came_from(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("web_workers: 3\nsecret_key: hush\n")
    environment = {"BAROGRAPH_CONFIG": str(file), "BAROGRAPH_LOG_LEVEL": "debug", "PATH": "/bin"}
    settings = load_settings(environment, {"web_port": 9000, "state_dir": tmp_path}).settings
    child = environment_of(settings, environment)
    assert child["PATH"] == "/bin"
    assert "BAROGRAPH_CONFIG" not in child
    assert load_settings(child).settings == settings
