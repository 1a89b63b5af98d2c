from pathlib import Path

import pytest

from barograph.config.detector import DetectorSpec
from barograph.config.provisioning import find_detector_files, read_detectors
from barograph.errors import ValidationFailed

GOOD = """\
apiVersion: 1
detectors:
  - name: latency
    query: {expression: 'histogram_quantile(0.95, x)', source: "${SOURCE:-prometheus}"}
    labels:
      team: ${TEAM}
"""


def read(tmp_path: Path, *texts: str, **environment: str) -> tuple[list[str], tuple[DetectorSpec, ...]]:
    folder = tmp_path / "detectors"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text)
    found = read_detectors(find_detector_files(tmp_path), environment)
    return [str(mistake).removeprefix(f"{folder}/") for mistake in found.mistakes], found.specs


def test_references_are_filled_in(tmp_path: Path) -> None:
    mistakes, specs = read(tmp_path, GOOD, TEAM="shop")
    assert mistakes == []
    assert specs[0].labels == {"team": "shop"}
    assert specs[0].query.source == "prometheus"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (GOOD, "0.yaml:6:7: detectors[0].labels.team: the environment variable `TEAM` is not set"),
        ("detectors: [", "0.yaml:1:13: not valid YAML: "),
        ("detectors:\n  - name: a\n", "0.yaml:2:5: detectors[0].query: `query` is required"),
        (
            "detectors:\n  - name: a\n    query:\n      expresion: up\n",
            "0.yaml:4:7: detectors[0].query.expresion: there is no key `expresion` here; did you mean",
        ),
        (
            "detectors:\n  - name: a\n    query: {expression: up}\n    policy:\n      for_points: soon\n",
            "0.yaml:5:7: detectors[0].policy.for_points: a whole number such as 10 is expected here",
        ),
        (
            "detectors:\n  - name: a\n    query: {expression: up, step: soon}\n",
            "0.yaml:3:29: detectors[0].query.step: 'soon' is not a duration",
        ),
        ("- a\n", "0.yaml:1:1: keys with values (`key: value`) are expected here, not a list"),
        (
            "detectors:\n  - name: Web Latency\n    query: {expression: up}\n",
            "0.yaml:2:5: detectors[0].name: `Web Latency` can't be a name here: it has lower case letters",
        ),
        (
            "detectors:\n  - name: a\n    query: {expression: up}\n    algorithm: zscore\n",
            "0.yaml:4:5: detectors[0].algorithm: keys with values (`key: value`) are expected here",
        ),
        (
            "detectors:\n  - name: a\n    query: {expression: up}\n    policy: {calendars: now}\n",
            "0.yaml:4:14: detectors[0].policy.calendars: a list (`- value`, or `[value, value]`) is expected",
        ),
        (
            "detectors:\n  - name: a\n    query: {expression: up}\n    policy: {direction: upwards}\n",
            "0.yaml:4:14: detectors[0].policy.direction: `upwards` is not known here; known are both,",
        ),
    ],
)
def test_every_mistake_has_file_line_column_and_a_sentence(tmp_path: Path, text: str, mistake: str) -> None:
    mistakes, _ = read(tmp_path, text)
    assert any(line.startswith(mistake) for line in mistakes), mistakes


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    mistakes, _ = read(tmp_path, "detectors: 1\n", "detektors: []\n")
    assert len(mistakes) == 2
    assert "did you mean `detectors`?" in mistakes[1]


def test_a_name_may_be_used_once(tmp_path: Path) -> None:
    text = "detectors: [{name: a, query: {expression: up}}]\n"
    mistakes, _ = read(tmp_path, text, text)
    assert mistakes == ["1.yaml:1:14: detectors[0].name: the name `a` is taken by another detector"]


def test_a_check_from_an_upper_room_gets_the_position_of_the_field(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("detectors:\n  - name: a\n    query:\n      expression: 'up('\n")

    def refuse(spec: DetectorSpec) -> None:
        raise ValidationFailed("the expression ends too early", detail={"field": "query.expression"})

    found = read_detectors([file], {}, [refuse])
    assert (
        str(found.mistakes[0]) == f"{file}:4:7: detectors[0].query.expression: the expression ends too early"
    )
    assert not found.is_valid


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"\xff\xfe")
    found = read_detectors([tmp_path / "missing.yaml", binary], {})
    assert [mistake.message for mistake in found.mistakes] == [
        "can't be read: No such file or directory",
        "is not UTF-8 text",
    ]
