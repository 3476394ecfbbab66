"""`holdord publish`: versions of the policy, and telling people of a change."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import counted, listed, minute, table
from holdord.words.languages import LANGUAGES

if TYPE_CHECKING:
    from holdord.store.version_records import Announced, Published
    from holdord.words.change import Change
    from holdord.workflows.office import Office
    from holdord.workflows.versions.publishing import Draft

FORMATS = ("md", "html", "pdf", "jsonld", "letter")


def notes(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """Notes by their language, as typed: LANG=TEXT."""
    found = {}
    for one in value:
        language, mark, text = one.partition("=")
        if not mark or language not in LANGUAGES or not text.strip():
            raise click.BadParameter("write LANG=TEXT with da, nb or en, such as da='Nyt formål'")
        found[language] = text.strip()
    return found


@click.command(
    cls=Command,
    epilog="Examples: holdord publish; holdord publish --adopted-by 'Karla Lund, director' --note "
    "en='We use fewer data' --yes; holdord publish --show 2 --lang da --format pdf > policy.pdf",
)
@click.option("--adopted-by", default="", metavar="NAME", help="Who adopts it, with their role.")
@click.option(
    "--note", "note", multiple=True, callback=notes, metavar="LANG=TEXT", help="What is new, in a language."
)
@click.option(
    "--announce",
    "raised",
    multiple=True,
    metavar="FACT",
    help="Tell people of this change, too, though it only looks like another wording.",
)
@click.option("--yes", is_flag=True, help="Publish what is shown.")
@click.option("--confirm", default="", metavar="DIGEST", help="Publish what was shown with this digest.")
@click.option("--list", "every", is_flag=True, help="List the versions, and how far telling people has come.")
@click.option("--show", type=click.IntRange(1), metavar="N", help="Print a version as it was published.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="In which language; else the first.")
@click.option(
    "--format", "format", type=click.Choice(FORMATS), default="md", show_default=True, help="As what."
)
@click.pass_obj
def command(
    desk: Desk,
    adopted_by: str,
    note: dict[str, str],
    raised: tuple[str, ...],
    yes: bool,
    confirm: str,
    every: bool,
    show: int | None,
    lang: str | None,
    format: str,
) -> None:
    """Publish the policy as a new version; without --yes, show what would be published.

    What changed since the last version is worked out from the facts, and each change is substantial or
    editorial, with the reason. People whose data a substantial change concerns get an e-mail once a worker
    runs, and the privacy centre says so. Versions stay as they were published, word for word.
    """
    if sum((every, show is not None, yes or bool(confirm))) > 1:
        raise click.UsageError("--list, --show and --yes or --confirm are things to do one at a time")
    with desk.office() as office:
        if every:
            _list(desk, office)
        elif show is not None:
            _show(desk, office, show, lang, format)
        else:
            _publish(desk, office, adopted_by, note, frozenset(raised), yes, confirm)


def _publish(
    desk: Desk,
    office: "Office",
    adopted_by: str,
    note: dict[str, str],
    raised: frozenset[str],
    yes: bool,
    confirm: str,
) -> None:
    from holdord.workflows.versions import publishing, texts

    now = desk.clock()
    made = publishing.draft(office, adopted_by, note, now, raised)
    if confirm:
        publishing.confirmed(made, confirm)
    done = bool(yes or confirm) and publishing.publish(office, made, now, texts.written)
    desk.give(lambda: {**_draft_json(made), "published": done})
    _tell_draft(desk, made)
    if done:
        desk.say(
            f"Version {made.line.number} is published, {minute(now)}, adopted by {made.line.adopted_by}."
        )
        if made.announced:
            desk.hint(
                "A worker (`holdord worker`) writes to the people concerned; --list says how far it is."
            )
    elif not made.nothing_new:
        named = f"Publish it: --yes, or --confirm {made.digest}"
        desk.line(named if adopted_by else "To publish it, say who adopts it: --adopted-by NAME")


def _tell_draft(desk: Desk, made: "Draft") -> None:
    if made.before is None:
        desk.heading("The first version: there is nothing to compare it with.")
    elif made.nothing_new:
        desk.say(f"Nothing has changed since version {made.before.number}.")
        return
    else:
        desk.heading(f"What has changed since version {made.before.number}")
    _tell_changes(desk, made.changes)
    if made.announced:
        desk.say(f"Told by e-mail: those whose data serves {listed(made.concerned)}.")
    if made.renewed:
        desk.say(f"Consents that do not cover what is new, and are asked for anew: {listed(made.renewed)}.")


def _tell_changes(desk: Desk, changes: "Iterable[Change]") -> None:
    for one in changes:
        desk.say(f"{'substantial' if one.substantial else 'editorial':<11}  {one.fact}")
        desk.say(f"             {one.reason}")
        if one.before or one.after:
            desk.say(f"             {_short(one.before)} -> {_short(one.after)}")


def _short(text: str) -> str:
    return (text if len(text) <= 80 else f"{text[:79]}…") or "nothing"


def _list(desk: Desk, office: "Office") -> None:
    found = office.store.publications()
    told = {one.number: office.store.announcement(one.number) for one in found}
    desk.give(lambda: [{**_published_json(one), "told": told_json(told[one.number])} for one in found])
    if not found:
        desk.say("No version has been published.")
    rows = [
        (
            str(one.number),
            minute(one.line.at),
            one.line.adopted_by,
            _kinds(one),
            _progress(told[one.number]),
        )
        for one in found
    ]
    for line in table(rows, indent=""):
        desk.say(line)


def _kinds(one: "Published") -> str:
    if not one.changes:
        return "the first"
    substantial = sum(change.substantial for change in one.changes)
    return f"{counted(len(one.changes), 'change')}, {substantial} substantial"


def _progress(announced: "Announced | None") -> str:
    if announced is None:
        return ""
    if announced.listed_at is None:
        return "people are being found"
    counts = announced.counts
    rest = [
        f"{number:,} {what}"
        for number, what in (
            (counts.waiting, "waiting"),
            (counts.unsure, "perhaps sent"),
            (counts.given_up, "given up"),
            (announced.unreached, "without an address"),
        )
        if number
    ]
    return ", ".join([f"{counts.sent:,} of {counts.total:,} told", *rest])


def _show(desk: Desk, office: "Office", number: int, lang: str | None, format: str) -> None:
    from holdord.workflows.office import refuse

    language = "" if format == "jsonld" else lang or office.policy.controller.texts[0]
    text = office.store.published_text(number, language, format)  # type: ignore[arg-type]
    if text is None:
        raise refuse(
            "unknown-version",
            f"version {number} has no such text",
            "`holdord publish --list` names the versions; a letter there is only where people were told",
        )
    if desk.json:
        shown = office.store.publication(number)
        assert shown is not None
        kept = text.decode() if format != "pdf" else ""
        desk.give(lambda: {**_published_json(shown), "language": language, "format": format, "text": kept})
        return
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


def _draft_json(made: "Draft") -> dict[str, Any]:
    return {
        "number": made.line.number,
        "adopted_by": made.line.adopted_by,
        "note": dict(made.line.note),
        "before": made.before.number if made.before else None,
        "changes": changes_json(made.changes),
        "announced": made.announced,
        "concerned": list(made.concerned),
        "consents_asked_anew": list(made.renewed),
        "digest": made.digest,
    }


def _published_json(one: "Published") -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.line.at.isoformat(),
        "adopted_by": one.line.adopted_by,
        "note": dict(one.line.note),
        "policy": one.policy,
        "digest": one.digest,
        "changes": changes_json(one.changes),
    }


def changes_json(changes: "Iterable[Change]") -> list[dict[str, Any]]:
    """Changes as plain values."""
    return [
        {
            "kind": str(one.kind),
            "fact": one.fact,
            "substantial": one.substantial,
            "reason": one.reason,
            "before": one.before,
            "after": one.after,
        }
        for one in changes
    ]


def told_json(announced: "Announced | None") -> dict[str, Any] | None:
    """How far telling people has come, as plain values."""
    if announced is None:
        return None
    counts = announced.counts
    return {
        "found": announced.listed_at is not None,
        "total": counts.total,
        "sent": counts.sent,
        "waiting": counts.waiting,
        "unsure": counts.unsure,
        "given_up": counts.given_up,
        "without_address": announced.unreached,
    }
