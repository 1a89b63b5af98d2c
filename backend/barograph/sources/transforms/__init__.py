"""What happens to values between a source and an algorithm."""

from barograph.sources.transforms.pipeline import Pipeline

__all__ = ["Pipeline"]
