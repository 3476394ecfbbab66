"""Values that a pattern alone cannot judge: countries, dates, zones, addresses, variables, named facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from holdord.language.durations import PeriodError, Words, read_duration
from holdord.language.nodes import ScalarNode
from holdord.language.reader_countries import COUNTRIES
from holdord.language.reader_phrases import read_ending, read_event, read_link
from holdord.language.spelling import either, near, shown
from holdord.words.capabilities import CAPABILITIES
from holdord.words.period import Duration

if TYPE_CHECKING:
    from holdord.language.reader_values import Reading

_OTHER_CODES = {
    "UK": "GB", "EL": "GR", "EN": "GB", "DENMARK": "DK", "DANMARK": "DK", "NORWAY": "NO", "NORGE": "NO",
    "SWEDEN": "SE", "SVERIGE": "SE", "GERMANY": "DE", "USA": "US", "DNK": "DK", "NOR": "NO",
}  # fmt: skip

_VARIABLE = re.compile(r"\$\{[A-Z][A-Z0-9_]*\}")
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?:(?P<user>[^/@]*)@)?(?P<host>[^/?]*)"
    r"(?P<path>/[^?]*)?(?P<options>\?.*)?"
)
_PAGE = re.compile(r"https?://[A-Za-z0-9\[\]._~:/?#!$&()*+,;=%-]+")
_SECRET_OPTION = re.compile(r"[?&](?:[a-z_]*(?:pass|pwd|secret|token|key)[a-z_]*)=(?!\$\{)", re.IGNORECASE)


def check_country(reading: Reading, node: ScalarNode) -> str:
    """ISO 3166-1 in two capital letters."""
    if node.text in COUNTRIES:
        return node.text
    upper = node.text.strip().upper()
    meant = upper if upper in COUNTRIES else _OTHER_CODES.get(upper, "")
    help = f"did you mean '{meant}'?" if meant else "write two capital letters (ISO 3166): DK, NO, SE, US"
    reading.fail("wrong-value", f"{shown(node.text)} is not the code of a country", help, node.place)


def check_date(reading: Reading, node: ScalarNode) -> str:
    """A date there is, as YYYY-MM-DD."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.text, re.ASCII):
            date.fromisoformat(node.text)
            return node.text
    except ValueError:
        pass
    help = "write year, month and day: 2024-01-31"
    reading.fail("wrong-value", f"{shown(node.text)} is not a date", help, node.place)


def check_time_zone(reading: Reading, node: ScalarNode) -> str:
    """A time zone of the IANA database, by its name."""
    try:
        if "/" in node.text or node.text == "UTC":
            ZoneInfo(node.text)
            return node.text
    except (ValueError, OSError, LookupError):
        pass
    help = f"did you mean '{found}'?" if (found := near(node.text, available_timezones())) else ""
    help = help or "write, for example, Europe/Copenhagen, Europe/Oslo or UTC"
    reading.fail("wrong-value", f"{shown(node.text)} is not a time zone", help, node.place)


def check_url(reading: Reading, node: ScalarNode) -> str:
    """An address in which everything that a stranger could use comes from environment variables.

    A file's path may be written out, for SQLite has neither host nor password.
    """
    help = "put the whole address into an environment variable, and write ${NAME} here"
    bare = _VARIABLE.sub("", node.text)
    if "$" in bare or "{" in bare or "}" in bare:
        message = "a variable is written ${NAME}: capital letters, digits and underscores in braces"
        reading.fail("wrong-value", message, "write, for example, ${SHOP_DATABASE_URL}", node.place)
    if not bare:
        return node.text
    parts = _ADDRESS.fullmatch(_VARIABLE.sub("${}", node.text))
    if parts is None:
        reading.fail("wrong-value", "this is not the address of a database", help, node.place)
    user, host = parts["user"] or "", parts["host"]
    if user.replace("${}", "").strip(":"):
        message = "a user or password stands in the file"
        reading.fail("secret-in-file", message, f"{help}; change the password if it was one", node.place)
    if re.sub(r":\d+$", "", host.replace("${}", "")).strip(":") or _SECRET_OPTION.search(
        parts["options"] or ""
    ):
        reading.fail("secret-in-file", "the address of a system stands in the file", help, node.place)
    return node.text


