"""Tables of commands: names can be copied and nothing is left out, however narrow the terminal."""

import pytest

from barograph.cli._output import print_table


@pytest.fixture
def narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")


@pytest.mark.usefixtures("narrow_terminal")
def test_a_name_stays_in_one_piece_and_long_words_are_broken(capsys: pytest.CaptureFixture[str]) -> None:
    origin = "provisioning/detectors/database-redis-of-the-shop.yaml"
    print_table(("name", "origin"), [["redis-commands-per-second", origin]])
    lines = [line.split("│") for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert "redis-commands-per-second" in lines[0][1]
    assert "".join(line[2].strip() for line in lines) == origin


@pytest.mark.usefixtures("narrow_terminal")
def test_a_series_of_many_labels_is_broken_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    series = "x" * 120
    print_table(("series", "value"), [[series, 12345]])
    out = capsys.readouterr().out
    assert out.count("x") == len(series)
    assert "12345" in out
