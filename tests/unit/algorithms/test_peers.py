import numpy as np

from barograph.algorithms.peers import Peers
from barograph.domain import Frame, Labels


def group_of(count: int, points: int = 1_300, zone: str = "a", seed: int = 0) -> Frame:
    """Hosts share a load that jumps about; each has an offset of its own."""
    rng = np.random.default_rng(seed)
    load = 50 + np.cumsum(rng.normal(0, 3, points))
    values = load + 5 * np.arange(count)[:, None] + rng.normal(0, 1, (count, points))
    labels = tuple(Labels(zone=zone, host=f"{zone}{row}") for row in range(count))
    return Frame(labels, np.arange(points) * 60_000, values)


def judge(frame: Frame, algorithm: Peers) -> np.ndarray:
    return algorithm.score(algorithm.fit(frame.columns(0, 1_200)), frame, last=100).score


def test_what_all_members_do_is_calm_and_what_one_does_alone_is_strange() -> None:
    frame = group_of(6)
    values = frame.values.copy()
    values[:, -40:] += 60
    values[2, -5:] += 20
    scores = judge(frame.with_values(values), Peers())
    assert scores[2, -5:].min() > 0.625
    assert np.delete(scores, 2, axis=0).max() < 0.625


def test_groups_are_kept_apart_by_their_labels() -> None:
    one, other = group_of(5, zone="a"), group_of(5, zone="b", seed=7)
    both = Frame(one.labels + other.labels, one.timestamps, np.concatenate([one.values, other.values]))
    apart, together = judge(both, Peers(by=("zone",))), judge(one, Peers(by=("zone",)))
    assert np.array_equal(apart[:5], together)


def test_a_group_of_two_is_not_judged() -> None:
    assert np.isnan(judge(group_of(2), Peers())).all()


def test_a_new_member_is_held_against_the_others() -> None:
    frame, algorithm = group_of(6), Peers()
    model = algorithm.fit(frame)
    values = frame.values[:, -1:].copy()
    values[0] += 500
    labels = (Labels(zone="a", host="new"), *frame.labels[1:])
    assert algorithm.score(model, Frame(labels, frame.timestamps[-1:], values)).score[0, 0] > 0.625
