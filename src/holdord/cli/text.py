"""`holdord text`: the privacy policy as people read it, and the notice beside a form."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.files import PUBLIC, write_new
from holdord.words.languages import LANGUAGES

if TYPE_CHECKING:
    from holdord.letters.policy import PolicyText
    from holdord.words.policy import Policy

FORMATS = ("md", "html", "pdf", "jsonld")


@click.command(cls=Command)
@click.option("--lang", type=click.Choice(LANGUAGES), help="In which language; else the policy's first.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="md", help="In which form; md if left out."
)
@click.option("--form", "name", metavar="NAME", help="The short notice of a form instead (md or html).")
@click.option("--link", metavar="URL", help="With --form: where the whole policy can be read.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="A new file; else printed.")
@click.pass_obj
def command(
    desk: Desk, lang: str | None, form: str, name: str | None, link: str | None, out: Path | None
) -> None:
    """Write the privacy policy as people read it, from the facts.

    It is a draft: what is published, with its number and date, 'holdord publish' makes. No system and no
    store is reached. The JSON-LD is in the W3C Data Privacy Vocabulary, for programs, in all languages.

    \b
    holdord text --lang nb --format pdf --out personvern.pdf
    holdord text --form sign_up --format html --link https://shop.example/privacy
    """
    from holdord.letters.policy import policy_text
    from holdord.workflows.office import load_policy

    policy, _ = load_policy(desk.folder)
    language = lang or policy.controller.texts[0]
    if name is not None:
        written = _notice(policy, name, language, form, link or "")
    else:
        if link:
            raise click.UsageError("--link goes with --form")
        text = policy_text(policy, language)
        if desk.json and out is None:
            desk.give(lambda: _as_json(text))
            return
        written = _written(policy, text, form)
    _give(desk, written, form, out)


def _notice(policy: "Policy", name: str, language: str, form: str, link: str) -> bytes:
    from holdord.letters.policy import form_notice, notice_as_html, notice_as_markdown
    from holdord.workflows.office import refuse

    if form not in ("md", "html"):
        raise click.UsageError("the notice of a form is written as md or html")
    if link and not link.startswith(("https://", "http://", "/")):
        raise click.UsageError("--link is the address of a page: https://… or /…")
    found = policy.forms.get(name)
    if found is None:
        known = ", ".join(policy.forms)
        raise refuse(
            "unknown-name",
            "there is no form of this name",
            f"name one of {known}" if known else "state it under 'forms'",
        )
    notice = form_notice(policy, found, language, link)
    return (notice_as_html if form == "html" else notice_as_markdown)(notice).encode()


def _written(policy: "Policy", text: "PolicyText", form: str) -> bytes:
    from holdord.letters.policy import as_json_ld, as_markdown, as_page, as_pdf

    if form == "pdf":
        return as_pdf(text)
    if form == "jsonld":
        return as_json_ld(policy).encode()
    return (as_page if form == "html" else as_markdown)(text).encode()


def _as_json(text: "PolicyText") -> dict[str, object]:
    """The sections with what they say, which facts they tell, and which promises stand in them."""
    from holdord.letters.policy import words_of

    return {
        "language": text.language,
        "title": text.title,
        "sections": [
            {
                "key": str(one.key),
                "heading": one.heading,
                "text": words_of(one).split("\n")[1:],
                "facts": list(one.facts),
                "promises": list(one.promises),
            }
            for one in text.sections
        ],
    }


def _give(desk: Desk, written: bytes, form: str, out: Path | None) -> None:
    if out is None:
        if form == "pdf":
            raise click.UsageError("a PDF is written into a file: name it with --out")
        click.echo(written.decode(), nl=False)
        return
    write_new(out, written, PUBLIC)
    desk.give(lambda: {"file": str(out), "bytes": len(written)})
    desk.say(f"Written: {out}")
