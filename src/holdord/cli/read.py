"""`holdord read`: the draft of a policy from the text that a company has published."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk, harmless
from holdord.cli.phrases import counted
from holdord.words.languages import LANGUAGES

if TYPE_CHECKING:
    from holdord.words.draft import Draft

LARGEST = 300_000
"""In bytes: more than ten times the longest policy one is likely to meet."""

_NO_WORD = re.compile(r"(\S{300})\S+")
"""What goes on without a blank is no language: reading it takes time for nothing."""


@click.command(
    cls=Command, epilog="Example: holdord read privacy.html --out draft && holdord check --policy draft"
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False, exists=True))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the drafted files and the report into this new or empty folder.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="The language of the text; else it is found by its words.",
)
@click.pass_obj
def command(desk: Desk, file: Path, out: Path | None, lang: str | None) -> int:
    """Draft a policy from the text that a company has published.

    FILE is plain text, Markdown or HTML; - reads standard input.

    Each fact is told with the sentence and the line that says it, and whether anything in it is a guess.
    Sentences that promise something but were not understood are listed, and so is what a complete policy
    needs. Nothing is sent anywhere. The draft is a proposal: a person reads it before it becomes a policy.
    """
    from holdord.language.reading.read import read
    from holdord.language.reading.telling import as_json, report

    text = _text_of(file)
    draft = read(text, lang or "")
    if not draft.facts and not draft.unclear:
        raise _refused(
            "text-unread",
            "no fact and no promise was found in this text",
            "it is read in Danish, Norwegian bokmål and English; is it a privacy policy?",
        )
    written = _write(out, draft, "standard input" if str(file) == "-" else file.name) if out else []
    desk.give(lambda: {**as_json(draft), "files": [str(each) for each in written]})
    if not desk.quiet:
        for line in report(draft):
            desk.say(line)
    desk.say(
        f"{counted(len(draft.facts), 'fact')}, {sum(bool(fact.guess) for fact in draft.facts)} of them "
        f"with a guess; "
        f"{counted(len(draft.unclear), 'promise')} not understood; "
        f"{counted(len(draft.missing), 'thing')} missing"
    )
    if written:
        desk.hint(f"Drafted in {out}. Next: holdord check --policy {out}")
    return 0


def _text_of(file: Path) -> str:
    if str(file) == "-":
        raw = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise _refused(
            "text-too-large",
            f"the file is larger than {LARGEST // 1000} kB",
            "give the policy's text alone",
        )
    if raw[:4] in (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or (
        b"\x00" in raw[:4000] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise _refused(
            "text-unreadable", "this is no text file", "save the document as plain text, Markdown or HTML"
        )
    text = _NO_WORD.sub(r"\1", _decoded(raw))
    if not text.strip():
        raise _refused("text-empty", "there is no text in it", "give a file with the policy's text")
    return text


def _decoded(raw: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what older word processors of the Nordic countries wrote."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _write(folder: Path, draft: "Draft", source: str) -> list[Path]:
    from holdord.cli.files import write_new
    from holdord.language.reading.drafting import drafted_files
    from holdord.language.reading.telling import report

    if folder.exists() and any(folder.iterdir()):
        raise _refused("folder-not-empty", "there are files in this folder already", "name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    files = drafted_files(draft, source)
    files["reading.md"] = "\n".join(map(harmless, (f"# What was read in {source}", "", *report(draft))))
    for name, text in files.items():
        write_new(folder / name, text)
    return [folder / name for name in files]


def _refused(code: str, message: str, help: str) -> Exception:
    from holdord.workflows.office import refuse

    return refuse(code, message, help)
