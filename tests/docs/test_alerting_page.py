import re
from pathlib import Path

from barograph.config.kinds import SINKS
from barograph.config.sink import AlertmanagerSpec, GrafanaAnnotationsSpec, RemoteWriteSpec, WebhookSpec

PAGE = Path(__file__).parents[2] / "docs" / "alerting.md"


def test_the_example_is_valid(tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (example,) = [text for text in examples if "sinks:" in text]
    (tmp_path / "sinks.yaml").write_text(example)
    found = SINKS.read([tmp_path / "sinks.yaml"], {})
    assert found.is_valid, found.mistakes
    assert [spec.name for spec in found.specs] == ["main", "hook", "dashboards", "long-term"]


def test_the_page_names_every_key() -> None:
    text = PAGE.read_text()
    kinds = (AlertmanagerSpec, WebhookSpec, GrafanaAnnotationsSpec, RemoteWriteSpec)
    keys = {name for kind in kinds for name in kind.model_fields} - {"name", "type"}
    assert sorted(key for key in keys if f"`{key}`" not in text) == []
