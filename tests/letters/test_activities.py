"""The record of processing (Art. 30) says what the policy states, in each language and each form."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from holdord.language import load_texts
from holdord.letters.activities import ProcessingRecords, as_json, as_letter, processing_records
from holdord.letters.html import as_html
from holdord.letters.letter import LANGUAGES
from holdord.letters.pdf import as_pdf
from holdord.letters.policy.notice import receivers
from holdord.letters.sheets import as_csv, as_xlsx
from holdord.letters.words.art30_da import ART30
from holdord.words.form import Form
from holdord.words.recipient import Recipient, RecipientKind
from tests.language.reading import SMALL, WHOLE, change, policy_of
from tests.letters.test_rendering import Seen, words_of

DAY = date(2026, 11, 26)
IN_ORDER = (
    "purpose people ordinary special criminal identity recipients transfers erasure security ground source "
    "systems"
)
FOR_OTHERS = "controllers done transfers security sub_processors systems"


def records(language: str = "da", text: str = WHOLE) -> ProcessingRecords:
    return processing_records(policy_of(text), language, DAY)


def told(found: ProcessingRecords, name: str) -> dict[str, str]:
    activity = next(one for one in (*found.activities, *found.on_behalf) if one.name == name)
    return {field.key: field.text for field in activity.fields}


def test_every_purpose_is_an_activity_with_the_fields_of_the_law_in_its_order() -> None:
    policy, found = policy_of(WHOLE), records()
    assert [one.name for one in found.activities] == list(policy.purposes)
    assert {tuple(field.key for field in one.fields) for one in found.activities} == {tuple(IN_ORDER.split())}
    assert {tuple(f.key for f in one.fields) for one in found.on_behalf} == {tuple(FOR_OTHERS.split())}
    assert [one.key for one in found.controller] == ["controller", "number", "address", "contact", "officer"]


def test_what_an_activity_says_is_what_the_policy_states() -> None:
    relation = told(records(), "relation")
    assert relation["people"] == "Kunder"
    assert relation["ordinary"].split("\n") == ["Navn", "E-mail", "Fødselsdato", "Henvendelser"]
    assert relation["recipients"] == "Driver vores servere (databehandler: hosting)"
    assert relation["transfers"] == "Leverer linjer, USA: standard contractual clauses"
    assert relation["erasure"].startswith("2 år efter")
    assert relation["security"].split("\n") == ["Papir er låst inde", "Siden er krypteret"]
    assert relation["source"] == "os selv"
    assert relation["systems"].split("\n") == ["Shop", "Mapper på kontoret"]


def test_each_kind_of_data_that_the_law_rules_apart_stands_apart() -> None:
    found = records()
    assert told(found, "credit_check")["identity"] == "CPR-nummer"
    assert told(found, "credit_check")["ordinary"] == "–"
    assert told(found, "diet")["special"] == "Allergier"
    assert "artikel 9, stk. 2, litra a" in told(found, "diet")["ground"]


def test_a_category_that_several_purposes_hold_has_every_deadline() -> None:
    until = dict(records("en").erasure)["Name"]
    assert until.startswith("Bookkeeping: 5 years after")
    assert len(until.split("\n")) == len(
        [p for p in policy_of(WHOLE).purposes.values() if "name" in p.categories]
    )


def test_what_is_done_for_others_tells_for_whom_with_which_protection_and_by_whose_help() -> None:
    shops = told(records("en"), "shops")
    assert shops["controllers"] == "the list in the archive"
    assert shops["security"] == "encryption"
    assert shops["sub_processors"] == "Runs our servers (processor: hosting)"
    assert "the United States" in shops["transfers"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_record_is_used(language: str) -> None:
    found = records(language)
    said = "\n".join(
        [found.title, found.as_of, *found.headings.values()]
        + [field.label for one in (*found.activities, *found.on_behalf) for field in one.fields]
        + [field.label for field in found.controller]
        + [field.text for one in found.activities for field in one.fields]
    )
    assert not re.search(r"{\w*}|art30|None", said)
    used = {key for one in (*found.activities, *found.on_behalf) for key in (f.key for f in one.fields)}
    used |= {field.key for field in found.controller} | set(found.headings)
    used |= {f"role_{kind}" for kind in RecipientKind} | {
        "title",
        "as_of",
        "none",
        "transfer",
        "source_person",
    }
    assert {name.removeprefix("art30_") for name in ART30} == used


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_a_page_and_as_pdf_it_says_the_same(language: str) -> None:
    found = records(language)
    letter = as_letter(found)
    page = " ".join(" ".join(Seen(as_html(letter)).said).split())
    pdf = re.sub(r"\s+", "", words_of(as_pdf(letter)))
    for one in (*found.activities, *found.on_behalf):
        for field in one.fields:
            assert field.label in page
            for line in field.text.split("\n"):
                assert " ".join(line.split()) in page
                assert re.sub(r"\s+", "", line) in pdf


def test_the_table_of_texts_has_a_row_for_each_activity_of_both_parts() -> None:
    found = records()
    head, *rows = csv.reader(io.StringIO(as_csv(found)))
    assert [row[0] for row in rows] == ["30(1)"] * len(found.activities) + ["30(2)"]
    assert {len(row) for row in rows} == {len(head)}
    assert rows[0][head.index("Formål")] == "Bogføring"
    assert rows[-1][head.index("Formål")] == ""


SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(content: bytes) -> dict[str, list[str]]:
    """The texts of each sheet of a workbook, by the sheet's name; no formula may be in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = [
            "".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        names = [
            one.get("name", "")
            for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SPACE}sheet")
        ]
        found = {}
        for number, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(sheet.iter(f"{SPACE}f"))
            found[name] = [shared[int(one.text or 0)] for one in sheet.iter(f"{SPACE}v")]
        return found


