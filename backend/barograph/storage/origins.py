"""Where detectors, data sources and automations come from: people made them, or a file holds them."""

__all__ = ["MADE_IN_API"]

MADE_IN_API = "api"
"""The origin of what people made; any other names a file, and what it holds is read-only here."""
