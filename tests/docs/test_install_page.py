"""The files that docs/install.md shows are what systemd, Kubernetes and Barograph itself understand."""

import configparser
import re
from pathlib import Path

from ruamel.yaml import YAML

from barograph.config import load_settings
from barograph.config.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "install.md").read_text()


class Unit(configparser.ConfigParser):
    """A file of systemd, in which capital letters matter."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_settings_of_the_unit_are_settings(tmp_path: Path) -> None:
    file = tmp_path / "barograph.yaml"
    file.write_text(blocks("yaml")[0])
    settings = load_settings({}, None, file).settings
    unit = Unit()
    unit.read_string(blocks("ini")[0])
    service = unit["Service"]
    assert f"/var/lib/{service['StateDirectory']}" == str(settings.state_dir)
    assert service["ExecStart"] == "/opt/barograph/bin/barograph --config /etc/barograph/barograph.yaml serve"
    assert float(service["TimeoutStopSec"]) > settings.shutdown_seconds


def test_what_kubernetes_is_told_fits_the_image() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    stateful, service = YAML(typ="safe").load_all(blocks("yaml")[1])
    pod = stateful["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert f"USER {pod['securityContext']['runAsUser']}\n" in dockerfile
    assert f"EXPOSE {container['ports'][0]['containerPort']}\n" in dockerfile
    state, detectors = (mount["mountPath"] for mount in container["volumeMounts"])
    assert f"VOLUME {state}\n" in dockerfile
    assert f"BAROGRAPH_PROVISIONING_DIR={Path(detectors).parent}\n" in dockerfile
    names = {one["name"].removeprefix("BAROGRAPH_").lower() for one in container["env"]}
    assert names <= set(Settings.model_fields)
    assert service["spec"]["selector"] == stateful["spec"]["selector"]["matchLabels"]
    given = {volume["name"] for volume in pod["volumes"]}
    given |= {claim["metadata"]["name"] for claim in stateful["spec"]["volumeClaimTemplates"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == given


def test_every_command_of_make_is_one() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", PAGE, re.MULTILINE)) <= known


def test_nobody_is_told_to_install_a_name_that_is_not_ours() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        text = page.read_text().replace("Never write `pip install barograph`", "")
        assert not re.search(r"pip3? install (-\S+ )*['\"]?barograph(\[\w+\])?['\"]?\s", text), page.name
