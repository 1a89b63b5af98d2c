from pathlib import Path

import pytest
from pydantic import ValidationError

from barograph.config.automation import AutomationSpec
from barograph.config.kinds import AUTOMATIONS
from barograph.config.named_files import subject_of

GOOD = """
apiVersion: 1
automations:
  - name: night
    when: {events: [incident_opened], severity: critical, labels: ['team="shop"']}
    then:
      - {type: silence, duration: 2h}
      - {type: raise_severity, to: critical}
    approval: {}
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / "automations").mkdir(exist_ok=True)
    (folder / "automations" / name).write_text(text)


def test_automations_are_read_and_written_again(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    (file,) = AUTOMATIONS.find(tmp_path)
    assert subject_of(file, ["sinks", "automations"]) == "automations"
    (spec,) = AUTOMATIONS.read([file], {}).specs
    assert AutomationSpec.model_validate(spec.model_dump(mode="json")) == spec
    assert not spec.is_privileged


def test_mistakes_have_a_place(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    write(tmp_path, "b.yaml", GOOD)
    write(tmp_path, "c.yaml", GOOD.replace("night", "day").replace("duration", "duraton"))
    found = AUTOMATIONS.read_folder(tmp_path, {})
    said = [f"{Path(item.file).name}:{item.line}" for item in found.mistakes]
    assert said == ["b.yaml:4", "c.yaml:7"]


@pytest.mark.parametrize(
    ("events", "action", "more", "words"),
    [
        (["automation_run"], {"type": "retrain"}, {}, "starts no automation"),
        (["anomaly_detected"], {"type": "silence"}, {"when": {"lasting": "5m"}}, "never met"),
        (["anomaly_detected"], {"type": "raise_severity", "to": "info"}, {}, "incidents only"),
        (["detector_stopped"], {"type": "silence"}, {}, "anomalies or incidents only"),
        (["anomaly_detected"], {"type": "webhook"}, {}, "either `url` or `sink`"),
        (["anomaly_detected"], {"type": "command", "command": "rm"}, {}, "match pattern"),
        (["anomaly_detected"], {"type": "retrain"}, {"timeout": "2h"}, "1h at most"),
        (["anomaly_detected"], {"type": "retrain"}, {"name": "runs"}, "address of the API"),
    ],
)
def test_what_could_never_work_is_refused(
    events: list[str], action: dict[str, str], more: dict[str, dict[str, str]], words: str
) -> None:
    when = {"events": events, **more.get("when", {})}
    rest = {key: value for key, value in more.items() if key != "when"}
    with pytest.raises(ValidationError, match=words):
        AutomationSpec.model_validate({"name": "a", "when": when, "then": [action], **rest})
