"""The text that a real Prometheus scrapes at /metrics."""

from barograph.demo.families import FAMILIES, Family
from barograph.demo.prometheus.encoding import number_text
from barograph.demo.shop import Shop

__all__ = ["expose"]


def expose(shop: Shop, now_ms: int) -> str:
    """Return the current value of every series but ``up``, which is the scraper's to say."""
    return "".join(_expose_family(shop, family, now_ms) for family in FAMILIES if family.name != "up")


def _expose_family(shop: Shop, family: Family, now_ms: int) -> str:
    lines = [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} {family.type}"]
    for series in family.series(family):
        # A scraper gives job and instance itself; the pod tells the series apart.
        labels = series.labels.without("job", "instance")
        lines.append(f"{str(labels).replace(', ', ',')} {number_text(shop.value_at(series, now_ms))}")
    return "\n".join(lines) + "\n"
