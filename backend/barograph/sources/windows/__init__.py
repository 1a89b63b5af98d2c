"""Windows of queries, kept between ticks."""

from barograph.sources.windows.cache import WindowCache

__all__ = ["WindowCache"]
