"""Signatures of messages, so that a receiver knows who wrote them."""

import hashlib
import hmac

__all__ = ["SIGNATURE_HEADER", "sign"]

SIGNATURE_HEADER = "X-Barograph-Signature"


def sign(secret: bytes, body: bytes) -> str:
    """Return what the receiver compares: ``sha256=`` and the HMAC of the body in hexadecimal digits."""
    return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"
