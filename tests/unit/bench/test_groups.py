import json

import numpy as np
from click.testing import CliRunner

from barograph.bench import grouped
from barograph.bench._bases import BASES
from barograph.bench._groups import make_groups
from barograph.bench._kinds import CALM, KINDS


def test_every_group_has_one_odd_member_and_a_seed_makes_it_repeatable() -> None:
    groups = list(make_groups(range(1)))
    assert len(groups) == len(BASES) * sum(not kind.needs_season for kind in KINDS)
    for (_, one), (_, two) in zip(groups, make_groups(range(1)), strict=True):
        assert [sample.kind == CALM for sample in one] == [False, True, True, True, True]
        assert all(np.array_equal(a.values, b.values) for a, b in zip(one, two, strict=True))
        assert 0 < one[0].onset < one[0].end <= len(one[0].values)


def test_members_carry_the_same_load_until_one_is_odd() -> None:
    _, (odd, *others) = next(make_groups(range(1)))
    calm = slice(0, odd.onset)
    low, high = np.percentile(odd.values, [0.5, 99.5])
    for other in others:
        assert np.abs(odd.values[calm] - other.values[calm]).mean() < 0.5 * (high - low)


def test_peers_find_the_odd_member_where_a_series_alone_is_misled_by_surges() -> None:
    found = {}
    for name in ("peers", "zscore"):
        answer = CliRunner().invoke(grouped.command, ["--algorithm", name, "--json"])
        found[name] = json.loads(answer.stdout)["figures"]
    assert found["peers"]["all"] > found["zscore"]["all"] + 0.3
    assert found["peers"]["series"] == 315
