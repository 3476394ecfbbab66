"""`holdord schema`: the JSON Schema of policy files."""

import json

import click

from holdord.cli.desk import Command


@click.command(cls=Command)
def command() -> None:
    """Print the JSON Schema of policy files, for editors."""
    from holdord.language.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
