import contextlib
import io
import re
from pathlib import Path

from ruamel.yaml import YAML

from barograph.config.datasource import DataSourceFile
from barograph.config.detector import DetectorSpec
from barograph.runtime.checks import detector_checks
from barograph.sources.logs.categories import load_categories

PAGE = (Path(__file__).parents[2] / "docs" / "logs.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_in_yaml_is_valid(tmp_path: Path) -> None:
    sources, detectors, categories = blocks("yaml")
    DataSourceFile.model_validate(YAML(typ="safe").load(sources))
    for row in YAML(typ="safe").load(detectors)["detectors"]:
        spec = DetectorSpec.model_validate(row)
        for check in detector_checks():
            check(spec)
    (tmp_path / "own.yaml").write_text(categories)
    assert "payment" in load_categories([tmp_path / "own.yaml"]).names


def test_the_example_in_python_prints_what_the_page_says() -> None:
    (example,) = blocks("python")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(example, {})
    assert f"# {printed.getvalue().strip()}" in example


def test_every_category_is_on_the_page() -> None:
    for name in load_categories().names:
        assert f"`{name}`" in PAGE
