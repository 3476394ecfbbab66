"""What is wrong with a policy's text is found where it stands, in the user's words, with a remedy.

The single mistakes stand in policies/reader_cases.yaml.
"""

import pytest
import yaml

from holdord.language import load_texts, nodes
from tests.language.reading import POLICIES, SMALL, WHOLE, change, errors, pointed, read

CASES: list[dict[str, str]] = yaml.safe_load((POLICIES / "reader_cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}: {case['to'].strip()[:60]!r}")
def test_a_mistake_is_found_at_its_place_and_nothing_else_is(case: dict[str, str]) -> None:
    text, places = pointed(change(case["change"], case["to"]))
    loaded = read(text)
    assert loaded.policy is None
    (finding,) = errors(loaded)
    assert finding.code == case["code"]
    assert case.get("message", "") in finding.message
    assert case.get("help", "") in finding.help
    assert finding.help
    assert finding.place.file == "policy.yaml"
    assert finding.place.line >= 1
    assert finding.place.column >= 1
    if places:
        assert [(finding.place.line, finding.place.column)] == places
    assert finding.message[0].islower() or finding.message[0] == "'"
    assert "hunter2" not in finding.message + finding.help


def test_without_the_parser_in_c_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [SMALL, WHOLE, *(pointed(change(case["change"], case["to"]))[0] for case in CASES)]
    found = [read(text) for text in texts]
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    for text, before in zip(texts, found, strict=True):
        after = read(text)
        assert after.policy == before.policy
        assert [(f.code, f.message, f.place.line) for f in after.findings] == [
            (f.code, f.message, f.place.line) for f in before.findings
        ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("latest orders.invoiced_at or never", "latest order_lines.shipped_at or never"),
        (
            "    holds: {payments: price}",
            "    holds: {payments: price}\n    events: {invoice: customers.closed_at}",
        ),
    ],
    ids=["below", "above"],
)
def test_an_event_of_a_relative_further_away_names_the_one_between(old: str, new: str) -> None:
    (finding,) = errors(read(change(old, new, WHOLE)))
    assert finding.code == "unknown-name"
    assert "beyond 'orders': an event is read over one link only" in finding.help


def test_all_mistakes_are_found_in_one_run() -> None:
    text = SMALL
    expected = set()
    for number, (old, new, code) in enumerate(
        [
            ("kind: number", "kind: nummer", "wrong-value"),
            ("basis: legal_obligation", "bassis: legal_obligation", "unknown-key"),
            ("keep: 5 years after", "keep: 5 yaers after", "wrong-period"),
            ("of: customers by", "of: custmers by", "unknown-name"),
            ("last_name: blank", "last_name: blnk", "wrong-value"),
            ("${SHOP_DATABASE_URL}", "postgresql://a:b@c.example/d", "secret-in-file"),
        ]
    ):
        text = change(old, new, text)
        expected.add((code, text[: text.index(new)].count("\n") + 1))
        assert len(errors(read(text))) == number + 1
    assert {(finding.code, finding.place.line) for finding in errors(read(text))} == expected


def test_a_document_that_breaks_off_does_not_hide_the_next_one() -> None:
    text = change("law: bogføringsloven § 12", 'law: "bogføringsloven § 12')
    text = change("last_name: blank", "last_name: blnk", text)
    assert [finding.code for finding in errors(read(text))] == ["yaml-syntax", "wrong-value"]


def test_a_file_that_cannot_be_read_makes_no_name_unknown() -> None:
    first, system = SMALL.split("---\n")
    loaded = load_texts({"a.yaml": first.replace("categories:", "categories: [", 1), "b.yaml": system})
    assert {finding.code for finding in errors(loaded)} == {"yaml-syntax"}


def test_the_same_name_in_two_files_is_found_with_both_places() -> None:
    first, system = SMALL.split("---\n")
    more = "language: 1\ncategories:\n  payments: {}\n---\nsystem: shop\nkind: sql\nurl: ${OTHER}\n"
    found = errors(load_texts({"a.yaml": first, "b.yaml": system, "c.yaml": more}))
    assert [(finding.code, finding.place.file, finding.place.line) for finding in found] == [
        ("duplicate-name", "c.yaml", 3),
        ("duplicate-name", "c.yaml", 5),
    ]
    assert "a.yaml:11:3" in found[0].message
    assert "b.yaml:1:9" in found[1].message


