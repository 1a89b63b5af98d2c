"""As much PromQL as dashboards and detectors of the demo use; anything else is refused in words."""

from barograph.demo.promql.evaluation import evaluate
from barograph.demo.promql.values import Grid, Scalar, Vector

__all__ = ["Grid", "Scalar", "Vector", "evaluate"]
