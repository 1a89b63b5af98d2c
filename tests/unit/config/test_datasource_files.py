from pathlib import Path

from barograph.config.kinds import SOURCES

GOOD = """
apiVersion: 1
datasources:
  - name: main
    type: prometheus
    urls: ["${PROMETHEUS_URL:-http://prometheus:9090}"]
    auth: {bearer_token: "${TOKEN}"}
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / "datasources").mkdir(exist_ok=True)
    (folder / "datasources" / name).write_text(text)


def test_references_in_files_are_filled_in(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    write(tmp_path, "b.yml", "datasources: []")
    found = SOURCES.read_folder(tmp_path, {"TOKEN": "s3cret"})
    assert found.is_valid
    assert found.specs[0].secrets == {"auth.bearer_token": "s3cret"}


def test_every_mistake_is_collected_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    write(tmp_path, "b.yaml", GOOD)
    write(tmp_path, "c.yaml", "datasources:\n  - name: other\n    type: prometheus\n    urls: [nonsense]\n")
    write(tmp_path, "d.yaml", "datasources: [")
    (tmp_path / "datasources" / "e.yaml").mkdir()
    found = SOURCES.read_folder(tmp_path, {"TOKEN": "s3cret"})
    said = [f"{Path(item.file).name}:{item.line} {item.where}" for item in found.mistakes]
    expected = {
        "b.yaml:4 datasources[0].name",
        "c.yaml:4 datasources[0].urls[0]",
        "d.yaml:1 ",
        "e.yaml:1 ",
    }
    assert expected <= set(said)
    assert not found.is_valid
