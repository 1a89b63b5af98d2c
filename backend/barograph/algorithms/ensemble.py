"""Several algorithms asked at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np

from barograph.algorithms.base import (
    Algorithm,
    CostClass,
    Model,
    Progress,
    compares_series,
    ignore_progress,
    trim,
)
from barograph.algorithms.rarity.calibration import score_of
from barograph.algorithms.rarity.tails import CERTAIN, Tail
from barograph.algorithms.registry import Registry
from barograph.domain import FloatArray, Frame, Scores
from barograph.errors import NotFound, ValidationFailed

__all__ = ["Ensemble"]

_FLOOR = 0.2
_OWN_VERSION = 1


class _Version:
    """The version of the ensemble itself, and of one that is made: it grows with that of each member."""

    def __get__(self, made: "Ensemble | None", owner: type["Ensemble"]) -> int:
        if made is None:
            return _OWN_VERSION
        return _OWN_VERSION + sum(member.version - 1 for member in made.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """The common judgement of several algorithms, calibrated again.

    Members answer in rarities, so their answers can be averaged or counted (Aggarwal and Sathe, Theoretical
    Foundations and Algorithms for Outlier Ensembles, 2015). The mean is steadier than its members; a vote
    asks for half of them; the largest finds every kind of strangeness that one of them knows.
    Expected value and band are those of the first member; ``explain`` says which members fired.

    Parameters:
        members: Names of algorithms.
        weights: How much each member counts in the mean; equally if empty.
        combine: `mean`, `vote` or `max`.
        parameters: Parameters of members, by name.
        timezone: Time zone for members that ask for one and are given none.
    """

    name: ClassVar[str] = "ensemble"
    version = _Version()
    cost: ClassVar[CostClass] = CostClass.MODERATE

    members: tuple[str, ...] = ("seasonal", "mad", "subsequence")
    weights: tuple[float, ...] = ()
    combine: Literal["mean", "vote", "max"] = "mean"
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    timezone: str = "UTC"
    made: tuple[Algorithm, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.members) < 2 or len(set(self.members)) < len(self.members) or self.name in self.members:
            raise ValidationFailed("`members` must name two or more different algorithms, no ensemble.")
        if self.weights and (len(self.weights) != len(self.members) or min(self.weights) <= 0):
            raise ValidationFailed("`weights` must be one positive number for each of the `members`.")
        for name in self.parameters:
            if name not in self.members:
                raise ValidationFailed(f"`parameters` are given for `{name}`, which is not in `members`.")
        registry = Registry.installed().with_defaults({"timezone": self.timezone})
        try:
            made = tuple(registry.create(name, self.parameters.get(name)) for name in self.members)
        except NotFound as error:
            raise ValidationFailed(error.message, detail={"parameter": "members"}) from error
        object.__setattr__(self, "made", made)

    @property
    def compares(self) -> bool:
        """Where a member does."""
        return any(map(compares_series, self.made))

    @property
    def window_points(self) -> int:
        """The longest window of a member."""
        return max(member.window_points for member in self.made)

    @property
    def history_points(self) -> int:
        """The longest history of a member."""
        return max(member.history_points for member in self.made)

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Fit each member, then calibrate what they say together on the same history."""
        models = []
        for number, member in enumerate(self.made):
            models.append(member.fit(history, _share_of(progress, number, len(self.made) + 1)))
        answers = [
            member.score(model, history).score for member, model in zip(self.made, models, strict=True)
        ]
        tail = Tail.fit(self._combine(answers), _FLOOR)
        progress(1.0)
        arrays = tail.to_arrays("up")
        for number, model in enumerate(models):
            arrays |= {f"{number}.{name}": array for name, array in model.arrays.items()}
        meta: dict[str, object] = {
            "members": [[model.algorithm, model.algorithm_version, model.meta] for model in models]
        }
        return Model(self.name, self.version, history.labels, arrays, meta)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of what the members say together."""
        answers = self._ask(model, window, last)
        tail = Tail.from_arrays(model.arrays, "up").rows(model.rows_of(window.labels))
        together = tail.surprise(self._combine([answer.score for answer in answers]))
        first = answers[0]
        return Scores(score_of(together), first.expected, first.lower, first.upper)

    def explain(self, model: Model, window: Frame, series: int, point: int) -> dict[str, object]:
        """Say what each member thought of a point, the most alarmed first."""
        answers = self._ask(model, window.columns(0, point + 1), 1)
        scores = {
            name: round(float(answer.score[series, 0]), 3)
            for name, answer in zip(self.members, answers, strict=True)
        }
        return {"members": dict(sorted(scores.items(), key=lambda item: -item[1]))}

    def _ask(self, model: Model, window: Frame, last: int | None) -> list[Scores]:
        """Ask each member about the same points, each from the window it needs."""
        rows = model.meta["members"]
        answers = []
        for number, (member, row) in enumerate(
            zip(self.made, rows if isinstance(rows, list) else [], strict=True)
        ):
            prefix = f"{number}."
            arrays = {
                name.removeprefix(prefix): array
                for name, array in model.arrays.items()
                if name.startswith(prefix)
            }
            own = Model(str(row[0]), int(row[1]), model.labels, arrays, row[2])
            part, wanted = trim(window, last, member.window_points)
            answers.append(member.score(own, part, wanted))
        return answers

    def _combine(self, answers: list[FloatArray]) -> FloatArray:
        """Return one surprise for each point; a member that can't tell is left out."""
        said = np.stack(answers) * CERTAIN
        is_silent = np.isnan(said)
        if self.combine == "mean":
            weights = np.array(self.weights or [1.0] * len(answers))[:, np.newaxis, np.newaxis]
            weight = np.where(is_silent, 0.0, weights)
            total = (np.where(is_silent, 0.0, said) * weight).sum(axis=0)
            voices = weight.sum(axis=0)
            return np.where(voices > 0, total / np.where(voices > 0, voices, 1.0), np.nan)
        ordered = np.sort(np.where(is_silent, -np.inf, said), axis=0)
        chosen = ordered[-1] if self.combine == "max" else ordered[len(answers) // 2]
        return np.where(np.isfinite(chosen), chosen, np.nan)


def _share_of(progress: Progress, number: int, count: int) -> Progress:
    """Return a listener for one of several fits, which takes its part of the whole."""

    def tell(share: float) -> None:
        progress((number + share) / count)

    return tell
