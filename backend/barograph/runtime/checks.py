"""What a detector must fulfil beyond its schema: its algorithm exists and its query can be read."""

from collections.abc import Sequence

from barograph.config.provisioning import SpecCheck

__all__ = ["detector_checks"]


def detector_checks() -> Sequence[SpecCheck]:
    """Return the checks that every room contributes."""
    return ()
