"""What a detector must fulfil beyond its schema: its algorithm exists and its query can be read."""

from collections.abc import Sequence

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.config.provisioning import SpecCheck
from barograph.errors import NotFound, ValidationFailed
from barograph.sources.logql import validate_logql
from barograph.sources.promql.validation import validate_promql

__all__ = ["detector_checks"]


def detector_checks(registry: Registry | None = None) -> Sequence[SpecCheck]:
    """Return the checks that every room contributes."""
    known = registry or Registry.installed()

    def check_algorithm(spec: DetectorSpec) -> None:
        try:
            known.create(spec.algorithm.name, spec.algorithm.parameters)
        except NotFound as error:
            raise ValidationFailed(error.message, detail={"field": "algorithm.name"}) from error
        except ValidationFailed as error:
            field = f"algorithm.parameters.{error.detail.get('parameter', '')}".rstrip(".")
            raise ValidationFailed(error.message, detail={**error.detail, "field": field}) from error

    return (check_algorithm, _check_expression)


def _check_expression(spec: DetectorSpec) -> None:
    query = spec.query
    try:
        if query.mode != "metric" or query.source == "loki":
            validate_logql(query.expression, query.mode)
        else:
            validate_promql(query.expression)
    except ValidationFailed as error:
        raise ValidationFailed(error.message, detail={**error.detail, "field": "query.expression"}) from error
