"""Errors of detection: the data or the model do not allow an answer."""

from barograph.errors.base import BarographError

__all__ = ["DetectionError", "ModelUnavailable", "NotEnoughData"]


class DetectionError(BarographError):
    """The detector can't give an answer now. The detail says what is missing."""

    code = "not_enough_data"
    status = 409


class NotEnoughData(DetectionError):
    """There is too little history to fit or score. Wait, or choose an algorithm with a shorter window."""


class ModelUnavailable(DetectionError):
    """The detector has no usable model. Train it, or look at the last failed training."""

    code = "model_unavailable"
    retryable = True
