"""The tables of the store. Append-only ones are guarded by triggers (see migrations and `guards`)."""

from holdord.store.models.callers import ApiToken, CreatedOnce, SiteEntry
from holdord.store.models.evidence import EvidenceEntry, SealEntry
from holdord.store.models.keeping import Nothing, Parting
from holdord.store.models.logins import LoginFailure, LoginStreak, SharedMark
from holdord.store.models.promises import ReadingTaken, StandingChanged, SummarySent
from holdord.store.models.receptions import Reception, ReceptionLook
from holdord.store.models.registers import AttestationGiven, DisclosureMade, DisclosureStruck
from holdord.store.models.requests import (
    LookedAt,
    MailQueued,
    NoticeDue,
    ProofCode,
    RequestAsked,
    RequestEvent,
    Round,
    TaskByHand,
    Throttle,
    VaultEntry,
    VaultKey,
)
from holdord.store.models.runs import ForecastMade, Outcome, OutlookSeen, Run, SavedPlan
from holdord.store.models.statements import (
    ConsentGiven,
    HoldLifted,
    HoldPlaced,
    ObjectionStep,
    RestrictionLifted,
    RestrictionPlaced,
)
from holdord.store.models.subjects import SecretKey, Subject, SubjectJoin, SubjectKey, SubjectRow
from holdord.store.models.versions import Announcement, PersonTold, Publication, PublishedText

__all__ = [
    "Announcement",
    "ApiToken",
    "AttestationGiven",
    "ConsentGiven",
    "CreatedOnce",
    "DisclosureMade",
    "DisclosureStruck",
    "EvidenceEntry",
    "ForecastMade",
    "HoldLifted",
    "HoldPlaced",
    "LoginFailure",
    "LoginStreak",
    "LookedAt",
    "MailQueued",
    "Nothing",
    "NoticeDue",
    "ObjectionStep",
    "Outcome",
    "OutlookSeen",
    "Parting",
    "PersonTold",
    "ProofCode",
    "Publication",
    "PublishedText",
    "ReadingTaken",
    "Reception",
    "ReceptionLook",
    "RequestAsked",
    "RequestEvent",
    "RestrictionLifted",
    "RestrictionPlaced",
    "Round",
    "Run",
    "SavedPlan",
    "SealEntry",
    "SecretKey",
    "SharedMark",
    "SiteEntry",
    "StandingChanged",
    "Subject",
    "SubjectJoin",
    "SubjectKey",
    "SubjectRow",
    "SummarySent",
    "TaskByHand",
    "Throttle",
    "VaultEntry",
    "VaultKey",
]
