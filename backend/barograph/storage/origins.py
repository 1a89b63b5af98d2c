"""Where detectors, data sources and automations come from: people made them, or a file holds them."""

__all__ = ["MADE_IN_API", "Originated"]

MADE_IN_API = "api"
"""The origin of what people made; any other names a file, and what it holds is read-only here."""


class Originated:
    """What people made in the API, or a file holds."""

    __slots__ = ()

    origin: str

    @property
    def is_provisioned(self) -> bool:
        """Whether it comes from a file and is read-only here."""
        return self.origin != MADE_IN_API
