"""Writes docs/benchmarks.md: what `make bench` kept in results/, as a table between two markers."""

import json
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import barograph.bench
from barograph.bench.base import Limit
from barograph.errors import ValidationFailed

__all__ = ["BEGIN", "END", "benchmark_names", "main", "render_results", "update_page"]

BEGIN = "<!-- results: begin, written by `make bench` -->"
END = "<!-- results: end -->"
_WHOLE = 1_000.0


def benchmark_names() -> list[str]:
    """Return the names of all benchmarks, found as `barograph bench` finds them."""
    modules = (module.name for module in pkgutil.iter_modules(barograph.bench.__path__))
    return sorted(name for name in modules if name != "base" and not name.startswith("_"))


def render_results(results: Iterable[Mapping[str, Any]]) -> str:
    """Return a section for each benchmark, figures beside their contract, and name those without a result."""
    by_name = {str(result["name"]): result for result in results}
    missing = [f"`{name}`" for name in benchmark_names() if name not in by_name]
    sections = [_section(by_name[name]) for name in sorted(by_name)]
    if missing:
        sections += [f"### Without a result\n\nThese failed, or were not run: {', '.join(missing)}.\n"]
    return "\n".join(sections)


def update_page(page: str, results: Iterable[Mapping[str, Any]]) -> str:
    """Return the page with the results between its markers; everything else stays."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValidationFailed(f"The page has lost its markers. It needs the lines {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n\n{render_results(results)}\n{END}{after}"


def main(arguments: list[str]) -> None:
    """Rewrite PAGE from the JSON files of FOLDER, or print the names of all benchmarks for --names."""
    if arguments == ["--names"]:
        print(*benchmark_names(), sep="\n")
        return
    folder, page = Path(arguments[0]), Path(arguments[1])
    results = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    page.write_text(update_page(page.read_text(encoding="utf-8"), results), encoding="utf-8")


def _section(result: Mapping[str, Any]) -> str:
    verdict = "met" if result["met"] else "**not met**"
    lines = [
        f"### {result['name']}",
        "",
        f"`barograph bench {result['name']} --json` on {result['machine']}, commit {result['commit']}; "
        + (f"contract {verdict}." if result["contract"] else "no contract."),
        "",
        "| figure | value | contract |",
        "|---|---|---|",
    ]
    contract: Mapping[str, str] = result["contract"]
    many = {name: value for name, value in result["figures"].items() if _is_of_subject(name)}
    plain = {name: value for name, value in result["figures"].items() if name not in many}
    lines += [f"| {name} | {_shown(value)} | {contract.get(name, '')} |" for name, value in plain.items()]
    return "\n".join([*lines, "", *(_matrix(many, contract) if many else ())])


def _matrix(figures: Mapping[str, Any], contract: Mapping[str, str]) -> Iterable[str]:
    """Return figures called `subject.figure` with a row a subject; what misses its contract is bold."""
    subjects, columns = (list(dict.fromkeys(parts)) for parts in zip(*map(_halves, figures), strict=True))
    limits = dict.fromkeys(
        f"`{_halves(name)[1]} {limit}`" for name, limit in contract.items() if name in figures
    )
    if limits:
        yield f"Contract: {', '.join(limits)}; bold figures miss it, italic ones have none to keep.\n"
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    bound = {_halves(name)[1] for name in contract}
    for subject in subjects:
        names = ((f"{subject}.{column}", column in bound) for column in columns)
        cells = [_cell(figures.get(name), contract.get(name), is_bound) for name, is_bound in names]
        yield f"| {subject} | {' | '.join(cells)} |"
    yield ""


def _is_of_subject(name: str) -> bool:
    """Whether a figure is called `subject.figure`; a path with a dot is not."""
    return "." in name and "/" not in name


def _halves(name: str) -> tuple[str, str]:
    subject, _, figure = name.rpartition(".")
    return subject, figure


def _cell(value: object, limit: str | None, is_bound: bool) -> str:
    shown = "" if value is None else _shown(value)
    if limit is None:
        return f"*{shown}*" if is_bound and shown else shown
    comparison, bound = limit.split()
    return shown if Limit(comparison, float(bound)).is_met_by(float(str(value))) else f"**{shown}**"


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
