"""What a detector must fulfil beyond its schema: its algorithm exists and its query can be read."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec, QueryMode
from barograph.config.kinds import SOURCES
from barograph.config.provisioning import SpecCheck
from barograph.config.transform import Ratio
from barograph.errors import NotFound, ValidationFailed
from barograph.sources.logql import validate_logql
from barograph.sources.promql.validation import validate_promql

__all__ = ["Languages", "detector_checks", "languages_beside"]


Languages = Callable[[], Mapping[str, str]]
"""Returns the language of each data source by its name, as far as they are known."""

_LOKI, _PROMETHEUS = "loki", "prometheus"


def detector_checks(
    registry: Registry | None = None, read_languages: Languages = dict
) -> Sequence[SpecCheck]:
    """Return the checks that every room contributes; a source named like a type and unknown is of it."""
    known = registry or Registry.installed()

    def check_algorithm(spec: DetectorSpec) -> None:
        try:
            known.create(spec.algorithm.name, spec.algorithm.parameters)
        except NotFound as error:
            raise ValidationFailed(error.message, detail={"field": "algorithm.name"}) from error
        except ValidationFailed as error:
            field = f"algorithm.parameters.{error.detail.get('parameter', '')}".rstrip(".")
            raise ValidationFailed(error.message, detail={**error.detail, "field": field}) from error

    return (check_algorithm, _make_expression_check(read_languages))


def languages_beside(files: Sequence[Path]) -> dict[str, str]:
    """Return the languages of the data sources that stand in the folder beside those of the detectors."""
    found = {path for file in files for path in SOURCES.find(file.absolute().parent.parent)}
    return {spec.name: spec.language for spec in SOURCES.read(sorted(found), os.environ).specs}


def _make_expression_check(read_languages: Languages) -> SpecCheck:
    """Return the check that a detector's expressions are in the language of its source."""

    def check_expressions(spec: DetectorSpec) -> None:
        query, known = spec.query, read_languages()
        kind = known.get(query.source, query.source)
        if kind not in (_PROMETHEUS, _LOKI) and query.source in known:
            return  # The source alone knows its language.
        _check_as(kind, query.expression, query.mode, "query.expression")
        for place, step in enumerate(query.transform):
            if isinstance(step, Ratio):
                _check_as(kind, step.expression, "metric", f"query.transform.{place}.expression")

    return check_expressions


def _check_as(kind: str, expression: str, mode: QueryMode, field: str) -> None:
    try:
        if mode != "metric" or kind == _LOKI:
            validate_logql(expression, mode)
        elif kind == _PROMETHEUS:
            validate_promql(expression)
        else:
            _check_as_either(expression)
    except ValidationFailed as error:
        raise ValidationFailed(error.message, detail={**error.detail, "field": field}) from error


def _check_as_either(expression: str) -> None:
    """Refuse what is in no language: of what type the source is will be known when it is there."""
    try:
        validate_promql(expression)
    except ValidationFailed as wrong:
        try:
            validate_logql(expression, "metric")
        except ValidationFailed:
            raise wrong from None
