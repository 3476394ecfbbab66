"""Policies of every make, whose every word says what it is and in which language."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from holdord.language.periods import parse_period
from holdord.words.agreement import Agreement
from holdord.words.cookie import Cookie
from holdord.words.decision import Allowed, AutomatedDecision
from holdord.words.form import Form
from holdord.words.measure import Measure
from holdord.words.period import Duration, Period
from holdord.words.policy import (
    Basis,
    Category,
    CategoryKind,
    Limit,
    People,
    Policy,
    Promise,
    Proof,
    Purpose,
    Recipient,
    RecipientKind,
    SpecialGround,
    System,
)
from holdord.words.prose import Prose, SectionKey
from holdord.words.recipient import SubProcessor
from tests.letters.company import controller

LANGUAGES = ("da", "nb", "en")
PERIODS = (
    "5 years after end of fiscal year of invoice",
    "until withdrawn",
    "30 days after last_seen",
    "2 years and 3 months after last_contact",
    "until relation_end",
    "1 hour after created",
    "while kept by shop.customers",
    "5 years after end of calendar year of end of fiscal year of payment",
)
LIMITS = ("5 years after invoice", "1 day after created", "until relation_end")


def period(text: str) -> Period:
    found = parse_period(text).period
    assert found is not None
    return found


def said(what: str) -> dict[str, str]:
    """A text that tells what it is, and in which language."""
    return {language: f"{what} {language}{language}" for language in LANGUAGES}


def _some(draw: Any, names: list[str], least: int = 1) -> tuple[str, ...]:
    return tuple(draw(st.lists(st.sampled_from(names), min_size=least, max_size=4, unique=True)))


@st.composite
def policies(draw: Any) -> Policy:
    """A policy with a few of everything."""
    people = [f"people{n}" for n in range(draw(st.integers(1, 3)))]
    categories = [f"category{n}" for n in range(draw(st.integers(1, 6)))]
    kinds = {name: draw(st.sampled_from(CategoryKind)) for name in categories}
    purposes = {
        name: _purpose(draw, name, people, categories)
        for name in (f"purpose{n}" for n in range(draw(st.integers(1, 5))))
    }
    recipients = {
        name: _recipient(draw, name, categories, list(purposes))
        for name in (f"recipient{n}" for n in range(draw(st.integers(0, 4))))
    }
    promises = {
        name: Promise(
            name,
            said(f"sentence of {name}"),
            tuple(draw(st.lists(st.sampled_from(["purposes.purpose0", "capability request-access"])))),
            draw(st.sampled_from(Proof)),
            section=draw(st.none() | st.sampled_from(SectionKey)),
        )
        for name in (f"promise{n}" for n in range(draw(st.integers(0, 4))))
    }
    prose = {
        key: _prose(draw, key, list(promises))
        for key in draw(st.lists(st.sampled_from(SectionKey), max_size=4, unique=True))
    }
    return Policy(
        controller=controller(draw(st.sampled_from(["DK", "NO"]))),
        keys={},
        people={name: People(name, (), said(name)) for name in people},
        categories={name: Category(name, kinds[name], said(name)) for name in categories},
        purposes=purposes,
        recipients=recipients,
        promises=promises,
        prose=prose,
        limits={
            f"limit{n}": Limit(
                f"limit{n}", _some(draw, categories), at_most=period(draw(st.sampled_from(LIMITS)))
            )
            for n in range(draw(st.integers(0, 2)))
        },
        cookies={
            f"cookie{n}": Cookie(
                f"cookie{n}",
                draw(st.sampled_from(list(purposes))),
                draw(st.none() | st.just(Duration(days=30))),
                draw(st.just({}) | st.just(said(f"doing{n}"))),
                recipient=draw(st.sampled_from(["", *recipients])),
                necessary=draw(st.booleans()),
            )
            for n in range(draw(st.integers(0, 3)))
        },
        decisions={
            f"decision{n}": AutomatedDecision(
                f"decision{n}",
                draw(st.sampled_from(Allowed)),
                said(f"decided{n}"),
                categories=_some(draw, categories, 0),
                logic=said(f"logic{n}"),
                consequences=said(f"consequence{n}"),
            )
            for n in range(draw(st.integers(0, 2)))
        },
        measures={
            f"measure{n}": Measure(f"measure{n}", said(f"done{n}"), public=draw(st.booleans()))
            for n in range(draw(st.integers(0, 2)))
        },
        systems={"shop": System("shop", "sql", "", backups=draw(st.none() | st.just(Duration(days=90))))},
        forms={"form0": Form("form0", _some(draw, list(purposes)), said("form0"))},
    )


def _purpose(draw: Any, name: str, people: list[str], categories: list[str]) -> Purpose:
    basis = draw(st.sampled_from(Basis))
    return Purpose(
        name,
        basis,
        _some(draw, people),
        _some(draw, categories),
        period(draw(st.sampled_from(PERIODS))),
        says=said(f"doing {name}"),
        law=draw(st.sampled_from(["", "bogføringsloven § 12", "GDPR Art. 7(1)", "Some Act, part 3"])),
        interest=draw(st.just({}) | st.just(said(f"interest of {name}"))),
        overriding=draw(st.just({}) | st.just(said(f"overriding {name}"))),
        special=draw(st.none() | st.sampled_from(SpecialGround)),
        marketing=draw(st.booleans()),
        profiling=draw(st.booleans()),
        required=draw(st.just({}) | st.just(said(f"required for {name}"))),
        source=draw(st.just({}) | st.just(said(f"source of {name}"))),
        at_most=draw(st.none() | st.just(period("9 years after invoice"))),
    )


def _recipient(draw: Any, name: str, categories: list[str], purposes: list[str]) -> Recipient:
    country = draw(st.sampled_from(["DK", "NO", "US", "GB", "IN"]))
    subs = {f"sub_of_{name}": SubProcessor(f"sub_of_{name}", "US", said(f"helper of {name}"), "SCC")}
    return Recipient(
        name,
        draw(st.sampled_from(RecipientKind)),
        country,
        said(f"who {name}"),
        safeguards=draw(st.sampled_from(["", "standard contractual clauses", "DPF", "our own clauses"])),
        categories=_some(draw, categories, 0),
        purposes=_some(draw, purposes, 0),
        agreement=draw(st.just("") | st.just(Agreement(date(2026, 1, 1), "a.pdf"))),
        function=draw(st.just({}) | st.just(said(f"task of {name}"))),
        sub_processors=draw(st.just({}) | st.just(subs)),
    )


def _prose(draw: Any, key: SectionKey, promises: list[str]) -> Prose:
    own = said(f"own words of {key}")
    replaces = draw(st.booleans())
    return Prose(
        key,
        replaces=own if replaces else {},
        adds={} if replaces else own,
        before=draw(st.booleans()),
        promises=_some(draw, promises, 0) if promises else (),
    )
