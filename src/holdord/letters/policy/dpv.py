"""The policy for machines: JSON-LD in the W3C Data Privacy Vocabulary 2.3 (DPV), with its terms for the GDPR.

Each purpose is a process: what it is for, on which legal basis, with whose and which data, until when, and
who receives it. Texts stand in every language they are stated in. Its context stands in the file, so that a
reader needs no network. Terms are those of https://w3id.org/dpv (W3C Software and Document License); a test
holds each against the vocabulary itself.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from holdord.letters.policy.citing import protections
from holdord.letters.policy.voice import voice_of
from holdord.words.decision import AutomatedDecision
from holdord.words.period import Indefinitely
from holdord.words.policy import Basis, CategoryKind, Contact, Policy, Purpose, Recipient, RecipientKind, Text
from holdord.words.transfers import ADEQUATE, EEA
from holdord.words.version import VersionLine

Node = dict[str, Any]

PREFIXES = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-dk": "https://w3id.org/dpv/legal/dk#",
    "legal-no": "https://w3id.org/dpv/legal/no#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TEXTS = {
    "title": {"@id": "dct:title", "@container": "@language"},
    "description": {"@id": "dct:description", "@container": "@language"},
    "issued": {"@id": "dct:issued", "@type": "xsd:dateTime"},
}

CATEGORIES = {
    CategoryKind.ORDINARY: "dpv:PersonalData",
    CategoryKind.SPECIAL: "dpv:SpecialCategoryPersonalData",
    CategoryKind.IDENTITY_NUMBER: "dpv:SensitivePersonalData",
    CategoryKind.CRIMINAL: "dpv:SensitivePersonalData",
    CategoryKind.ANONYMOUS: "dpv:AnonymisedData",
}
RECIPIENTS = {
    RecipientKind.PROCESSOR: ["dpv:DataProcessor"],
    RecipientKind.CONTROLLER: ["dpv:ThirdParty", "dpv:Recipient"],
    RecipientKind.AUTHORITY: ["dpv:Authority", "dpv:Recipient"],
}
AUTHORITIES = {"DK": "legal-dk:DPA-DK", "NO": "legal-no:DPA-NO"}
TRANSFERS = {
    "framework": "eu-gdpr:A45-3",
    "adequate": "eu-gdpr:A45-3",
    "standard_clauses": "eu-gdpr:A46-2-c",
    "corporate_rules": "eu-gdpr:A46-2-b",
}
_RIGHTS = ("A13", "A15", "A16", "A17", "A18", "A77")


def as_json_ld(policy: Policy, version: VersionLine | None = None) -> str:
    """The policy as JSON-LD, the same text for the same facts."""
    writer = _Writer(policy)
    nodes = [writer.notice(version), writer.controller()]
    nodes += [writer.people(name) for name in policy.people]
    nodes += [writer.category(name) for name in policy.categories]
    for recipient in policy.recipients.values():
        nodes += writer.recipient(recipient)
    nodes += [writer.purpose(one) for one in policy.purposes.values()]
    nodes += [writer.decision(one) for one in policy.decisions.values()]
    nodes += [writer.measure(name) for name, one in policy.measures.items() if one.public]
    found = {"@context": {**PREFIXES, **_TEXTS}, "@graph": nodes}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def legal_basis(basis: Basis) -> str:
    """The term for a legal basis: eu-gdpr:A6-1-a."""
    return f"eu-gdpr:A6-1-{basis.article[-2]}"


def rights_of(one: Purpose) -> list[str]:
    """The rights that people have about a purpose."""
    found = list(_RIGHTS)
    found += ["A7-3"] if one.basis is Basis.CONSENT else []
    found += ["A20"] if one.basis in (Basis.CONSENT, Basis.CONTRACT) else []
    found += ["A21"] if one.marketing or one.basis.objectable else []
    return [f"eu-gdpr:{name}" for name in found]


@dataclass(frozen=True, slots=True)
class _Writer:
    policy: Policy

    def id(self, kind: str, name: str = "") -> str:
        """The id of a node: a part of the company's page where its site is known, else a name in the file."""
        fragment = f"{kind}-{name}" if name else kind
        site = self.policy.controller.site
        return f"{site.rstrip('/')}/#{fragment}" if site else f"_:{fragment}"

    def to(self, kind: str, names: Iterable[str]) -> list[Node]:
        """References."""
        return [{"@id": self.id(kind, name)} for name in names]

    def notice(self, version: VersionLine | None) -> Node:
        company = self.policy.controller
        titles = {one: voice_of(self.policy, one).say("title", name=company.name) for one in company.texts}
        about = [*self.to("purpose", self.policy.purposes), *self.to("decision", self.policy.decisions)]
        node: Node = {
            "@id": self.id("notice"),
            "@type": "dpv:PrivacyNotice",
            "title": titles,
            "dct:language": list(company.texts),
            "dpv:hasDataController": {"@id": self.id("controller")},
            "dpv:hasProcess": about,
        }
        measures = [name for name, one in self.policy.measures.items() if one.public]
        if measures:
            node["dpv:hasTechnicalOrganisationalMeasure"] = self.to("measure", measures)
        if version:
            node["owl:versionInfo"] = str(version.number)
            node["issued"] = version.at.isoformat()
            if version.note:
                node["description"] = dict(version.note)
        return node

    def controller(self) -> Node:
        company = self.policy.controller
        node: Node = {
            "@id": self.id("controller"),
            "@type": "dpv:DataController",
            "dpv:hasName": company.name,
        }
        node |= {"dpv:hasIdentifier": company.number} if company.number else {}
        node |= {"dpv:hasAddress": company.address} if company.address else {}
        node |= _contact(company.contact)
        node |= _country(company.country)
        if company.protection_officer:
            node["dpv:hasDataProtectionOfficer"] = {
                "@type": "dpv:DataProtectionOfficer",
                **_contact(company.protection_officer),
            }
        if authority := AUTHORITIES.get(company.country):
            node["dpv:hasAuthority"] = {"@id": authority}
        return node

    def people(self, name: str) -> Node:
        return {
            "@id": self.id("people", name),
            "@type": "dpv:DataSubject",
            **_titled(self.policy.people[name].says),
        }

    def category(self, name: str) -> Node:
        one = self.policy.categories[name]
        return {"@id": self.id("category", name), "@type": CATEGORIES[one.kind], **_titled(one.says)}

    def recipient(self, one: Recipient) -> list[Node]:
        node = {"@id": self.id("recipient", one.name), "@type": RECIPIENTS[one.kind], **_titled(one.says)}
        node |= {"description": dict(one.function)} if one.function else {}
        nodes = [node | _country(one.country)]
        nodes += self._transfer("recipient", one.name, one.country, one.safeguards)
        for sub in one.sub_processors.values():
            name = f"{one.name}.{sub.name}"
            node = {"@id": self.id("recipient", name), "@type": "dpv:DataSubProcessor", **_titled(sub.says)}
            nodes.append(node | _country(sub.country))
            nodes += self._transfer("recipient", name, sub.country, sub.safeguards)
        return nodes

    def _transfer(self, kind: str, name: str, country: str, safeguards: str) -> list[Node]:
        if country in EEA:
            return []
        node: Node = {
            "@id": self.id("transfer", name),
            "@type": "dpv:Process",
            "dpv:hasProcessing": {"@id": "dpv:Transfer"},
            "dpv:hasRecipient": {"@id": self.id(kind, name)},
        }
        node |= _country(country)
        terms = [TRANSFERS[found] for found, _ in protections(safeguards)]
        terms += [TRANSFERS["adequate"]] if not terms and country in ADEQUATE else []
        node |= {"dpv:hasLegalBasis": [{"@id": term} for term in dict.fromkeys(terms)]} if terms else {}
        return [node]

    def purpose(self, one: Purpose) -> Node:
        data = self._data(one.categories)
        bases = [legal_basis(one.basis)]
        bases += [f"eu-gdpr:A9-2-{one.special.article[-2]}"] if one.special else []
        processing = ["dpv:Collect", "dpv:Store", "dpv:Use"] + (["dpv:Profiling"] if one.profiling else [])
        node: Node = {
            "@id": self.id("purpose", one.name),
            "@type": "dpv:PersonalDataProcess" if "dpv:hasPersonalData" in data else "dpv:Process",
            **_titled(one.says),
            "dpv:hasPurpose": self._for(one),
            "dpv:hasDataController": {"@id": self.id("controller")},
            "dpv:hasLegalBasis": [{"@id": term} for term in bases],
            "dpv:hasDataSubject": self.to("people", one.people),
            "dpv:hasProcessing": [{"@id": term} for term in processing],
            **data,
            "dpv:hasStorageCondition": self._kept(one),
            "dpv:hasRight": [{"@id": term} for term in rights_of(one)],
            "dpv:hasRecipient": self.to("recipient", self._receivers(one)),
            "dpv:hasDataSource": self._source(one),
            "dpv:hasNotice": {"@id": self.id("notice")},
        }
        if one.law:
            node["dpv:hasApplicableLaw"] = {"@type": "dpv:Law", "dct:title": one.law}
        if one.interest:
            node["dpv:hasJustification"] = {"@type": "dpv:Justification", "description": dict(one.interest)}
        if one.required:
            necessity = {"@type": "dpv:Necessity", "description": dict(one.required)}
            node["dpv:hasNecessity"] = [{"@id": "dpv:Required"}, necessity]
        elif one.basis is Basis.CONSENT:
            node["dpv:hasNecessity"] = {"@id": "dpv:Optional"}
        return {key: value for key, value in node.items() if value}

    def _data(self, names: tuple[str, ...]) -> Node:
        """The personal data, and what is anonymous and so none."""
        stated = self.policy.categories
        personal = [name for name in names if stated[name].kind is not CategoryKind.ANONYMOUS]
        anonymous = [name for name in names if name not in personal]
        found = {"dpv:hasPersonalData": self.to("category", personal)} if personal else {}
        return found | ({"dpv:hasData": self.to("category", anonymous)} if anonymous else {})

    def _for(self, one: Purpose) -> Node:
        kinds = ["dpv:Purpose", "dpv:DirectMarketing"] if one.marketing else "dpv:Purpose"
        return {"@type": kinds, **_titled(one.says)}

    def _receivers(self, one: Purpose) -> list[str]:
        return [
            found.name for found in self.policy.recipients.values() if found.gets(one.categories, (one.name,))
        ]

    def _kept(self, one: Purpose) -> Node:
        ends = "dpv:EndlessDuration" if isinstance(one.keep, Indefinitely) else "dpv:UntilEventDuration"
        languages = self.policy.controller.texts
        said = {language: voice_of(self.policy, language).kept_for(one) for language in languages}
        return {"@type": ["dpv:StorageDuration", ends], "dct:identifier": str(one.keep), "description": said}

    def _source(self, one: Purpose) -> list[Node]:
        found: list[Node] = [{"@id": "dpv:DataSubjectDataSource"}]
        return [*found, {"@type": "dpv:DataSource", "description": dict(one.source)}] if one.source else found

    def decision(self, one: AutomatedDecision) -> Node:
        node: Node = {
            "@id": self.id("decision", one.name),
            "@type": "dpv:Process",
            **_titled(one.says),
            "dpv:hasDataController": {"@id": self.id("controller")},
            "dpv:hasContext": {"@id": "dpv:AutomatedDecisionMaking"},
            **self._data(one.categories),
            "dpv:hasRight": [{"@id": f"eu-gdpr:{name}"} for name in ("A22", "A22-3-a", "A22-3-b", "A22-3-c")],
            "dpv:hasHumanInvolvement": {"@id": "dpv:HumanInvolvementForIntervention"},
        }
        if one.logic:
            node["dpv:hasAlgorithmicLogic"] = {
                "@type": "dpv:AlgorithmicLogic",
                "description": dict(one.logic),
            }
        if one.consequences:
            node["dpv:hasConsequence"] = {"@type": "dpv:Consequence", "description": dict(one.consequences)}
        return {key: value for key, value in node.items() if value}

    def measure(self, name: str) -> Node:
        says = self.policy.measures[name].says
        kind = "dpv:TechnicalOrganisationalMeasure"
        return {"@id": self.id("measure", name), "@type": kind, **_titled(says)}


def _titled(text: Text) -> Mapping[str, Any]:
    return {"title": dict(text)} if text else {}


def _country(code: str) -> Node:
    return {"dpv:hasCountry": {"@id": f"loc:{code}"}}


def _contact(contact: Contact) -> Node:
    ways = [way for way in (contact.email, contact.phone, contact.web) if way]
    return {"dpv:hasContact": ways} if ways else {}
