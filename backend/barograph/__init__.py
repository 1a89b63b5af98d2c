"""Barograph: the recording barometer for production systems."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("barograph")
except PackageNotFoundError:
    __version__ = "0+unknown"
