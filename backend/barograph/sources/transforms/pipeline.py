"""The transforms of a query, one after the other."""

from collections.abc import Iterator, Sequence

from barograph.config.detector import QuerySpec
from barograph.config.transform import Clip, Delta, Fill, Log, Rate, Ratio, Resample, TopK, Transform
from barograph.domain import Frame
from barograph.errors import InternalError
from barograph.sources.transforms.base import FrameTransform, Reader
from barograph.sources.transforms.changes import DeltaTransform, RateTransform
from barograph.sources.transforms.levels import ClipTransform, LogTransform, PreviousFill, ZeroFill
from barograph.sources.transforms.ratio import RatioTransform
from barograph.sources.transforms.resample import resample
from barograph.sources.transforms.topk import TopKTransform

__all__ = ["Pipeline"]


class Pipeline:
    """Knows what a query needs from its source, and what becomes of it."""

    def __init__(self, query: QuerySpec) -> None:
        declared = query.transform
        self._finer = declared[0] if declared and isinstance(declared[0], Resample) else None
        self.step_ms = query.step.milliseconds
        self._declared = [item for item in declared if not isinstance(item, Resample)]
        self.transforms: Sequence[FrameTransform] = [_make(item, self.step_ms) for item in self._declared]

    @property
    def extra_points(self) -> int:
        """How many points before the first wanted one are needed."""
        return sum(item.extra_points for item in self.transforms)

    @property
    def source_step_ms(self) -> int:
        """The step that the source is asked for."""
        return self._finer.every.milliseconds if self._finer else self.step_ms

    @property
    def points_a_step(self) -> int:
        """How many points of the source make one of the query."""
        return self.step_ms // self.source_step_ms

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the frame after every step; ``read`` gives other expressions on its final grid."""
        for _, after in self.trace(frame, read):
            frame = after
        return frame

    def trace(self, frame: Frame, read: Reader) -> Iterator[tuple[Transform, Frame]]:
        """Yield each step as it was declared with the frame after it."""
        if self._finer is not None:
            frame = resample(frame, self.points_a_step, self._finer.method)
            yield self._finer, frame
        for declared, item in zip(self._declared, self.transforms, strict=True):
            frame = item.apply(frame, read)
            yield declared, frame


def _make(declared: Transform, step_ms: int) -> FrameTransform:
    if isinstance(declared, Fill):
        return ZeroFill() if declared.method == "zero" else PreviousFill(declared.points)
    if isinstance(declared, TopK):
        return TopKTransform(declared.k, declared.over.milliseconds, step_ms)
    return _make_plain(declared)


def _make_plain(declared: Transform) -> FrameTransform:
    match declared:
        case Rate():
            return RateTransform()
        case Delta():
            return DeltaTransform(declared.points)
        case Log():
            return LogTransform(declared.add)
        case Clip():
            return ClipTransform(declared.lower, declared.upper)
        case Ratio():
            return RatioTransform(declared.expression, declared.on)
    raise InternalError(f"The transform `{declared.op}` is not known here. Report it with the detector.")
