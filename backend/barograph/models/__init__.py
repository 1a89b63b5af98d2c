"""How models fare in force: distributions compared with those of the training, in bounded memory."""

from barograph.models.reference import Reference, quality_at_training, reference_of, with_reference
from barograph.models.verdicts import Drift, DriftState, Finding
from barograph.models.watch import Watch
from barograph.models.yardstick import Yardstick

__all__ = [
    "Drift",
    "DriftState",
    "Finding",
    "Reference",
    "Watch",
    "Yardstick",
    "quality_at_training",
    "reference_of",
    "with_reference",
]
