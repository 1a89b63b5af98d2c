"""The log pipeline: lines in, frames of counts out, the same frame for the same lines at any time."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock

from barograph.config.extraction import Extraction
from barograph.domain import Frame, Labels
from barograph.sources.base import RangeRequest
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.categories import Categories
from barograph.sources.logs.counting import StepCounter
from barograph.sources.logs.durations import DurationFinder
from barograph.sources.logs.events import EventReader
from barograph.sources.logs.learnt import LearntTemplates
from barograph.sources.logs.measuring import StepMeasure
from barograph.sources.logs.mining import Signatures, TemplateCatalogue, TemplateMiner
from barograph.sources.logs.naming import TemplateNames

__all__ = ["LogPipeline"]

_KEPT_CATALOGUES = 32
_NS_PER_MS = 1_000_000
_EXAMPLES, _LONGEST_EXAMPLE = 3, 2_000


class LogPipeline:
    """Counts templates or categories of the events that an expression selects.

    A template that was not learnt is a row of its own, named by its content. Of those, the ``max_new`` most
    frequent of a step have rows; the others of that step are counted together as ``other``.
    """

    def __init__(
        self, events: EventReader, categories: Categories, limits: QueryLimits, max_new: int = 50
    ) -> None:
        self._events = events
        self._categories = categories
        self._limits = limits
        self._max_new = max_new
        self._signatures = Signatures()
        self._catalogues = _Catalogues(self._signatures)

    def learn(self, request: RangeRequest) -> dict[str, object]:
        """Learn the templates of a range."""
        counter = StepCounter(request, self._limits)
        miner = TemplateMiner(signatures=self._signatures)
        for batch in self._events.read(request.expression, counter.start_ns, counter.end_ns):
            times_ms = [event.time_ns // _NS_PER_MS for event in batch]
            miner.learn([event.headline for event in batch], times_ms)
        catalogue = miner.freeze()
        rows = {(Labels(), template_id) for template_id in ([] if request.by else catalogue.templates)}
        for batch in (
            self._events.read(request.expression, counter.start_ns, counter.end_ns) if request.by else ()
        ):
            ids = catalogue.match([event.headline for event in batch])
            rows.update((event.labels_by(request.by), each) for event, each in zip(batch, ids, strict=True))
        return LearntTemplates.of(catalogue, rows).to_json()

    def count_templates(self, request: RangeRequest) -> Frame:
        """Count templates; what was learnt has a row even where it is not seen."""
        learnt = self._catalogues.find(request.learnt)
        names = TemplateNames(learnt.catalogue)
        counter = StepCounter(request, self._limits)
        counter.expect(names.labels_of(labels, template_id) for labels, template_id in learnt.rows)
        step, seen = 0, Counter[tuple[Labels, str]]()
        for batch in self._events.read(request.expression, counter.start_ns, counter.end_ns):
            ids = names.match(batch)
            for event, template_id in zip(batch, ids, strict=True):
                own_step = counter.step_of(event.time_ns)
                if own_step != step:
                    self._close_step(counter, names, step, seen)
                    step, seen = own_step, Counter()
                seen[event.labels_by(request.by), template_id] += 1
        self._close_step(counter, names, step, seen)
        return counter.finish()

    def count_categories(self, request: RangeRequest) -> Frame:
        """Count categories; each of them has a row even where it is not seen."""
        counter = StepCounter(request, self._limits)
        if not request.by:
            counter.expect(Labels(category=name) for name in self._categories.names)
        for batch in self._events.read_raw(request.expression, counter.start_ns, counter.end_ns):
            found = self._categories.find([event.text for event in batch])
            for event, names in zip(batch, found, strict=True):
                own = event.labels_by(request.by)
                for name in names:
                    counter.add(own.merged({"category": name}), counter.step_of(event.time_ns))
        return counter.finish()

    def measure_durations(self, request: RangeRequest) -> Frame:
        """Return a statistic of the durations that the lines of each step tell; no line is a gap."""
        wanted = request.extract or Extraction()
        finder, measure = DurationFinder(wanted), StepMeasure(request, self._limits)
        for batch in self._events.read_raw(request.expression, measure.start_ns, measure.end_ns):
            for event in batch:
                seconds = finder.find(event.text)
                if seconds is not None:
                    measure.add(event.labels_by(request.by), measure.step_of(event.time_ns), seconds)
        return measure.finish(wanted.statistic)

    def explain(self, request: RangeRequest, labels: Labels) -> dict[str, object]:
        """Return the template of a row, examples from the range, and why its lines are one template."""
        learnt = self._catalogues.find(request.learnt)
        wanted = labels.get("template", "")
        counter = StepCounter(request, self._limits)
        examples: list[str] = []
        for batch in self._events.read(request.expression, counter.start_ns, counter.end_ns):
            ids = learnt.catalogue.match([event.headline for event in batch])
            texts = [event.text for event, each in zip(batch, ids, strict=True) if each == wanted]
            examples += [text[:_LONGEST_EXAMPLE] for text in texts[: _EXAMPLES - len(examples)]]
            if len(examples) == _EXAMPLES:
                break
        known = learnt.catalogue.templates.get(wanted)
        return {
            "template": known.text if known else labels.get("pattern", ""),
            "is_new": known is None,
            "lines_learnt": known.lines if known else 0,
            "examples": examples or list(known.examples if known else ()),
            "merges": [merge.reason for merge in known.merges] if known else [],
        }

    def _close_step(
        self, counter: StepCounter, names: TemplateNames, step: int, seen: Counter[tuple[Labels, str]]
    ) -> None:
        new = [each for each in seen if not names.is_known(each[1])]
        new.sort(key=lambda each: (-seen[each], each[1], each[0]))
        crowded_out = frozenset(new[self._max_new :])
        for (labels, template_id), count in seen.items():
            name = "other" if (labels, template_id) in crowded_out else template_id
            counter.add(names.labels_of(labels, name), step, count)


class _Catalogues:
    """Catalogues by their digest, so that a tick does not read its model's anew."""

    def __init__(self, signatures: Signatures) -> None:
        self._signatures = signatures
        self._lock = Lock()
        self._known: dict[str, LearntTemplates] = {}

    def find(self, state: Mapping[str, object] | None) -> LearntTemplates:
        if not state:
            return LearntTemplates(TemplateCatalogue((), self._signatures))
        digest = str(state.get("digest", ""))
        with self._lock:
            known = self._known.get(digest)
            if known is None:
                known = LearntTemplates.from_json(state, self._signatures)
                if len(self._known) >= _KEPT_CATALOGUES:
                    self._known.clear()
                self._known[digest] = known
            return known
