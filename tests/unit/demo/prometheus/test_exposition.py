from prometheus_client.parser import text_string_to_metric_families

from barograph.demo.clockwork import DAY_MS
from barograph.demo.families import FAMILIES
from barograph.demo.prometheus.exposition import expose
from barograph.demo.shop import Shop


def test_another_parser_reads_every_sample() -> None:
    shop = Shop.open(1, is_quiet=True)
    families = list(text_string_to_metric_families(expose(shop, 20_000 * DAY_MS)))
    kinds = {family.name: family.type for family in families}
    assert kinds == {
        family.name.removesuffix("_total"): family.type for family in FAMILIES if family.name != "up"
    }
    samples = sum(len(family.samples) for family in families)
    assert samples == sum(1 for series in shop.series if series.labels["__name__"] != "up")
