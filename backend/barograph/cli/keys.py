"""`barograph keys`: make, list and revoke API keys."""

import getpass
import os
import time

import click

from barograph.cli._database import opened
from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import load
from barograph.config.durations import Duration
from barograph.errors import ValidationFailed
from barograph.security import ApiKey, Role, new_key
from barograph.storage import ApiKeys, AuditEntry, AuditSubject, AuditTrail, Database, SubjectKind

__all__ = ["command"]


@click.group()
def command() -> None:
    """Look after API keys. Example: barograph keys create "wall display" --role viewer."""


@command.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="viewer", show_default=True)
@click.option("--tenant", default="default", show_default=True, help="Tenant that the key opens.")
@click.option("--expires", help="How long it is valid, such as 90d; for ever if unset.")
@json_option
@click.pass_context
def create(
    context: click.Context, name: str, role: str, tenant: str, expires: str | None, is_json: bool
) -> None:
    """Make a key and show it, this once. Example: barograph keys create ci --role editor --expires 90d."""
    now_ms = _now_ms()
    expires_ms = now_ms + _parse_duration(expires).milliseconds if expires else None
    key, text = new_key(tenant, name, Role(role), now_ms, expires_ms)
    with opened(load(context), is_set_up=True) as database:
        ApiKeys(database).add(key)
        _note(database, key, "make key", f"Made it, with the role {key.role}.")
    if is_json:
        print_json({"id": key.id, "key": text, "name": name, "role": role, "tenant": tenant})
    else:
        click.echo(text)
        click.echo(f"Keep it: only its hash is stored. Its id is {key.id}.", err=True)


@command.command("list")
@click.option("--tenant", default="default", show_default=True)
@json_option
@click.pass_context
def list_keys(context: click.Context, tenant: str, is_json: bool) -> None:
    """Show the keys of a tenant, never their texts. Example: barograph keys list --json."""
    with opened(load(context)) as database:
        keys = ApiKeys(database)
        rows = [_row_of(key, _now_ms()) for key in keys.all(tenant)]
    if is_json:
        print_json(rows)
    else:
        print_table(("id", "name", "role", "state"), [list(row.values()) for row in rows])


@command.command()
@click.argument("key_id")
@click.option("--tenant", default="default", show_default=True)
@json_option
@click.pass_context
def revoke(context: click.Context, key_id: str, tenant: str, is_json: bool) -> None:
    """Make a key useless from now on. Example: barograph keys revoke 3f2a9c1d04be."""
    with opened(load(context)) as database:
        key = ApiKeys(database).revoke(tenant, key_id, _now_ms())
        _note(database, key, "revoke key", "Revoked it.")
    if is_json:
        print_json({"id": key_id, "state": "revoked"})
    else:
        click.echo(f"{key_id} opens nothing any more.")


def _note(database: Database, key: ApiKey, action: str, sentence: str) -> None:
    """Write into the audit trail who changed a key at the terminal."""
    who = _user()
    AuditTrail(database).append(
        AuditEntry(
            tenant=key.tenant,
            at_ms=_now_ms(),
            actor=f"terminal:{who} ({who} at the terminal)",
            action=action,
            object=f"keys/{key.id}",
            subject=AuditSubject(SubjectKind.KEY, key.id, key.name),
            sentence=sentence,
        )
    )


def _user() -> str:
    """Return the name of who types; a container may know numbers only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _row_of(key: ApiKey, now_ms: int) -> dict[str, str]:
    return {"id": key.id, "name": key.name, "role": key.role.value, "state": key.state_at(now_ms)}


def _parse_duration(text: str) -> Duration:
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise ValidationFailed(f"--expires: {error}.") from error


def _now_ms() -> int:
    return int(time.time() * 1000)
