"""Writes docs/benchmarks.md: what `make bench` kept in results/, as a table between two markers."""

import json
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import barograph.bench
from barograph.errors import ValidationFailed

__all__ = ["BEGIN", "END", "benchmark_names", "main", "render_results", "update_page"]

BEGIN = "<!-- results: begin, written by `make bench` -->"
END = "<!-- results: end -->"


def benchmark_names() -> list[str]:
    """Return the names of all benchmarks, found as `barograph bench` finds them."""
    modules = (module.name for module in pkgutil.iter_modules(barograph.bench.__path__))
    return sorted(name for name in modules if name != "base" and not name.startswith("_"))


def render_results(results: Iterable[Mapping[str, Any]]) -> str:
    """Return a section for each benchmark: machine and commit, then figures beside their contract."""
    return "\n".join(_section(result) for result in sorted(results, key=lambda result: str(result["name"])))


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
    lines += [
        f"| {name} | {_shown(value)} | {contract.get(name, '')} |"
        for name, value in result["figures"].items()
    ]
    return "\n".join([*lines, ""])


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
