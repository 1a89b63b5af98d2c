"""The bus: how processes tell each other at once what was committed. It may lose; the log never does."""

from barograph.live.bus.base import Bus, EventPublisher, LivePublisher, Notice, Subscription

__all__ = ["Bus", "EventPublisher", "LivePublisher", "Notice", "Subscription"]
