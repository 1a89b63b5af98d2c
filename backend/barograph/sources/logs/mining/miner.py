"""The miner: learns templates from lines, batch by batch, in bounded memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from barograph.sources.logs.mining.catalogue import (
    LONGEST_EXAMPLE,
    Template,
    TemplateCatalogue,
    template_id_of,
)
from barograph.sources.logs.mining.groups import Group
from barograph.sources.logs.mining.keys import WILDCARD, keys_of
from barograph.sources.logs.mining.memory import TwoGenerations
from barograph.sources.logs.mining.merging import merge_groups
from barograph.sources.logs.mining.shapes import Shapes
from barograph.sources.logs.mining.signatures import Signatures
from barograph.sources.logs.mining.tokens import Signature, text_of

__all__ = ["MinerLimits", "TemplateMiner"]


@dataclass(frozen=True, slots=True)
class MinerLimits:
    """How much a miner may remember."""

    groups: int = 10_000
    keys: int = 100_000


class TemplateMiner:
    """Learns which lines are the same sentence; ``freeze`` gives the catalogue that tells them apart.

    Groups beyond the limit are merged, and if that does not help, the rarest are forgotten and counted.

    >>> miner = TemplateMiner()
    >>> miner.learn(["took 15 ms for /var/log/a", "took 9 ms for /var/log/b", "stopping"])
    >>> sorted(template.text for template in miner.freeze().templates.values())
    ['stopping', 'took <*> for <*>']
    """

    def __init__(self, limits: MinerLimits | None = None, signatures: Signatures | None = None) -> None:
        self._limits = limits or MinerLimits()
        self._signatures = signatures or Signatures()
        self._groups: dict[Signature, Group] = {}
        self._known: TwoGenerations[str, Group] = TwoGenerations(self._limits.keys)
        self._merged: Shapes[Group] = Shapes()
        self._is_indexed = True
        self.forgotten = 0

    def learn(self, lines: Sequence[str], times_ms: Sequence[int] = ()) -> None:
        """Count each line to its group; a line of a new shape starts one. Times are noted where given."""
        if not self._is_indexed:
            self._index()
        known = self._known.get
        for position, key in enumerate(keys_of(lines)):
            group = known(key)
            if group is None:
                group = self._group_of(self._signatures.of(key), lines[position])
                self._known.put(key, group)
                known = self._known.get
            group.lines += 1
            if times_ms:
                group.see(times_ms[position])

    def freeze(self) -> TemplateCatalogue:
        """Merge what belongs together and return the catalogue; learning can go on afterwards."""
        self._groups = merge_groups(self._groups)
        self._is_indexed = False
        kept = _covering_shapes(self._groups.values())
        return TemplateCatalogue(
            [_template_from(group, kept[shape]) for shape, group in self._groups.items()], self._signatures
        )

    def _group_of(self, signature: Signature, line: str) -> Group:
        group = self._groups.get(signature) or self._merged.find(signature)
        if group is None:
            if len(self._groups) >= self._limits.groups:
                self._make_room()
            group = Group(signature, {signature}, examples=(line[:LONGEST_EXAMPLE],))
            self._groups[signature] = group
        return group

    def _make_room(self) -> None:
        self._groups = merge_groups(self._groups)
        keep = self._limits.groups * 3 // 4
        if len(self._groups) > keep:
            by_lines = sorted(self._groups.values(), key=lambda group: (-group.lines, group.shape))
            self.forgotten += len(by_lines) - keep
            self._groups = {group.shape: group for group in by_lines[:keep]}
        self._index()

    def _index(self) -> None:
        self._known = TwoGenerations(self._limits.keys)
        self._merged = Shapes()
        self._is_indexed = True
        for group in self._groups.values():
            for member in sorted(group.members):
                self._merged.add(member, group)


def _covering_shapes(groups: Collection[Group]) -> dict[Signature, set[Signature]]:
    """Choose few members of each group that cover all of them; a second look adds what is still uncovered."""
    kept: dict[Signature, set[Signature]] = {}
    shapes: Shapes[Group] = Shapes()
    for _ in range(2):
        for group in groups:
            chosen = kept.setdefault(group.shape, set())
            for member in sorted(group.members, key=lambda each: (-each.count(WILDCARD), each)):
                if shapes.find(member) is not group:
                    shapes.add(member, group)
                    chosen.add(member)
    return kept


def _template_from(group: Group, shapes: set[Signature]) -> Template:
    return Template(
        id=template_id_of(group.shape),
        text=text_of(group.shape),
        lines=group.lines,
        shapes=tuple(sorted(shapes)),
        examples=group.examples,
        merges=group.merges,
        first_ms=group.first_ms,
        last_ms=group.last_ms,
    )
