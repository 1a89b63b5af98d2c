"""The check that every algorithm must pass, built-in or not.

>>> from barograph.algorithms.checking import check_algorithm
>>> from barograph.algorithms.zscore import ZScore
>>> check_algorithm(lambda: ZScore(window=30))
"""

from collections.abc import Callable

import numpy as np

from barograph.algorithms.base import Algorithm, CostClass, Model, Resuming, compares_series
from barograph.algorithms.codec import decode_model, encode_model
from barograph.algorithms.examples import awkward_frame, calm_frame
from barograph.algorithms.promises import check_ranges, check_same, demand
from barograph.domain import Frame

__all__ = ["CHECKS", "check_algorithm"]

Factory = Callable[[], Algorithm]
_MOST_HISTORY = 2_500
_TICKS = 6
_STEPS = (1, 1, 7, 1, 30, 2, 1, 60, 1)


def check_algorithm(factory: Factory) -> None:
    """Run every check; the first broken promise is an ``AssertionError`` that says what was promised."""
    for check in CHECKS:
        check(factory)


def check_description(factory: Factory) -> None:
    """Name, version, cost and sizes are what the contract says."""
    algorithm = factory()
    demand(
        isinstance(algorithm, Algorithm), "it must have the members of barograph.algorithms.base.Algorithm"
    )
    demand(bool(algorithm.name) and algorithm.version >= 1, "it must have a name and a version from 1")
    demand(isinstance(algorithm.cost, CostClass), "its cost must be a CostClass")
    demand(algorithm.window_points >= 1, "window_points counts the point itself, so it is 1 or more")
    demand(algorithm.history_points >= 0, "history_points must not be negative")


def check_scores_have_meaning(factory: Factory) -> None:
    """Scores lie in 0..1, most points of a calm series are calm, and the band holds the expected value."""
    algorithm = factory()
    model, frame = _fitted(algorithm)
    scores = algorithm.score(model, frame)
    check_ranges(scores, frame)
    settled = scores.score[:, algorithm.window_points :]
    demand(bool(np.isfinite(settled).all()), "every point with a full window must have a score")
    demand(float(np.mean(settled >= 0.5)) < 0.02, "calm points must score below .5, 98 of 100 at least")


def check_ticks_equal_range(factory: Factory) -> None:
    """Scoring point by point from the last W points gives what scoring the whole range gives."""
    algorithm = factory()
    model, frame = _fitted(algorithm)
    for whole_frame in (frame, awkward_frame(frame.point_count)):
        whole = algorithm.score(model, whole_frame)
        for stop in np.linspace(algorithm.window_points, whole_frame.point_count, _TICKS).astype(int):
            window = whole_frame.columns(max(0, stop - algorithm.window_points), stop)
            one = algorithm.score(model, window, last=1)
            demand(one.score.shape == (len(window.labels), 1), "last=1 must answer with one column")
            check_same(one, whole.columns(stop - 1, stop), "a tick must equal the whole range")
            several = algorithm.score(model, whole_frame.columns(0, stop), last=7)
            check_same(several, whole.columns(max(0, stop - 7), stop), "last=7 must equal the whole range")


def check_resumed_ticks(factory: Factory) -> None:
    """Who goes on from traces says the same as who looks at the whole window, whatever the steps."""
    algorithm = factory()
    if not isinstance(algorithm, Resuming):
        return
    model, frame = _fitted(algorithm)
    for whole_frame in (frame, awkward_frame(frame.point_count)):
        start = min(algorithm.window_points, whole_frame.point_count)
        traces, stop = algorithm.resume(model, whole_frame.columns(0, start), start)[1], start
        for step in _STEPS:
            stop += step
            window = whole_frame.columns(max(0, stop - algorithm.window_points - step + 1), stop)
            found, traces = algorithm.resume(model, window, step, traces)
            check_same(found, algorithm.score(model, window, last=step), "who goes on must score alike")


