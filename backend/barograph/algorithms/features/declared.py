"""Features: numbers that describe a moment of a series, declared by name, the same in training and scoring.

>>> features = FeatureSet.parse(["value", "mean:12", "diff:1", "hour"])
>>> features.names
('value', 'mean:12', 'diff:1', 'hour:sin', 'hour:cos')
>>> features.window_points
12
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from barograph.algorithms.arrays.moments import Moments, rolling_moments
from barograph.algorithms.arrays.rolling import rolling_extreme, rolling_quantiles
from barograph.algorithms.features.calendar import CALENDAR_FEATURES, check_country
from barograph.algorithms.seasons.calendars import find_zone, local_ms
from barograph.domain import FloatArray, Frame
from barograph.errors import ValidationFailed

__all__ = ["FEATURE_KINDS", "FeatureSet"]


@dataclass(frozen=True, slots=True)
class _Feature:
    """One declared feature: its kind, how many points it looks at, and what else it was given."""

    text: str
    kind: str
    points: int
    share: float = 0.5

    @property
    def window_points(self) -> int:
        return self.points + 1 if self.kind in _LOOKING_BACK else self.points


def _rolling(measure: Callable[[Moments], FloatArray]) -> Callable[[FloatArray, _Feature, int], FloatArray]:
    def compute(values: FloatArray, feature: _Feature, wanted: int) -> FloatArray:
        moments = rolling_moments(_with_own(values), feature.points, wanted)
        return np.where(moments.weight > 0, measure(moments), np.nan)

    return compute


def _quantile(values: FloatArray, feature: _Feature, wanted: int) -> FloatArray:
    return rolling_quantiles(_with_own(values), feature.points, (feature.share,), wanted)[1][..., 0]


def _extreme(values: FloatArray, feature: _Feature, wanted: int) -> FloatArray:
    return rolling_extreme(values, feature.points, wanted, is_largest=feature.kind == "max")


def _lag(values: FloatArray, feature: _Feature, wanted: int) -> FloatArray:
    first, stop = values.shape[1] - wanted - feature.points, values.shape[1] - feature.points
    if first >= 0:
        return values[:, first:stop]
    missing = np.full((len(values), min(-first, wanted)), np.nan)
    return np.concatenate([missing, values[:, : max(0, stop)]], axis=1)


def _diff(values: FloatArray, feature: _Feature, wanted: int) -> FloatArray:
    return values[:, values.shape[1] - wanted :] - _lag(values, feature, wanted)


def _rate(values: FloatArray, feature: _Feature, wanted: int) -> FloatArray:
    """A counter that fell was reset: it has risen from 0."""
    newest = values[:, values.shape[1] - wanted :]
    risen = _diff(values, feature, wanted)
    return np.where(risen < 0, newest, risen) / feature.points


def _value(values: FloatArray, _feature: _Feature, wanted: int) -> FloatArray:
    return values[:, values.shape[1] - wanted :]


def _with_own(values: FloatArray) -> FloatArray:
    """Let statistics of the points before a moment include its own point."""
    return np.pad(values, ((0, 0), (0, 1)), constant_values=np.nan)


_Compute = Callable[[FloatArray, _Feature, int], FloatArray]
_LOOKING_BACK = frozenset({"lag", "diff", "rate"})
_KINDS: dict[str, _Compute] = {
    "value": _value,
    "mean": _rolling(lambda moments: moments.mean),
    "std": _rolling(lambda moments: np.sqrt(moments.variance)),
    "min": _extreme,
    "max": _extreme,
    "quantile": _quantile,
    "lag": _lag,
    "diff": _diff,
    "rate": _rate,
}
FEATURE_KINDS = (*_KINDS, *CALENDAR_FEATURES)
_ALONE = {"value", *CALENDAR_FEATURES} - {"holiday"}
_COUNTED = set(_KINDS) - {"value", "quantile"}
_MOST_POINTS = 10_000
_MOST_FEATURES = 50


@dataclass(frozen=True, slots=True)
class FeatureSet:
    """Features as declared: ``mean:12`` is the mean of 12 points, ``quantile:12:0.9`` a quantile of them.

    Calendar features (``hour``, ``weekday``, ``holiday:DE``) follow the clock of the time zone.
    """

    features: tuple[_Feature, ...]
    timezone: str = "UTC"

    @classmethod
    def parse(cls, texts: Sequence[str], timezone: str = "UTC") -> "FeatureSet":
        """Read declared features; a wrong one is refused with those there are."""
        find_zone(timezone)
        if not texts or len(set(texts)) < len(texts) or len(texts) > _MOST_FEATURES:
            raise ValidationFailed(
                f"`features` must name 1 to {_MOST_FEATURES} features, each once.",
                detail={"parameter": "features", "kinds": list(FEATURE_KINDS)},
            )
        return cls(tuple(_parse(text) for text in texts), timezone)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each column that ``compute`` gives."""
        return tuple(
            name
            for feature in self.features
            for name in (
                CALENDAR_FEATURES[feature.kind].columns
                if feature.kind in CALENDAR_FEATURES
                else (feature.text,)
            )
        )

    @property
    def window_points(self) -> int:
        """How many points a moment's features depend on, its own included."""
        return max((feature.window_points for feature in self.features), default=1)

    def compute(self, frame: Frame, last: int | None = None) -> FloatArray:
        """Return series x moments x features for the ``last`` moments, or all; NaN is unknown."""
        wanted = frame.point_count if last is None else min(last, frame.point_count)
        values = frame.tail(wanted + self.window_points - 1).values if wanted else frame.values[:, :0]
        local = local_ms(frame.tail(wanted).timestamps, find_zone(self.timezone)) if wanted else None
        columns: list[FloatArray] = []
        for feature in self.features:
            if feature.kind in _KINDS:
                columns.append(_KINDS[feature.kind](values, feature, wanted))
            elif local is not None:
                moments = CALENDAR_FEATURES[feature.kind].compute(local, feature.text)
                columns += [np.broadcast_to(row, (len(values), wanted)) for row in moments]
        shape = (len(values), wanted, len(self.names))
        return np.stack(columns, axis=-1) if wanted else np.empty(shape)


