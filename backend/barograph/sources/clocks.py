"""Whether the clock of a source is right, as far as ours is."""

__all__ = ["say_skew"]

_LARGEST_SKEW_SECONDS = 60.0


def say_skew(skew_seconds: float) -> str | None:
    """Return what to tell people about a clock that is so far ahead of ours, None where that is harmless."""
    if abs(skew_seconds) <= _LARGEST_SKEW_SECONDS:
        return None
    where = "ahead of" if skew_seconds > 0 else "behind"
    return (
        f"Its clock is {abs(skew_seconds):.0f} s {where} ours, so fresh points seem late or lie in the "
        "future. Synchronise the clocks (NTP)."
    )
