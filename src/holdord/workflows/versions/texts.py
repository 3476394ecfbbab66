"""The texts of a version, rendered when it is published and kept as they are: nothing is rendered again."""

from collections.abc import Callable, Iterator

from holdord.language.periods import parse_period
from holdord.letters.changes import Links, Telling, change_letter, message_of
from holdord.letters.letter import headed
from holdord.letters.text import as_text
from holdord.store.version_records import NewText
from holdord.words.period import Period
from holdord.words.policy import Policy
from holdord.words.version import VersionLine
from holdord.workflows.requests.contents import as_kept

Writer = Callable[[Policy, VersionLine], Iterator[NewText]]


def written(policy: Policy, line: VersionLine) -> Iterator[NewText]:
    """The policy's text in each of its languages, as a page, Markdown and PDF, and once for machines."""
    from holdord.letters import policy as letters  # large, and only publishing needs it

    for language in policy.controller.texts:
        text = letters.policy_text(policy, language, line)
        yield NewText(language, "html", letters.as_html(text).encode())
        yield NewText(language, "md", letters.as_markdown(text).encode())
        yield NewText(language, "pdf", letters.as_pdf(text))
    yield NewText("", "jsonld", letters.as_json_ld(policy, line).encode())


def tellings(policy: Policy, line: VersionLine, telling: Telling, address: str) -> Iterator[NewText]:
    """What people are told of a change: the e-mail, and the message on the site, in each language."""
    for language in policy.controller.texts:
        where = f"{address}/{language}"
        links = Links(f"{where}/policy/versions/{line.number}/", f"{where}/ask/")
        letter = change_letter(policy, language, line, telling, links, _read)
        mail = {"subject": headed(letter.title), "text": as_text(letter)}
        yield NewText(language, "letter", as_kept(mail))
        yield NewText(
            language, "message", as_kept(message_of(policy, language, line.at, telling.changes, _read))
        )


def _read(said: str) -> Period:
    return parse_period(said).period
