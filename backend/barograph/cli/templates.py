"""`barograph templates`: ready detectors for what people usually watch."""

import click

from barograph.cli._output import json_option, print_json, print_table
from barograph.config.writing import detectors_as_yaml
from barograph.errors import ValidationFailed
from barograph.runtime.checks import detector_checks
from barograph.templates.catalogue import all_templates, find_template
from barograph.templates.rendering import render

__all__ = ["command"]


@click.group()
def command() -> None:
    """Start with detectors that others have found useful. Example: barograph templates render red."""


@command.command("list")
@json_option
def list_templates(is_json: bool) -> None:
    """Show what there is. Example: barograph templates list."""
    if is_json:
        print_json([template.model_dump(mode="json", exclude={"detectors"}) for template in all_templates()])
        return
    rows = [
        (template.name, template.title, template.source_type, len(template.detectors))
        for template in all_templates()
    ]
    print_table(("name", "what it watches", "source", "detectors"), rows)


@command.command("show")
@click.argument("name")
@json_option
def show_template(name: str, is_json: bool) -> None:
    """Show the parameters of a template. Example: barograph templates show red."""
    template = find_template(name)
    if is_json:
        print_json(template.model_dump(mode="json"))
        return
    click.echo(f"{template.title}. {template.description}")
    rows = [(each.name, each.default, each.help) for each in template.parameters]
    print_table(("parameter", "default", "help"), rows)


@command.command("render")
@click.argument("name")
@click.option("--set", "pairs", multiple=True, help="parameter=value, as often as you like.")
@click.option("--datasource", help="Name of the data source; its type if unset.")
@json_option
def render_template(name: str, pairs: tuple[str, ...], datasource: str | None, is_json: bool) -> None:
    """Print a file with the detectors of a template.

    Example: barograph templates render red --set 'selector=job="shop"' > provisioning/detectors/shop.yaml
    """
    template = find_template(name)
    source = datasource or template.source_type
    specs = render(template, dict(map(_split, pairs)), source)
    for check in detector_checks(read_languages=lambda: {source: template.source_type}):
        for spec in specs:
            check(spec)
    if is_json:
        print_json({"detectors": [spec.model_dump(mode="json") for spec in specs]})
    else:
        click.echo(detectors_as_yaml(specs), nl=False)


def _split(pair: str) -> tuple[str, str]:
    name, sign, value = pair.partition("=")
    if not sign:
        raise ValidationFailed(f"--set takes parameter=value; {pair!r} has no `=`.")
    return name, value
