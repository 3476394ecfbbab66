"""The policy for machines is JSON-LD that other programs read, in terms that the vocabulary has."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from rdflib import RDF, Graph, URIRef

from holdord.demo import policy_folder
from holdord.language import load
from holdord.language.reader_countries import COUNTRIES
from holdord.letters.policy import as_json_ld
from holdord.letters.policy.dpv import PREFIXES
from holdord.words.policy import Basis, Policy
from holdord.words.version import VersionLine
from tests.letters.company import policy
from tests.letters.policy.policies import LANGUAGES, policies

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

VOCABULARY = json.loads((Path(__file__).parent / "dpv-2.3.json").read_text(encoding="utf-8"))
TERMS = VOCABULARY["terms"] | {
    f"loc:{code}": {"above": ["dpv:Country", "dpv:Location"]} for code in VOCABULARY["countries"].split()
}
OURS = tuple(PREFIXES[name] for name in ("dpv", "eu-gdpr", "legal-dk", "legal-no", "loc"))


def read(text: str) -> Graph:
    return Graph().parse(data=text, format="json-ld")


def short(one: Any) -> str:
    """The term of an IRI of the vocabulary, or nothing."""
    return next(
        (
            f"{prefix}:{str(one).removeprefix(home)}"
            for prefix, home in PREFIXES.items()
            if str(one).startswith(home)
        ),
        "",
    )


def faults(graph: Graph) -> set[str]:
    """Terms that there are not, and values that are none of those a property has."""
    found = set()
    for subject, verb, value in graph:
        for one in (subject, verb, value):
            if isinstance(one, URIRef) and str(one).startswith(OURS) and short(one) not in TERMS:
                found.add(f"no term {one}")
        wanted = TERMS.get(short(verb), {}).get("values", [])
        if not wanted:
            continue
        kinds = {short(kind) for kind in graph.objects(value, RDF.type)} | {short(value)}
        above = kinds | {one for kind in kinds for one in TERMS.get(kind, {}).get("above", [])}
        if not above & set(wanted):
            found.add(f"{short(verb)} has {sorted(kinds)}, and wants {wanted}")
    return found


@settings(max_examples=25)
@given(policies())
def test_every_policy_is_json_ld_in_terms_that_there_are(made: Policy) -> None:
    text = as_json_ld(made)
    graph = read(text)
    assert faults(graph) == set()
    wanted = len(made.purposes) + len(made.decisions)
    assert len(set(graph.objects(None, URIRef(PREFIXES["dpv"] + "hasProcess")))) == wanted
    bases = {short(one) for one in graph.objects(None, URIRef(PREFIXES["dpv"] + "hasLegalBasis"))}
    assert {f"eu-gdpr:A6-1-{one.basis.article[-2]}" for one in made.purposes.values()} <= bases
    said = {str(one) for one in graph.objects(None, URIRef(PREFIXES["dct"] + "title"))}
    for section in (made.people, made.categories, made.purposes, made.recipients):
        for fact in section.values():
            assert {fact.says[language] for language in LANGUAGES} <= said


def test_a_term_that_there_is_not_is_a_fault() -> None:
    text = as_json_ld(policy()).replace("dpv:DataProcessor", "dpv:DataProcesser")
    assert f"no term {PREFIXES['dpv']}DataProcesser" in faults(read(text))


def test_a_value_of_another_kind_is_a_fault() -> None:
    text = as_json_ld(policy()).replace('"@id": "eu-gdpr:A6-1-a"', '"@id": "dpv:Store"')
    assert any("dpv:hasLegalBasis has ['dpv:Store']" in fault for fault in faults(read(text)))


def test_the_version_and_the_site_are_told() -> None:
    found = load(policy_folder()).policy
    assert found is not None
    line = VersionLine(3, datetime(2026, 3, 1, 13, 5, tzinfo=UTC), "Ane Bye", {"en": "a new carrier"})
    graph = read(as_json_ld(found, line))
    assert faults(graph) == set()
    assert [str(one) for one in graph.objects(None, URIRef(PREFIXES["owl"] + "versionInfo"))] == ["3"]
    assert "2026-03-01T13:05:00+00:00" in {
        str(one) for one in graph.objects(None, URIRef(PREFIXES["dct"] + "issued"))
    }


def test_a_company_with_a_site_has_addresses_for_its_facts_and_others_have_names_in_the_file() -> None:
    from dataclasses import replace

    made = policy()
    named = replace(made, controller=replace(made.controller, site="https://fjordlys.example/"))
    assert '"@id": "https://fjordlys.example/#purpose-newsletter"' in as_json_ld(named)
    assert '"@id": "_:purpose-newsletter"' in as_json_ld(made)


@pytest.mark.parametrize("basis", Basis)
def test_each_legal_basis_has_its_term(basis: Basis) -> None:
    assert f"eu-gdpr:A6-1-{basis.article[-2]}" in TERMS


def test_every_country_that_can_be_stated_has_its_term() -> None:
    assert {f"loc:{code}" for code in COUNTRIES} <= TERMS.keys()


def test_the_same_facts_give_the_same_text() -> None:
    assert as_json_ld(policy()) == as_json_ld(policy())
