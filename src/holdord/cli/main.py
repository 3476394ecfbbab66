"""The command `holdord`: reads nothing and connects to nothing before it knows what is asked.

Only click is imported here; each command lives in a file of its own, imported when it is called. Exit codes:
0 done, 1 something is wrong and was refused or found, 2 the command was not understood, 3 a system or the
store could not be reached or a run is not finished (repeat the command), 130 interrupted by the keyboard.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from holdord import __version__
from holdord.cli.desk import BROKEN_PIPE, Desk, common_options
from holdord.cli.faults import NotUnderstood, exit_code, tell, without_values

COMMANDS = {
    "check": "Read the policy and say what cannot stand as it is.",
    "read": "Draft a policy from the text that a company has published.",
    "find": "Say where a person's data stands.",
    "explain": "Say what holds a person's data until when, and what goes.",
    "export": "Write everything held about a person into files.",
    "erase": "Show what an erasure request would erase; erase it once confirmed.",
    "rectify": "Show how a person's data would be corrected; correct it once confirmed.",
    "expire": "Show what no purpose holds any more; remove it once confirmed.",
    "run": "Continue a run that was interrupted.",
    "runs": "List the runs that are not finished.",
    "forecast": "Say what goes in which of the coming months.",
    "promises": "Say how each promise of the policy stands, and what shows it.",
    "probe": "Measure now what the promise board rests on.",
    "store": "Say whether the store knows every run of which the systems have receipts.",
    "prove": "Verify the evidence of what was erased, without any server.",
    "publish": "Publish the policy as a new version; without --yes, show what would be published.",
    "said": "Say which version of the policy stood on a day, and what a person had been told by then.",
    "consent": "Write down a consent given or withdrawn.",
    "objection": "Write down a step of an objection.",
    "hold": "Place, lift or list legal holds.",
    "restrict": "Place, lift or list restrictions of a person's data.",
    "disclosure": "Write down that people's data was passed on, list it, take back a mistake.",
    "attest": "Confirm that a measure is taken, or list what is to be confirmed.",
    "text": "Write the privacy policy as people read it, from the facts.",
    "records": "Write the record of processing activities (Art. 30).",
    "worker": "Carry out people's requests and what the clock begins, until stopped.",
    "format": "Write policy files in the one form all of them have.",
    "schema": "Print the JSON Schema of policy files, for editors.",
    "serve": "Run the server.",
    "staff": "Make, list and close accounts of staff, with their roles.",
    "token": "Make, list or revoke tokens for programs that call the API.",
    "demo": "Take an invented company through the main job, step by step.",
}


class Commands(click.Group):
    """The commands by name, imported one by one when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which they are needed."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, from its own file."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"holdord.cli.{cmd_name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant, or a suggestion; what was typed is not repeated, it may be personal."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f": did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"there is no such command{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; when whoever reads the answer has gone, end without a word."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise SystemExit(BROKEN_PIPE) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    params=list(common_options(envvar=True)),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 refused or found wrong, 2 not understood, 3 not reached or not finished.",
)
@click.version_option(__version__, message="holdord %(version)s")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Carry out what a company's privacy policy promises, in its own databases."""
    ctx.ensure_object(Desk)


def run(words: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    desk = Desk()
    try:
        result = program.main(list(words), prog_name="holdord", standalone_mode=False, obj=desk)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        _say_usage(error, words)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    except Exception as fault:
        tell(fault, desk)
        return exit_code(fault)


def _say_usage(error: click.ClickException, words: Sequence[str]) -> None:
    """Say what was not understood, without repeating what may name a person.

    As JSON where that was asked for anywhere: the words may have failed before the option was read.
    """
    context = getattr(error, "ctx", None)
    bare = isinstance(error, click.exceptions.NoArgsIsHelpError)
    message = "no command is named" if bare else without_values(error.format_message(), words)
    help = f"{context.command_path} --help" if context else ""
    if "--json" in words:
        from holdord.words.finding import Finding

        tell(NotUnderstood(Finding("not-understood", message, help)), Desk(json=True))
        return
    if bare:
        click.echo(error.format_message(), err=True)
        return
    if context:
        click.echo(context.get_usage(), err=True)
    click.echo(f"error: {message}", err=True)
    if context:
        click.echo(f"  help: {help}", err=True)


def main() -> None:
    """What `holdord` on the command line calls."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called: nothing to read, nobody to tell
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "r" if name == "stdin" else "w"))
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = BROKEN_PIPE
    if code == BROKEN_PIPE:  # whoever read has gone: nothing more can be said, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
