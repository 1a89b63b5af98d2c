from pathlib import Path

from barograph.config.reference import settings_table

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_has_exactly_the_table_that_the_program_has() -> None:
    assert settings_table() in PAGE.read_text(), (
        "write the output of `barograph config --markdown` into docs/settings.md"
    )
