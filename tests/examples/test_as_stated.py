"""What policies get wrong: each example company with a fault that such policies have, and `check` names it.

The faults are made in the company's own files, a few words each, as its published policy would have them.
"""

from dataclasses import dataclass

import pytest

from holdord import demo
from holdord.language import load_texts
from holdord.words.finding import Finding, Severity


@dataclass(frozen=True)
class Fault:
    """What a company states instead, and what is then found, in which file."""

    company: str
    changes: tuple[tuple[str, str, str], ...]
    code: str
    file: str
    severity: Severity
    says: tuple[str, ...]


FAULTS = {
    "M7: addresses are stored for later purchases, and until when is not said": Fault(
        "membership",
        (("purposes.yaml", "    keep: 18 months after last purchase\n", ""),),
        "period-unstated",
        "purposes.yaml",
        Severity.ERROR,
        ("purpose 'prefill' keeps", "until when is not said (Art. 5(1)(e) and 13(2)(a))"),
    ),
    "V2 and V16: clicks are kept while one is on the site, and archived for ever": Fault(
        "visitors",
        (("purposes.yaml", "categories: [statistics]", "categories: [statistics, device, clicks]"),),
        "longer-than-promised",
        "purposes.yaml",
        Severity.ERROR,
        ("'visitor_numbers' keeps categories 'device' and 'clicks' longer than", "while_on_the_site"),
    ),
    "V23: who counts visits is said to be at home": Fault(
        "visitors",
        (("recipients.yaml", "Tællestreg ApS", "Google Analytics"),),
        "home-elsewhere",
        "recipients.yaml",
        Severity.WARNING,
        ("recipient 'site_counter'", "Google is known to be at home in US"),
    ),
    "R28: help and newsletters are said to be in Denmark": Fault(
        "retailer",
        (
            ("recipients.yaml", "Svarskov A/S", "Zendesk"),
            ("recipients.yaml", "Brevduen Udsendelse ApS", "Mailchimp"),
        ),
        "home-elsewhere",
        "recipients.yaml",
        Severity.WARNING,
        ("recipient 'mail_sender'", "Mailchimp is known", "recipient 'help_desk'", "Zendesk is known"),
    ),
    "R32: no profile is drawn, and the shop's search recommends": Fault(
        "retailer",
        (("recipients.yaml", "søgning i butikken", "anbefalinger til hver kunde"),),
        "profiling-denied",
        "recipients.yaml",
        Severity.WARNING,
        ("promise 'R32' says that nobody is profiled", "recipient 'shop_search' speaks of 'anbefal"),
    ),
    "I: the authority of Denmark in the language of Norway": Fault(
        "invoicing",
        (("company.yaml", 'country: "NO"', "country: DK"),),
        "authority-elsewhere",
        "company.yaml",
        Severity.WARNING,
        ("the controller is in DK", "not in Danish"),
    ),
    "I: the authority of Denmark named by a company in Norway": Fault(
        "invoicing",
        (
            (
                "company.yaml",
                'country: "NO"',
                'country: "NO"\n  authority: Datatilsynet, Carl Jacobsens Vej 35, Valby',
            ),
        ),
        "authority-elsewhere",
        "company.yaml",
        Severity.ERROR,
        ("the controller is in NO, and the authority named is the Danish Datatilsynet",),
    ),
}


def found(company: str, changes: tuple[tuple[str, str, str], ...] = ()) -> list[Finding]:
    """What is found in a company's policy with some words changed."""
    folder = demo.policy_folder(company)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    for name, old, new in changes:
        assert old in texts[name], f"{old!r} does not stand in {name}"
        texts[name] = texts[name].replace(old, new)
    return load_texts(texts).findings


@pytest.mark.parametrize("name", FAULTS)
def test_what_a_policy_gets_wrong_is_found_from_the_facts(name: str) -> None:
    fault = FAULTS[name]
    assert [one for one in found(fault.company) if one.code == fault.code] == []
    these = [one for one in found(fault.company, fault.changes) if one.code == fault.code]
    assert these, "nothing was found"
    assert {one.severity for one in these} == {fault.severity}
    assert {one.place.file for one in these} == {fault.file}
    told = "\n".join(one.message for one in these)
    assert [words for words in fault.says if words not in told] == []
