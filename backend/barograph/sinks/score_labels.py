"""The labels of a score: those of its series, made unmistakable, the same wherever scores are told."""

from barograph.domain import Labels

__all__ = ["DROPPED_METRIC", "SCORE_METRICS", "labels_of_score"]

SCORE_METRICS = {
    "barograph_score": "How strange the last point is, 0 to 1; 0.375 happens once in a thousand points.",
    "barograph_expected": "What was expected.",
    "barograph_lower": "Lower end of the band.",
    "barograph_upper": "Upper end of the band.",
    "barograph_signal": "What policy acts on: like the score, but a burst shows once.",
}
"""Every metric about scores, with its help."""

DROPPED_METRIC = "barograph_scores_dropped_series"
"""How many series are left off because there are too many."""

_OURS = ("detector", "metric", "tenant")


def labels_of_score(tenant: str, detector_id: str, series: Labels) -> Labels:
    """Return canonical labels; one of the series that is called like one of ours goes on as ``exported_``."""
    kept = {
        f"exported_{name}" if name in _OURS else name: value
        for name, value in series.items()
        if name != "__name__"
    }
    own = {"detector": detector_id, "metric": series.get("__name__", "")}
    return Labels({**kept, **own, "tenant": "" if tenant == "default" else tenant})
