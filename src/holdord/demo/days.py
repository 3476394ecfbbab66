"""What the demo tells of each example company: who is followed through it, and who asked for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from holdord.words.request import Channel, Right, Strength


class Asked(NamedTuple):
    """Who of the cast asks for what, how, how many days ago, and how well it is known that it is them."""

    who: str
    right: Right
    channel: Channel
    days: int
    strength: Strength
    language: str


class Pronouns(NamedTuple):
    """She, her, her; he, him, his."""

    one: str
    of: str
    whose: str


SHE, HE = Pronouns("she", "her", "her"), Pronouns("he", "him", "his")


@dataclass(frozen=True, slots=True)
class Day:
    """A working day at a company.

    `called` is what the company is, `people` whom it knows, `star` whoever is followed and `again` the key by
    which they are looked for again; `other` is somebody to try a command on. `shown` is the collection that
    the report shows a piece of. `staff` are log-ins with their roles: a refusal takes two. `adopted_by` is
    who adopted the policy.
    """

    called: str
    people: str
    star: str
    pronouns: Pronouns
    again: str
    other: str
    shown: str
    staff: Mapping[str, str]
    adopted_by: str
    asked: tuple[Asked, ...]
    words: Mapping[Right, str]


_SITE, _SESSION = Channel.SITE, Strength.SESSION
_STAFF = Strength.STAFF

DAYS = {
    "retailer": Day(
        called="webshop",
        people="customers",
        star="frida",
        pronouns=SHE,
        again="customer_no",
        other="jonas",
        shown="payments",
        staff={"sofie": "responsible", "emil": "case_worker"},
        adopted_by="Sofie Lindgård, direktør",
        asked=(
            Asked("jonas", Right.ACCESS, _SITE, 0, _SESSION, "da"),
            Asked("sara", Right.ERASURE, Channel.PHONE, 3, _STAFF, "da"),
            Asked("jonas", Right.RECTIFICATION, Channel.LETTER, 26, _STAFF, "da"),
            Asked("ove", Right.OBJECTION, Channel.EMAIL, 12, _STAFF, "nb"),
            Asked("sara", Right.PORTABILITY, _SITE, 1, _SESSION, "da"),
            Asked("tove", Right.WITHDRAWAL, _SITE, 0, _SESSION, "nb"),
            Asked("nora", Right.ACCESS, Channel.WEB, 2, Strength.CLAIMED, "nb"),
        ),
        words={
            Right.RECTIFICATION: "Jeg er blevet gift og hedder nu Jonas Holm Dahl.",
            Right.OBJECTION: "Jeg vil ikke at dere bruker det jeg har kjøpt, til dette.",
        },
    ),
    "service": Day(
        called="service company",
        people="customers",
        star="karl",
        pronouns=HE,
        again="customer_no",
        other="carl",
        shown="payments",
        staff={"rikke": "responsible", "jens": "case_worker"},
        adopted_by="Rikke Brenholt, direktør",
        asked=(
            Asked("carl", Right.ACCESS, Channel.PHONE, 1, _STAFF, "da"),
            Asked("bodil", Right.ERASURE, Channel.LETTER, 9, _STAFF, "da"),
            Asked("carl", Right.HUMAN_REVIEW, Channel.EMAIL, 4, _STAFF, "da"),
        ),
        words={Right.HUMAN_REVIEW: "Jeg mener, at reparationen er dækket af min aftale."},
    ),
    "membership": Day(
        called="garden club",
        people="members",
        star="ida",
        pronouns=SHE,
        again="member_no",
        other="poul",
        shown="payments",
        staff={"vibeke": "responsible", "aksel": "case_worker"},
        adopted_by="Vibeke Spire, direktør",
        asked=(
            Asked("poul", Right.ACCESS, _SITE, 0, _SESSION, "da"),
            Asked("rikke", Right.ERASURE, Channel.EMAIL, 5, _STAFF, "da"),
            Asked("asta", Right.RECTIFICATION, Channel.PHONE, 20, _STAFF, "da"),
            Asked("mogens", Right.OBJECTION, Channel.LETTER, 12, _STAFF, "da"),
            Asked("bent", Right.PORTABILITY, Channel.WEB, 2, Strength.CLAIMED, "da"),
        ),
        words={
            Right.RECTIFICATION: "Jeg hedder Krogh-Lund nu.",
            Right.OBJECTION: "Jeg vil ikke have, at I gemmer, hvad jeg ringede om.",
        },
    ),
    "invoicing": Day(
        called="invoicing service in Norway",
        people="users",
        star="sunniva",
        pronouns=SHE,
        again="user_no",
        other="hege",
        shown="payments",
        staff={"tiril": "responsible", "jonas": "case_worker"},
        adopted_by="Tiril Vågen, daglig leder",
        asked=(
            Asked("hege", Right.ACCESS, Channel.WEB, 2, Strength.CLAIMED, "nb"),
            Asked("eirik", Right.ACCESS, _SITE, 0, _SESSION, "nb"),
            Asked("bjorg", Right.ERASURE, Channel.EMAIL, 6, _STAFF, "nb"),
            Asked("synne", Right.RECTIFICATION, Channel.PHONE, 20, _STAFF, "nb"),
            Asked("synne", Right.OBJECTION, Channel.PHONE, 15, _STAFF, "nb"),
        ),
        words={
            Right.RECTIFICATION: "Etternavnet mitt er feil.",
            Right.OBJECTION: "Jeg vil ikke ha beskjeder om endringer.",
        },
    ),
    "visitors": Day(
        called="check-in for visitors",
        people="customers",
        star="lone",
        pronouns=SHE,
        again="licence_no",
        other="carla",
        shown="purchases",
        staff={"mikkel": "responsible", "agnes": "case_worker"},
        adopted_by="Mikkel Tærskel, direktør",
        asked=(
            Asked("gry", Right.ACCESS, Channel.EMAIL, 1, _STAFF, "da"),
            Asked("palle", Right.ERASURE, Channel.EMAIL, 4, _STAFF, "da"),
            Asked("carla", Right.RECTIFICATION, Channel.PHONE, 11, _STAFF, "da"),
        ),
        words={Right.RECTIFICATION: "Jeg har fået nyt telefonnummer."},
    ),
}
"""A day at each company."""
