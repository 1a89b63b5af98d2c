from threading import Event

import numpy as np
import pytest

from barograph.algorithms.codec import encode_model
from barograph.algorithms.registry import Registry
from barograph.domain import Frame
from barograph.errors import BarographError, ValidationFailed
from barograph.training.fitting import FitLimits, FitRequest, InlineFitter, ProcessFitter


def request(**parameters: object) -> FitRequest:
    values = np.random.default_rng(1).normal(0, 1, 500)
    return FitRequest("zscore", parameters, Frame.single(np.arange(500) * 1000, values))


def test_a_fit_in_a_process_gives_the_same_model_as_one_here() -> None:
    told: list[float] = []
    ours = InlineFitter(Registry.installed()).fit(request(), told.append, Event())
    theirs = ProcessFitter().fit(request(), told.append, Event())
    assert encode_model(ours.model) == encode_model(theirs.model)


def test_a_fit_in_a_process_takes_what_is_usual_in_this_installation() -> None:
    hour = 3_600_000
    at_work = (np.arange(21 * 24) - 3) % 24 < 8
    history = Frame.single(np.arange(21 * 24, dtype=np.int64) * hour, at_work * 100.0)
    asked = FitRequest("seasonal", {}, history)
    defaults = {"timezone": "Asia/Tokyo"}
    registry = Registry.installed().with_defaults(defaults)
    ours = InlineFitter(registry).fit(asked, lambda share: None, Event()).model
    theirs = ProcessFitter(defaults=defaults).fit(asked, lambda share: None, Event()).model
    assert encode_model(ours) == encode_model(theirs)
    assert encode_model(ours) != encode_model(ProcessFitter().fit(asked, lambda share: None, Event()).model)


def test_an_error_of_the_algorithm_comes_back_as_itself() -> None:
    with pytest.raises(ValidationFailed, match="window"):
        ProcessFitter().fit(request(window=1), lambda share: None, Event())


def test_a_fit_that_takes_too_long_is_ended() -> None:
    with pytest.raises(BarographError, match="training_seconds"):
        ProcessFitter(FitLimits(seconds=0.0)).fit(request(), lambda share: None, Event())


def test_a_cancelled_fit_is_ended() -> None:
    cancelled = Event()
    cancelled.set()
    with pytest.raises(BarographError, match="cancelled"):
        ProcessFitter().fit(request(), lambda share: None, cancelled)


def test_a_fit_that_needs_too_much_memory_is_ended_with_the_name_of_the_setting() -> None:
    large = Frame.single(np.arange(2_000_000) * 1000, np.random.default_rng(1).normal(0, 1, 2_000_000))
    with pytest.raises(BarographError, match=r"training_memory_bytes|ended without an answer"):
        ProcessFitter(FitLimits(memory_bytes=2**20)).fit(
            FitRequest("zscore", {}, large), lambda share: None, Event()
        )