def _parse(text: str) -> _Feature:
    kind, *given = text.split(":")
    if kind == "holiday" and len(given) == 1:
        check_country(given[0])
        return _Feature(text, kind, 1)
    if kind in _ALONE and not given:
        return _Feature(text, kind, 1)
    is_counted = bool(given) and given[0].isdigit() and 1 <= int(given[0]) <= _MOST_POINTS
    if kind == "quantile" and is_counted and len(given) == 2 and (share := _read_share(given[1])) is not None:
        return _Feature(text, kind, int(given[0]), share)
    if kind in _COUNTED and is_counted and len(given) == 1:
        return _Feature(text, kind, int(given[0]))
    raise ValidationFailed(
        f"`{text}` is no feature{_remedy_of(kind)}. Kinds are {', '.join(FEATURE_KINDS)}.",
        detail={"parameter": "features", "feature": text, "kinds": list(FEATURE_KINDS)},
    )


def _read_share(text: str) -> float | None:
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0.0 <= share <= 1.0 else None


def _remedy_of(kind: str) -> str:
    """Show how a known kind is written, or which kind was meant."""
    if kind in _ALONE:
        return f": `{kind}` stands alone"
    if kind == "quantile":
        return f": write `quantile:12:0.9` with 1 to {_MOST_POINTS:,} points and a share from 0 to 1"
    if kind == "holiday":
        return ": write `holiday:DE` with a country"
    if kind in _COUNTED:
        return f": write `{kind}:12` with 1 to {_MOST_POINTS:,} points"
    close = get_close_matches(kind, FEATURE_KINDS, n=1)
    return f", did you mean `{close[0]}`" if close else ""
