"""`barograph plugin`: brings the Grafana plugin to where Grafana looks for plugins."""

import shutil
from pathlib import Path

import click

from barograph.cli._output import json_option, print_json
from barograph.errors import NotFound, ValidationFailed

__all__ = ["command", "find_built_plugin", "install_plugin"]

_PLUGIN_ID = "barograph-anomaly-app"
_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE / "plugin" / "dist", _PACKAGE.parents[1] / "grafana-plugin" / "dist")


@click.group()
def command() -> None:
    """Install the Grafana plugin.

    Example: barograph plugin install --dir /var/lib/grafana/plugins
    """


@command.command("install")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Grafana's folder of plugins.",
)
@json_option
def _install(folder: Path, is_json: bool) -> None:
    """Copy the plugin into a folder of plugins, in place of an older one.

    Example: barograph plugin install --dir /var/lib/grafana/plugins
    """
    target = install_plugin(find_built_plugin(_PLACES), folder)
    if is_json:
        print_json({"path": str(target)})
        return
    click.echo(f"The plugin is in {target}.")
    click.echo(
        "It is not signed: name its three ids in allow_loading_unsigned_plugins, then restart Grafana:"
    )
    click.echo("barograph-anomaly-app,barograph-anomaly-datasource,barograph-anomaly-panel")


def find_built_plugin(places: tuple[Path, ...]) -> Path:
    """Return the first place that holds a built plugin."""
    for place in places:
        if (place / "plugin.json").is_file() and (place / "module.js").is_file():
            return place
    raise NotFound("There is no built plugin here. Build it with `make plugin`, which needs npm.")


def install_plugin(built: Path, folder: Path) -> Path:
    """Copy a built plugin beside its place first, so that Grafana never finds half of one."""
    target = folder / _PLUGIN_ID
    fresh = folder / f".{_PLUGIN_ID}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(built, fresh, ignore=shutil.ignore_patterns("*.map"))
        if target.exists():
            shutil.rmtree(target)
        fresh.rename(target)
    except OSError as error:
        raise ValidationFailed(
            f"The plugin can't be written to {folder}: {error.strerror}. Check the folder and who owns it."
        ) from error
    return target