def test_the_workbook_has_both_parts_and_the_deadlines_each_on_a_sheet() -> None:
    found = records()
    sheets = cells(as_xlsx(found))
    assert list(sheets) == ["Art. 30(1)", "Slettefrister for hver kategori", "Art. 30(2)"]
    for name, activities in (("Art. 30(1)", found.activities), ("Art. 30(2)", found.on_behalf)):
        for one in activities:
            for field in one.fields:
                assert field.text in sheets[name]
                assert field.label in sheets[name]
    assert as_xlsx(found) == as_xlsx(records()), "the same record is the same file"


def test_nothing_in_a_policy_becomes_a_formula_or_stops_a_form() -> None:
    nasty = "=HYPERLINK(1)"
    text = change("says: {da: kundeforhold, en: customer relation}", f'says: {{da: "{nasty}", en: x}}', WHOLE)
    found = records("da", text)
    assert "=HYPERLINK(1)" in " ".join(cells(as_xlsx(found))["Art. 30(1)"])
    assert "'=HYPERLINK" in as_csv(found)
    assert as_pdf(as_letter(found)).startswith(b"%PDF")


def test_a_policy_that_states_little_has_a_record_all_the_same() -> None:
    found = processing_records(policy_of(SMALL), "nb", DAY)
    assert found.on_behalf == ()
    assert list(cells(as_xlsx(found))) == ["Art. 30(1)", "Slettefrister for hver kategori"]
    bare = load_texts({"p.yaml": "language: 1\ncontroller: {name: Tom ApS, country: DK}\n"}).policy
    assert bare is not None
    empty = processing_records(bare, "da", DAY)
    assert "Vi behandler ingen personoplysninger" in as_html(as_letter(empty))
    assert cells(as_xlsx(empty))
    assert as_csv(empty).strip() == "Art. 30"


def test_programs_read_fields_by_names_that_no_language_changes() -> None:
    da, en = as_json(records("da")), as_json(records("en"))
    for key in ("activities", "on_behalf"):
        assert [list(one) for one in da[key]] == [list(one) for one in en[key]]  # type: ignore[attr-defined]
    assert da["format"] == "holdord-records/1"


def recipients_of(extra: Recipient, language: str = "en") -> dict[str, dict[str, str]]:
    """The fields of each activity, of a policy that states one recipient alone."""
    policy = replace(policy_of(WHOLE), recipients={extra.name: extra}, on_behalf={})
    found = processing_records(policy, language, DAY)
    return {one.name: {field.key: field.text for field in one.fields} for one in found.activities}


LISTS = [
    ((), ()),
    (("name",), ()),
    ((), ("relation",)),
    (("name",), ("relation",)),
    (("allergies",), ("relation",)),
    (("name", "allergies"), ("relation", "diet")),
]


@pytest.mark.parametrize(("categories", "purposes"), LISTS)
def test_who_gets_data_of_a_purpose_is_the_same_in_the_record_as_in_the_policy(
    categories: tuple[str, ...], purposes: tuple[str, ...]
) -> None:
    asked = Recipient("carrier", RecipientKind.PROCESSOR, "DK", {"en": "carrier"}, "", categories, purposes)
    policy = replace(policy_of(WHOLE), recipients={asked.name: asked}, on_behalf={})
    said = {name for name, fields in recipients_of(asked).items() if "Carrier" in fields["recipients"]}
    asked_in = {name: Form(name, (name,)) for name in policy.purposes}
    assert said == {name for name, form in asked_in.items() if receivers(policy, form)}
    assert bool(said) == (categories != ("allergies",))


@pytest.mark.parametrize(
    ("language", "words"),
    {"da": "(databeskyttelsesforordningens artikel 45)", "nb": "artikkel 45)", "en": "Article 45"}.items(),
)
def test_a_country_found_adequate_is_told_as_such(language: str, words: str) -> None:
    swiss = Recipient("carrier", RecipientKind.PROCESSOR, "CH", {language: "carrier"})
    abroad = Recipient("carrier", RecipientKind.PROCESSOR, "IN", {language: "carrier"})
    assert words in recipients_of(swiss, language)["relation"]["transfers"]
    assert words not in recipients_of(abroad, language)["relation"]["transfers"]
