"""`barograph bench rootcause`: how often the ranked suspects name the injected cause."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from barograph.bench._report import reported
from barograph.bench._rootcause_nezha import read_nezha
from barograph.bench._rootcause_petshop import read_petshop
from barograph.bench._rootcause_signs import Case
from barograph.bench._rootcause_z import random_accuracy, rank_by_largest_z, rank_by_onset
from barograph.bench.base import BenchResult, Limit
from barograph.errors import NotFound
from barograph.incidents.suspects import rank_suspects

__all__ = ["command"]

_TOPS = (1, 3, 5)
_SETS: dict[str, tuple[str, Callable[[Path], Iterable[Case]]]] = {
    "onlineboutique": ("nezha/onlineboutique", read_nezha),
    "trainticket": ("nezha/trainticket", read_nezha),
    "petshop": ("petshop", read_petshop),
}
_CONTRACT = {
    "onlineboutique_top1": Limit(">=", 0.55),
    "onlineboutique_top3": Limit(">=", 0.72),
    "onlineboutique_top5": Limit(">=", 0.80),
}


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder with nezha and petshop.",
)
@reported
def command(data: Path) -> BenchResult:
    """Measure how often the first, first three and first five suspects hold the true cause.

    Next to it stand a random order, the largest z-score and the earliest deviation.
    Example: `barograph bench rootcause --data bench/data --json`.
    """
    figures: dict[str, object] = {}
    for name, (folder, read) in _SETS.items():
        if (data / folder).is_dir():
            figures.update(_measure(name, list(read(data / folder))))
    if not figures:
        raise NotFound(f"There is neither nezha nor petshop in {data}. Give the folder that holds them.")
    contract = {key: limit for key, limit in _CONTRACT.items() if key in figures}
    return BenchResult("rootcause", figures, contract)


def _measure(name: str, cases: Sequence[Case]) -> dict[str, object]:
    figures: dict[str, object] = {f"{name}_cases": len(cases)}
    for method, rank in (("", _rank), ("_largest_z", rank_by_largest_z), ("_earliest", rank_by_onset)):
        positions = [_position(rank(case), case.cause) for case in cases]
        for top in _TOPS:
            share = sum(position < top for position in positions) / len(cases)
            figures[f"{name}{method}_top{top}"] = round(share, 3)
    for top in _TOPS:
        figures[f"{name}_random_top{top}"] = round(random_accuracy(cases, top), 3)
    return figures


def _rank(case: Case) -> list[str]:
    suspects = rank_suspects(case.signs, case.topology, case.complaint)
    return [suspect.component for suspect in suspects if suspect.component in case.candidates]


def _position(ranking: Sequence[str], cause: str) -> int:
    return ranking.index(cause) if cause in ranking else len(ranking) + max(_TOPS)