def test_two_controllers_are_one_too_many() -> None:
    (found,) = errors(read(SMALL + "---\nlanguage: 1\ncontroller: {name: Anden ApS, country: DK}\n"))
    assert found.code == "duplicate-name"
    assert "first in line 2" in found.message


def test_without_a_controller_there_is_no_policy() -> None:
    text = "\n".join(line for line in SMALL.splitlines() if not line.startswith("controller")) + "\n"
    (found,) = errors(read(text))
    assert (found.code, found.message) == ("missing-key", "it is not said who the controller is")


def test_keys_beside_owners_do_not_say_whose_they_are() -> None:
    text = change(
        "    of: customers by customer_id\n",
        "    of: customers by customer_id\n    owners: {buyer: {of: customers by customer_id}}\n",
    )
    (found,) = errors(read(text))
    assert found.message.startswith("'of' stands beside 'owners'")


def test_parents_about_different_people_cannot_tell_whose_a_row_is() -> None:
    text = change("  customer: {known_by", "  staff: {known_by: [email]}\n  customer: {known_by")
    text = change("of: customers by customer_id", "of: [customers by customer_id, staff by staff_id]", text)
    text += "  staff:\n    person: staff\n    keys: {email: email}\n    holds: {email: email}\n"
    (found,) = errors(read(text))
    assert found.code == "missing-key"
    assert "customer, staff" in found.message


def test_collections_that_belong_to_each_other_in_a_circle_are_found() -> None:
    text = change("    person: customer\n", "    of: orders by order_id\n")
    found = errors(read(text))
    assert {finding.code for finding in found} == {"missing-key"}
    assert len(found) == 2


def test_a_finding_never_shows_what_may_be_a_personal_value() -> None:
    for value in ("jens.hansen@example.dk", "010203-1234", "+45 12 34 56 78", "12345678"):
        for old in ("basis: legal_obligation", "of: customers by customer_id", "last_name: blank"):
            key = old.split(":")[0]
            loaded = read(change(old, f"{key}: {value}"))
            assert errors(loaded)
            for finding in loaded.findings:
                assert value not in finding.message + finding.help + finding.example
        for finding in read(change("people: [customer]", f'people: ["{value}"]')).findings:
            assert value not in finding.message + finding.help
        for finding in read(change("  name: {says", f'  "{value}": {{}}\n  name: {{says')).findings:
            assert value not in finding.message + finding.help
        for finding in read(change("keep: 5 years after", f"keep: {value} after")).findings:
            assert value not in finding.message + finding.help


STATED = 'notice: {webhook: "${MAILER_WEBHOOK}", secret: "${MAILER_SECRET}"}'


@pytest.mark.parametrize(
    ("notice", "code", "words"),
    [
        ("{webhook: 'https://mailer.example/x', secret: '${S}'}", "secret-in-file", "an address or a secret"),
        ("{webhook: '${W}', secret: whsec_abc}", "secret-in-file", "an address or a secret"),
        ("{webhook: '${w}', secret: '${S}'}", "wrong-value", "a variable is written ${NAME}"),
        ("{webhook: '${W}'}", "missing-key", "has 'webhook' and no 'secret'"),
        ("{email: a@b.example, secret: '${S}'}", "missing-key", "has 'secret' and no 'webhook'"),
        ("{email: a@b.example, by_hand: call them}", "wrong-value", "told in one way"),
        ("{email: not an address}", "wrong-value", "is not what is wanted here"),
        ("{}", "missing-key", "says no way"),
    ],
)
def test_a_notice_has_one_way_that_holds_no_secret(notice: str, code: str, words: str) -> None:
    text = WHOLE.replace(STATED, f"notice: {notice}")
    assert text != WHOLE
    found = [f for f in read(text).findings if f.code == code]
    assert any(words in finding.message for finding in found), read(text).findings
    assert "mailer.example/x" not in str(found)
    assert "whsec_abc" not in str(found)


def test_a_recipient_knows_by_a_key_that_is_stated() -> None:
    text = WHOLE.replace("    known_by: email\n    notice", "    known_by: emial\n    notice")
    assert [f.code for f in read(text).findings if "no key" in f.message] == ["unknown-name"]
