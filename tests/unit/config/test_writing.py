from pathlib import Path

from barograph.config.detector import DetectorSpec
from barograph.config.provisioning import read_detector_text, read_detectors
from barograph.config.writing import detectors_as_yaml

RICH = DetectorSpec.model_validate(
    {
        "name": "rich",
        "description": "What ${HOME} means.\nSecond line: with a colon.",
        "query": {
            "expression": 'label_replace(up{job=~"a|b"}, "x", "$1", "job", "(.*)")',
            "transform": [{"op": "resample", "every": "15s"}, {"op": "delta"}],
        },
        "schedule": {"every": "5m"},
        "policy": {
            "budget": {"alerts": 2, "per": "1w"},
            "suppress": [{"match": ['pod=~"canary-.*"'], "until": "2026-12-31T00:00:00Z"}],
            "calendars": [
                {
                    "name": "backup",
                    "time_zone": "Europe/Berlin",
                    "weekly": [{"start": "02:00", "end": "03:30"}],
                }
            ],
            "exclude_from_training": [{"first": "2026-01-01", "last": "2026-01-02T10:00:00Z"}],
        },
    }
)


def test_what_is_written_reads_as_the_same_detector(tmp_path: Path) -> None:
    text = detectors_as_yaml([RICH])
    assert read_detector_text(text).specs == (RICH,)
    file = tmp_path / "a.yaml"
    file.write_text(text)
    assert read_detectors([file], {}).specs == (RICH,)


def test_defaults_are_left_out() -> None:
    small = DetectorSpec.model_validate({"name": "small", "query": {"expression": "up"}})
    assert detectors_as_yaml([small]) == (
        "apiVersion: 1\ndetectors:\n  - name: small\n    query:\n      expression: up\n"
    )
