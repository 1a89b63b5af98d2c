"""Who asks, and what they may do."""

from barograph.security.identity import LOCAL_ADMIN, Identity, Role

__all__ = ["LOCAL_ADMIN", "Identity", "Role"]
