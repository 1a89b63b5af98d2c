"""The default: looks at what each series does by itself, and tells once when it does something else."""

from barograph.algorithms.auto.algorithm import Auto

__all__ = ["Auto"]
