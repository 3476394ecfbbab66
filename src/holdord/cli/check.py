"""`holdord check`: what in the policy cannot stand as it is."""

from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import counted, listed

if TYPE_CHECKING:
    from holdord.words.finding import Finding
    from holdord.words.policy import Policy


@click.command(cls=Command)
@click.option("--live", is_flag=True, help="Compare with the live systems too; reads their tables' shapes.")
@click.pass_obj
def command(desk: Desk, live: bool) -> int:
    """Read the policy and say what cannot stand as it is.

    Every finding is told with its file, line and column, and with what helps. Without --live no system is
    reached. The exit code is 1 when there are errors; warnings and notes leave it at 0.
    """
    from holdord.language import load
    from holdord.words.finding import has_errors, in_order

    loaded = load(desk.folder)
    policy, findings = loaded.policy, list(loaded.findings)
    looked = live and policy is not None and not has_errors(findings)
    if looked:
        findings = in_order([*findings, *_live(desk)])
    if not desk.json:
        for finding in findings:
            if not desk.quiet or str(finding.severity) == "error":
                desk.finding(finding)
        if not desk.quiet:
            desk.say(_summary(policy, findings))
        if live and not looked:
            desk.hint("The systems were not looked at: that waits until the policy has no errors.")
    desk.give(
        lambda: {
            "policy": policy.digest if policy else None,
            "live": looked,
            "findings": [finding.as_json() for finding in findings],
        }
    )
    return 1 if has_errors(findings) else 0


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
