"""Who asks, and what they may do."""

from barograph.security.api_keys import ApiKey, ApiKeyProvider, hash_key, new_key
from barograph.security.authentication import Authenticator
from barograph.security.base import IdentityProvider
from barograph.security.identity import LOCAL_ADMIN, Identity, Role

__all__ = [
    "LOCAL_ADMIN",
    "ApiKey",
    "ApiKeyProvider",
    "Authenticator",
    "Identity",
    "IdentityProvider",
    "Role",
    "hash_key",
    "new_key",
]