def check_company_of_series(factory: Factory) -> None:
    """Series come in any order, and with any others beside them, unless the algorithm compares them."""
    algorithm = factory()
    model, frame = _fitted(algorithm)
    turned = list(range(frame.series_count))[::-1]
    expected = algorithm.score(model, frame)
    other = algorithm.fit(_split(algorithm)[0].rows(turned))
    for found in (algorithm.score(model, frame.rows(turned)), algorithm.score(other, frame.rows(turned))):
        back = found.each(lambda array: array[turned])
        check_same(back, expected, "the order of series must not matter", tolerance=1e-6)
    if not compares_series(algorithm):
        for rows in ([0], [1, 3]):
            alone = algorithm.score(model, frame.rows(rows))
            check_same(
                alone, expected.rows(rows), "others must not matter, or `compares` must say that they do"
            )


def check_awkward_series(factory: Factory) -> None:
    """Gaps, constants, infinities, resets, single points and empty frames neither fail nor break scores."""
    algorithm = factory()
    points = algorithm.window_points + 60
    awkward = awkward_frame(max(points, min(algorithm.history_points, _MOST_HISTORY)))
    frames = [awkward, awkward.columns(0, 1), awkward.columns(0, 0), awkward.rows([0]), Frame.empty()]
    for history in (*frames, _split(algorithm)[0]):
        model = algorithm.fit(history)
        for frame in frames:
            window = frame.tail(points)
            check_ranges(algorithm.score(model, window), window)


def check_input_is_unchanged(factory: Factory) -> None:
    """Neither a fit nor a score writes into the frame it was given."""
    algorithm = factory()
    history = awkward_frame(algorithm.window_points + 100)
    base = history.values.copy()
    frame = Frame(history.labels, history.timestamps, base)
    algorithm.score(algorithm.fit(frame), frame)
    demand(np.array_equal(base, history.values, equal_nan=True), "the input must not be changed")


def check_seed(factory: Factory) -> None:
    """Two algorithms made alike give the same model, byte by byte, and the same scores."""
    first, second = factory(), factory()
    history, frame = _split(first)
    models = first.fit(history), second.fit(history)
    demand(encode_model(models[0]) == encode_model(models[1]), "the same fit must give the same model")
    scores = [one.score(model, frame) for one, model in zip((first, second), models, strict=True)]
    check_same(scores[0], scores[1], "the same model must give the same scores")


def check_save_and_load(factory: Factory) -> None:
    """A model that was written to a file and read again scores the same."""
    algorithm = factory()
    model, frame = _fitted(algorithm)
    loaded = decode_model(encode_model(model))
    demand(loaded.algorithm == algorithm.name, "the model must carry the name of its algorithm")
    demand(loaded.labels == model.labels, "the model must keep its labels")
    check_same(
        factory().score(loaded, frame), algorithm.score(model, frame), "a saved model must score alike"
    )


def check_spike_stands_out(factory: Factory) -> None:
    """A spike far beyond everything seen scores above the calm points around it, on known and new series."""
    algorithm = factory()
    model, frame = _fitted(algorithm)
    values = frame.values.copy()
    values[0, -1] = values[0].max() + 100.0
    labels = (frame.labels[0].merged({"instance": "new"}), *frame.labels[1:])
    for names, kind in ((frame.labels, "a known"), (labels, "a new")):
        scores = algorithm.score(model, Frame(names, frame.timestamps, values)).signal
        calm = float(np.nanquantile(scores[0, algorithm.window_points : -1], 0.95))
        demand(bool(scores[0, -1] > calm), f"a spike of {kind} series must score above calm points")


CHECKS: tuple[Callable[[Factory], None], ...] = (
    check_description,
    check_scores_have_meaning,
    check_ticks_equal_range,
    check_resumed_ticks,
    check_company_of_series,
    check_awkward_series,
    check_input_is_unchanged,
    check_seed,
    check_save_and_load,
    check_spike_stands_out,
)


def _split(algorithm: Algorithm) -> tuple[Frame, Frame]:
    """Return history, and a frame from the time after it."""
    points = max(400, min(algorithm.history_points, _MOST_HISTORY))
    frame = calm_frame(points + algorithm.window_points + 200)
    return frame.columns(0, points), frame.columns(points)


def _fitted(algorithm: Algorithm) -> tuple[Model, Frame]:
    history, frame = _split(algorithm)
    return algorithm.fit(history), frame
