from pathlib import Path

from barograph.config.kinds import SINKS
from barograph.config.sink import AlertmanagerSpec, WebhookSpec

GOOD = """
apiVersion: 1
sinks:
  - name: main
    type: alertmanager
    urls: ["http://one:9093", "http://two:9093"]
    auth: {bearer_token: "${TOKEN}"}
  - {name: hook, type: webhook, urls: ["https://example.org/hook"], secret: "${TOKEN}"}
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / "sinks").mkdir(exist_ok=True)
    (folder / "sinks" / name).write_text(text)


def test_sinks_are_read_and_secrets_do_not_show(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    found = SINKS.read_folder(tmp_path, {"TOKEN": "s3cret"})
    assert found.is_valid
    main, hook = found.specs
    assert isinstance(main, AlertmanagerSpec)
    assert main.send == ("incidents",)
    assert isinstance(hook, WebhookSpec)
    assert hook.secret is not None
    assert hook.secret.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(found)


def test_no_folder_is_no_sink(tmp_path: Path) -> None:
    assert SINKS.read_folder(tmp_path, {}).specs == ()


def test_every_mistake_is_collected_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    write(tmp_path, "b.yaml", GOOD)
    write(tmp_path, "c.yaml", "sinks:\n  - name: other\n    type: alertmanager\n    urls: [nonsense]\n")
    write(tmp_path, "e.yaml", "sinks:\n  - {name: other, type: webhook, urls: [], secrt: x}\n")
    (tmp_path / "sinks" / "d.yaml").mkdir()
    found = SINKS.read_folder(tmp_path, {"TOKEN": "x"})
    said = [f"{Path(item.file).name}:{item.line} {item.where}" for item in found.mistakes]
    assert "b.yaml:4 sinks[0].name" in said
    assert "c.yaml:4 sinks[0].urls[0]" in said
    assert any("did you mean `secret`?" in item.message for item in found.mistakes)
    assert "d.yaml:1 " in said
