"""`holdord check`: what in the policy cannot stand as it is."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdord.words.finding import Finding
    from holdord.words.policy import Policy


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one policy, and whether its systems were looked at too."""

    folder: Path
    policy: "Policy | None"
    findings: "Sequence[Finding]"
    looked: bool

    @property
    def broken(self) -> bool:
        """Whether there are errors."""
        return any(str(finding.severity) == "error" for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The answer for a program."""
        return {
            "policy": self.policy.digest if self.policy else None,
            "live": self.looked,
            "findings": [finding.as_json() for finding in self.findings],
        }


@click.command(cls=Command)
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[DIR]...")
@click.option("--live", is_flag=True, help="Compare with the live systems too; reads their tables' shapes.")
@click.pass_obj
def command(desk: Desk, folders: tuple[Path, ...], live: bool) -> int:
    """Read the policy and say what cannot stand as it is.

    Every finding is told with its file, line and column, and with what helps. Without --live no system is
    reached. The exit code is 1 when there are errors; warnings and notes leave it at 0.

    With DIR, the policies in those folders are read instead of the one of --policy. A folder that holds no
    policy but folders with one each (DIR/NAME or DIR/NAME/policy) stands for all of these.
    """
    several = [policy for folder in folders for policy in policies_in(folder)]
    found = []
    for folder in several or [desk.folder]:
        one = checked(replace(desk, folder=folder), live)
        found.append(one)
        tell(desk, one, live)
    if folders:
        desk.give(lambda: {"policies": [{"folder": str(one.folder), **one.as_json()} for one in found]})
    else:
        desk.give(found[0].as_json)
    return 1 if any(one.broken for one in found) else 0


def policies_in(folder: Path) -> list[Path]:
    """The folder itself where it holds files of a policy, else those below it that do; it if none does."""
    if any(folder.glob("*.yaml")):
        return [folder]
    below = sorted(path for path in folder.glob("*") if path.is_dir()) if folder.is_dir() else []
    fitting = [next((p for p in (path, path / "policy") if any(p.glob("*.yaml"))), None) for path in below]
    return [path for path in fitting if path] or [folder]


def checked(desk: Desk, live: bool) -> Checked:
    """The policy of the desk's folder, checked."""
    from holdord.language import load
    from holdord.words.finding import has_errors, in_order

    loaded = load(desk.folder)
    policy, findings = loaded.policy, list(loaded.findings)
    if policy is not None:
        findings = in_order([*findings, *_dated(desk, policy)])
    looked = live and policy is not None and not has_errors(findings)
    if looked:
        findings = in_order([*findings, *_live(desk)])
    return Checked(desk.folder, policy, findings, looked)


def tell(desk: Desk, one: Checked, live: bool) -> None:
    """What was found, on paper."""
    if not desk.json:
        for finding in one.findings:
            if not desk.quiet or str(finding.severity) == "error":
                desk.finding(finding)
        if not desk.quiet:
            desk.say(_summary(one.policy, list(one.findings)))
        if live and not one.looked:
            desk.hint("The systems were not looked at: that waits until the policy has no errors.")


def _dated(desk: Desk, policy: "Policy") -> "list[Finding]":
    """What was to be done again by now. The store, where there is one, knows whether it was."""
    from holdord.language.checks import check_on

    today = desk.clock().astimezone(policy.controller.calendar.zone).date()
    reviewed = (getattr(one.agreement, "review", None) for one in policy.recipients.values())
    if not any(reviewed):  # then nothing that was confirmed counts: whoever only checks opens no store
        return check_on(policy, today, {})
    from holdord.workflows.confirmed import latest_confirmations

    return check_on(policy, today, latest_confirmations(desk.folder, desk.environment, today))


def _live(desk: Desk) -> "list[Finding]":
    with desk.office() as office:
        return office.check()


def _summary(policy: "Policy | None", findings: "list[Finding]") -> str:
    by_severity = [sum(str(f.severity) == name for f in findings) for name in ("error", "warning", "note")]
    found = [
        counted(count, name)
        for name, count in zip(("error", "warning", "note"), by_severity, strict=True)
        if count
    ]
    verdict = listed(found) or "no findings"
    if policy is None:
        return f"{verdict}: the policy cannot be used"
    size = (
        counted(len(policy.purposes), "purpose"),
        f"{counted(sum(1 for _ in policy.collections()), 'collection')} in "
        f"{counted(len(policy.systems), 'system')}",
    )
    return f"{verdict}: {policy.controller.name}, {', '.join(size)}, version {policy.digest[:12]}"
