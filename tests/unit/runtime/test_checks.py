from pathlib import Path

import pytest

from barograph.config.detector import DetectorSpec
from barograph.errors import ValidationFailed
from barograph.runtime.checks import detector_checks, languages_beside

TYPES = {"main": "prometheus", "lines": "loki", "loki": "prometheus", "shop": "shop", "vm": ""}
LOGQL = 'sum(rate({app="shop"} |= "error" [5m]))'


def check(source: str, expression: str, *steps: dict[str, str]) -> None:
    query = {"source": source, "expression": expression, "transform": steps}
    spec = DetectorSpec.model_validate({"name": "a", "query": query})
    for one in detector_checks(read_languages=lambda: TYPES):
        one(spec)


@pytest.mark.parametrize(
    ("source", "expression"),
    [
        ("main", "rate(x[5m])"),
        ("lines", LOGQL),
        ("loki", "rate(x[5m])"),
        ("prometheus", "rate(x[5m])"),
        ("unknown", "rate(x[5m])"),
        ("unknown", LOGQL),
        ("shop", "SELECT 1"),
        ("vm", "rate(x[5m]) default 0"),
    ],
)
def test_the_type_of_the_source_tells_the_language(source: str, expression: str) -> None:
    check(source, expression)


@pytest.mark.parametrize(
    ("source", "expression"),
    [("main", LOGQL), ("lines", "sum(rate({app='x'}[5m]))("), ("loki", LOGQL), ("unknown", "sum((")],
)
def test_an_expression_in_another_language_is_refused(source: str, expression: str) -> None:
    with pytest.raises(ValidationFailed) as caught:
        check(source, expression)
    assert caught.value.detail["field"] == "query.expression"


def test_the_expression_of_a_ratio_is_checked_too() -> None:
    ratio = {"op": "ratio", "expression": "sum("}
    with pytest.raises(ValidationFailed) as caught:
        check("main", "x", {"op": "rate"}, ratio)
    assert caught.value.detail["field"] == "query.transform.1.expression"
    check("main", "x", {"op": "ratio", "expression": "sum(y)"})


def test_the_types_stand_in_the_folder_beside(tmp_path: Path) -> None:
    (tmp_path / "datasources").mkdir()
    text = "datasources: [{name: lines, type: loki, urls: ['http://a']}, %s]\n"
    text %= "{name: vm, type: prometheus, urls: ['http://b'], check_expressions: false}"
    (tmp_path / "datasources" / "all.yaml").write_text(text)
    assert languages_beside([tmp_path / "detectors" / "a.yaml"]) == {"lines": "loki", "vm": ""}


def test_a_wrong_feature_is_refused_where_it_stands() -> None:
    algorithm = {"name": "isolation_forest", "parameters": {"features": ["value", "mean"]}}
    spec = DetectorSpec.model_validate({"name": "a", "query": {"expression": "x"}, "algorithm": algorithm})
    check_algorithm = detector_checks(read_languages=lambda: TYPES)[0]
    with pytest.raises(ValidationFailed, match="write `mean:12`") as caught:
        check_algorithm(spec)
    assert caught.value.detail["field"] == "algorithm.parameters.features"
