"""The figures of the README are those of the pages they come from."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ROWS = {
    "**Barograph, default**": "auto",
    "rolling z-score, as in many rules": "zscore",
    "rolling median and MAD": "mad",
    "season of the week and its spread": "seasonal",
    "isolation forest": "isolation_forest",
}
RIVALS = ("ARTime", "CAD OSE", "HTM", "KNN CAD", "Skyline", "Random Cut Forest")


def cells(text: str, name: str) -> list[str]:
    (line,) = re.findall(rf"^\| {re.escape(name)} \|(.*)\|$", text, re.MULTILINE)
    return [cell.strip(" *%").replace("0.", ".") for cell in line.split("|")]


def test_the_table_has_the_figures_of_the_scorecard() -> None:
    main = (ROOT / "docs" / "scorecard.md").read_text().partition("## Whole machines")[0]
    for shown, algorithm in ROWS.items():
        card = cells(main, algorithm)
        assert cells(README, shown) == [card[0], card[3], card[7]], algorithm


def test_rivals_have_the_same_figures_everywhere() -> None:
    page = (ROOT / "docs" / "algorithms" / "auto.md").read_text()
    for name in RIVALS:
        (here,) = set(re.findall(rf"\b{name}\s+([\d.]+\d)", README.replace("CAD\n", "CAD ")))
        assert f"{name} {here}" in page, name
