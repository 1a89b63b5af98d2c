"""docs/sources.md and the code say the same."""

import re
from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from ruamel.yaml import YAML

from barograph.config.datasource import AuthSpec, DataSourceFile, DataSourceSpec, TlsSpec
from barograph.config.provisioning import DetectorFile, read_detectors
from barograph.config.transform import Transform
from barograph.sources.verdicts import DataHealth

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"


def names_in_first_column(heading: str) -> set[str]:
    section = PAGE.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)} - {"name"}


def fields_of(model: type[BaseModel], prefix: str = "") -> set[str]:
    return {prefix + name for name in model.model_fields}


def yaml_blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)


def test_every_field_of_a_data_source_is_explained() -> None:
    fields = fields_of(DataSourceSpec) - {"auth", "tls", "name"}
    fields |= fields_of(AuthSpec, "auth.") | fields_of(TlsSpec, "tls.")
    assert names_in_first_column("In files") == fields


def test_every_transform_is_explained() -> None:
    models = get_args(get_args(Transform)[0])
    known = {get_args(model.model_fields["op"].annotation)[0] for model in models}
    assert names_in_first_column("Transforms") == known


def test_every_verdict_is_explained() -> None:
    text = PAGE.read_text()
    assert all(f"`{health.value}`" in text for health in DataHealth)


def test_the_examples_are_valid(tmp_path: Path) -> None:
    sources, detectors = yaml_blocks()
    DataSourceFile.model_validate(YAML(typ="safe", pure=True).load(sources))
    assert DetectorFile.model_validate(YAML(typ="safe", pure=True).load(detectors)).detectors
    (tmp_path / "a.yaml").write_text(detectors)
    assert read_detectors([tmp_path / "a.yaml"], {}).is_valid
