"""Windows of queries, kept between ticks."""

from barograph.sources.windows.cache import WindowCache
from barograph.sources.windows.shelf import WindowShelf

__all__ = ["WindowCache", "WindowShelf"]
