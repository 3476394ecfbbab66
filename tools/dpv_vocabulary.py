"""Writes the terms of the Data Privacy Vocabulary that we name.

Called as `python -m tools.dpv_vocabulary DPV/2.3 tests/letters/policy/dpv-2.3.json`, where DPV is a checkout
of https://github.com/w3c/dpv, when `letters/policy/dpv.py` names another term. Of each term: everything above
it, and of a property what it says something about and what its values are.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

from holdord.letters.policy import dpv

SCHEMA = Namespace("https://schema.org/")
PARTS = {
    "dpv": "dpv/dpv.ttl",
    "eu-gdpr": "legal/eu/gdpr/eu-gdpr.ttl",
    "legal-dk": "legal/dk/legal-dk.ttl",
    "legal-no": "legal/no/legal-no.ttl",
    "loc": "loc/loc.ttl",
}
LICENCE = (
    "From the Data Privacy Vocabulary (DPV) 2.3, https://w3id.org/dpv. Copyright © 2026 World Wide Web "
    "Consortium, https://www.w3.org/copyright/software-license-2023/. Changed: only names of terms are kept, "
    "and how they hang together."
)


_NAMED = re.compile(r"\b(?:dpv|eu-gdpr|legal-dk|legal-no):[A-Za-z0-9-]*[A-Za-z0-9](?![-{A-Za-z0-9])")
_ARTICLES = [f"A6-1-{point}" for point in "abcdef"] + [f"A9-2-{point}" for point in "abcdefghij"]
_ARTICLES += re.findall(r"\S+", "A7-3 A13 A15 A16 A17 A18 A20 A21 A22 A22-3-a A22-3-b A22-3-c A77")


def main(home: Path, file: Path) -> None:
    """Reads the vocabulary and writes the list of the terms that we name; stops where there is none such."""
    graph = Graph()
    for part in PARTS.values():
        graph.parse(home / part)
    named = set(_NAMED.findall(Path(dpv.__file__).read_text())) | {f"eu-gdpr:{name}" for name in _ARTICLES}
    terms = {name: _term(graph, name) for name in sorted(named)}
    places = graph.subjects(RDF.type, _iri("dpv:Country"))
    codes = {str(one).removeprefix(dpv.PREFIXES["loc"]) for one in places}
    countries = " ".join(sorted(code for code in codes if re.fullmatch("[A-Z]{2}", code)))
    found = {"licence": LICENCE, "countries": countries, "terms": terms}
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def _iri(name: str) -> URIRef:
    prefix, _, term = name.partition(":")
    return URIRef(dpv.PREFIXES[prefix] + term)


def _term(graph: Graph, name: str) -> dict[str, object]:
    subject = _iri(name)
    if (subject, RDF.type, None) not in graph:
        raise SystemExit(f"the vocabulary has no term {name}")
    property_ = (subject, RDF.type, RDF.Property) in graph
    term: dict[str, object] = {"above": _above(graph, subject)}
    if property_:
        term["of"] = _short(graph.objects(subject, SCHEMA.domainIncludes))
        term["values"] = _short(graph.objects(subject, SCHEMA.rangeIncludes))
    return term


def _above(graph: Graph, subject: URIRef) -> list[str]:
    met, waiting = set(), [subject]
    while waiting:
        one = waiting.pop()
        for relation in (RDFS.subClassOf, SKOS.broader, RDF.type):
            for found in graph.objects(one, relation):
                if isinstance(found, URIRef) and found not in met:
                    met.add(found)
                    waiting.append(found)
    return _short(met)


def _short(found: Iterable[object]) -> list[str]:
    names = []
    for one in found:
        for prefix, home in dpv.PREFIXES.items():
            if prefix in PARTS and str(one).startswith(home):
                names.append(f"{prefix}:{str(one).removeprefix(home)}")
    return sorted(names)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