def check_variable(reading: Reading, node: ScalarNode) -> str:
    """The name of an environment variable and nothing else: what it holds must not stand in a file."""
    if _VARIABLE.fullmatch(node.text):
        return node.text
    help = "put it into an environment variable, and write ${NAME} here"
    if "$" in node.text or "{" in node.text:
        message = "a variable is written ${NAME}: capital letters, digits and underscores in braces"
        reading.fail("wrong-value", message, "write, for example, ${MAILER_WEBHOOK}", node.place)
    message = "an address or a secret by which a recipient is told stands in the file"
    reading.fail("secret-in-file", message, f"{help}; change it if it was a secret", node.place)


def check_life(reading: Reading, node: ScalarNode) -> Duration | None:
    """How long a cookie lives: a length of time, or None for `session`."""
    if node.text.strip() == "session":
        return None
    try:
        words = Words(node.text)
        lives = read_duration(words)
        if words.peek() is None:
            return lives
    except PeriodError:
        pass
    help = "write a length of time, '30 days', or 'session': until the browser is closed"
    reading.fail("wrong-value", f"{shown(node.text)} is not how long a cookie lives", help, node.place)


def check_page(reading: Reading, node: ScalarNode) -> str:
    """An address of a page on the web, which anybody may know."""
    if _PAGE.fullmatch(node.text):
        return node.text
    help = "write a whole address: https://shop.example/sign-up"
    reading.fail("wrong-value", f"{shown(node.text)} is not the address of a page", help, node.place)


def check_fact(reading: Reading, node: ScalarNode) -> str:
    """A fact of the policy by section and name, or a capability."""
    if re.fullmatch(r"capability [a-z][a-z0-9_-]*", node.text):
        return _capability(reading, node)
    section, _, name = node.text.partition(".")
    if section not in KEEPERS or not name:
        meant = near(section, KEEPERS)
        help = f"write 'SECTION.NAME' with {either(KEEPERS)}, or 'capability NAME'"
        help = f"did you mean '{meant}.{name}'?" if meant and name and shown(node.text, "") else help
        reading.fail(
            "wrong-value", f"{shown(node.text)} names no fact that could keep a promise", help, node.place
        )
    known = reading.stated.get(section, {})
    if name not in known:
        noun = NOUNS[section]
        reading.unknown_name(noun, node, known, section, len(section) + 1, name)
    return node.text


def _capability(reading: Reading, node: ScalarNode) -> str:
    name = node.text.removeprefix("capability ")
    if name not in CAPABILITIES:
        meant = near(name, CAPABILITIES)
        help = f"did you mean 'capability {meant}'?" if meant else "docs/promises.md lists them all"
        reading.fail(
            "unknown-name", f"there is no capability {shown(name, 'of this name')}", help, node.place
        )
    return node.text


KEEPERS = (
    "purposes", "recipients", "limits", "categories", "systems", "measures", "cookies", "forms", "risks",
    "prose", "decisions", "by_hand",
)  # fmt: skip
"""The sections whose facts can keep a promise."""

NOUNS = {
    "keys": "key",
    "people": "kind of people",
    "categories": "category",
    "purposes": "purpose",
    "recipients": "recipient",
    "limits": "limit",
    "promises": "promise",
    "by_hand": "system without a connector",
    "measures": "measure",
    "risks": "risk",
    "on_behalf": "work on behalf of others",
    "cookies": "cookie",
    "forms": "form",
    "prose": "section of the text",
    "events": "event",
    "decisions": "decision",
    "own_data": "own purpose",
    "systems": "system",
}
"""What one fact of each section is called in a message."""

STRICT: dict[str, Callable[[Reading, ScalarNode], Any]] = {
    "link": read_link,
    "event": read_event,
    "ending": read_ending,
    "country": check_country,
    "date": check_date,
    "time zone": check_time_zone,
    "url": check_url,
    "variable": check_variable,
    "fact": check_fact,
    "life": check_life,
    "page": check_page,
}
