"""Every example in YAML or JSON, every command and every address on a page means something."""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from barograph.cli.main import cli
from barograph.config import load_settings
from barograph.config.kinds import KINDS
from barograph.config.provisioning import read_detectors
from barograph.config.settings import Settings
from barograph.runtime.checks import detector_checks
from barograph.sources.logs.categories import load_categories

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
OF_OTHERS = {
    "jobs": "a workflow of GitHub",
    "kind": "Kubernetes: test_install_page.py",
}
IN_DETECTOR = {"algorithm", "schedule"}
IN_POLICY = {"budget", "calendars", "suppress"}


def blocks(page: Path, *languages: str) -> Iterator[str]:
    for language, text in re.findall(r"```(\w*)\n(.*?)```", page.read_text(), re.DOTALL):
        if language in languages:
            yield text
    if "yaml" in languages:
        yield from re.findall(r"<<'YAML'\n(.*?)YAML\n", page.read_text(), re.DOTALL)


EXAMPLES = [
    pytest.param(text, id=f"{page.name}-{place}")
    for page in PAGES
    for place, text in enumerate(blocks(page, "yaml"), start=1)
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_in_yaml_is_taken(text: str, tmp_path: Path) -> None:
    text = dedent(text)
    content = next(iter(YAML(typ="safe").load_all(text)))
    keys = set(content)
    file = tmp_path / "example.yaml"
    file.write_text(fill(text, tmp_path))
    if "detectors" in keys:
        check_detectors(file)
    elif keys & set(KINDS):
        (key,) = keys & set(KINDS)
        assert KINDS[key].read([file], {"MIMIR_TOKEN": "x"}).mistakes == ()
    elif keys <= IN_DETECTOR | IN_POLICY:
        check_fragment(content, file)
    elif keys <= set(Settings.model_fields):
        load_settings({}, None, file)
    else:
        check_otherwise(content, file)


def fill(text: str, folder: Path) -> str:
    """Put files where references lead."""
    (folder / "secret").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n")
    return re.sub(r"\$\{file:[^}]+\}", f"${{file:{folder / 'secret'}}}", text)


def check_detectors(file: Path) -> None:
    found = read_detectors([file], {}, detector_checks(read_languages=dict))
    assert found.mistakes == ()
    assert found.specs


def check_fragment(content: dict[str, Any], file: Path) -> None:
    detector: dict[str, Any] = {"name": "a", "query": {"expression": "up"}, "policy": {}}
    text = file.read_text()
    for key in content:
        (detector["policy"] if key in IN_POLICY else detector)[key] = YAML(typ="safe").load(text)[key]
    with file.open("w") as stream:
        YAML(typ="safe").dump({"detectors": [detector]}, stream)
    check_detectors(file)


def check_otherwise(content: dict[str, Any], file: Path) -> None:
    if "scrape_configs" in content:
        check("promtool", "check", "config", "--syntax-only", str(file))
    elif "receivers" in content:
        with file.open("a") as stream:
            stream.write(f"route: {{receiver: {content['receivers'][0]['name']}}}\n")
        check("amtool", "check-config", str(file))
    elif "calls" in content:
        assert KINDS["topology"].read([file], {}).is_valid
    elif "categories" in content:
        assert load_categories([file]).names
    else:
        assert set(content) & set(OF_OTHERS), "say by what an example with these keys is read"


def check(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_in_json_are_json(page: Path) -> None:
    for text in blocks(page, "json"):
        json.loads(text)


def commands(page: Path) -> Iterator[list[str]]:
    """Return the words of every call of our command line, from blocks and from running text."""
    text = page.read_text()
    shown = "\n".join(blocks(page, "sh", "console", "", "ini")).replace("\\\n", " ")
    for line in [*shown.splitlines(), *re.findall(r"`(barograph [^`]+)`", text)]:
        found = re.search(r"(?:^|[\s/(])barograph ((?:--config \S+ )?[a-z].*)", line.partition(" #")[0])
        if found and not re.search(r"\b(docker|kubectl|useradd|create configmap)\b", line):
            yield shlex.split(re.split(r"[|>;)]", found[1])[0])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_its_options_exist(page: Path) -> None:
    for words in commands(page):
        command: click.Command = cli
        context = click.Context(cli)
        options = option_names(cli)
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in options, f"barograph {' '.join(words)}: {word}"
            elif isinstance(command, click.Group):
                names = command.list_commands(context)
                following = command.get_command(context, names[0] if word.isupper() else word)
                if following is not None:
                    command = following
                    options |= option_names(command)
        assert command is not cli, words


def option_names(command: click.Command) -> set[str]:
    return {"--help", *(name for one in command.params for name in (*one.opts, *one.secondary_opts))}


ADDRESS = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)\s+(/(?:api|health|ready|alive|metrics)[^\s`|?]*)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_address_is_one_of_the_api(page: Path) -> None:
    table = ADDRESS.findall((ROOT / "docs" / "api.md").read_text().partition("## Make, change")[0])
    known = [(method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path))) for method, path in table]
    for method, path in ADDRESS.findall(page.read_text()):
        is_known = any(verb == method and pattern.fullmatch(path) for verb, pattern in known)
        assert is_known or "..." in path, f"{method} {path}"
