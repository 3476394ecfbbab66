"""What is sent and answered, as JSON. The OpenAPI document is made from these."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from holdord.store.request_records import Notice
from holdord.words.policy import Basis
from holdord.words.request import Outcome, Request, Right, State, Strength
from holdord.workflows.allowing import Reason
from holdord.workflows.requests.reviewing import REFERENCE

NAME = r"^[a-z][a-z0-9_]{0,59}$"
UNPRINTED = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f"

VALUE = rf"^[^{UNPRINTED}\t\r\n]*$"

Name = Annotated[str, Field(pattern=NAME)]
Keys = Annotated[
    dict[Name, Annotated[str, Field(min_length=1, max_length=254, pattern=VALUE)]],
    Field(min_length=1, max_length=10),
    WithJsonSchema(
        {
            "type": "object",
            "description": "How the person is found: keys of the policy, each with its value.",
            "minProperties": 1,
            "maxProperties": 10,
            "propertyNames": {"pattern": NAME},
            "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 254, "pattern": VALUE},
            "examples": [{"email": "freja@mail.example"}],
        }
    ),
]
Text = Annotated[str, Field(max_length=4000, pattern=rf"^[^{UNPRINTED}]*$")]

STRENGTHS = {"claimed": Strength.CLAIMED, "session": Strength.SESSION, "staff": Strength.STAFF}
Vouched = Literal["claimed", "session", "staff"]
RequestId = Annotated[str, Field(description="Q-…, as it was answered.", examples=["Q-7C2MRX9TQD4B"])]


class Strict(BaseModel):
    """Nothing is taken that is not known."""

    model_config = ConfigDict(extra="forbid")


class Choices(Strict):
    """What is chosen besides, by names of the policy or of the law."""

    purposes: list[Name] = Field(
        default=[], max_length=50, description="Of an objection or a withdrawal: which purposes."
    )
    ground: Literal["accuracy", "unlawful", "claim", "objection"] | None = Field(
        default=None, description="Of a restriction: Art. 18(1)(a) to (d), in this order."
    )
    category: Name | None = Field(default=None, description="Of a rectification: which category of data.")
    decision: Annotated[str, Field(pattern=f"^{REFERENCE.pattern}$")] | None = Field(
        default=None, description="Of a human review: which decision, as the answer to access names it."
    )


class Asked(Strict):
    """A request that somebody makes."""

    right: Right
    keys: Keys
    contact: str = Field(
        min_length=3,
        max_length=254,
        pattern=r"^[^@\u0000-\u0020\u007f]+@[^@\u0000-\u0020\u007f]+$",
        description="The e-mail address to which the code and the word of the answer go.",
        examples=["freja@mail.example"],
    )
    language: Literal["da", "nb", "en"] = Field(default="en", description="In which the person is answered.")
    choices: Choices = Choices()
    words: Text = Field(default="", description="What the person wrote.")
    strength: Vouched = Field(
        default="claimed",
        description="How well it is known who asks. `claimed`: they are sent a code. `session`: they are "
        "logged in with you; `staff`: somebody made sure. These two need the scope requests:vouch.",
    )

    def details(self) -> dict[str, str]:
        """The choices as a request keeps them."""
        chosen = self.choices
        told = {"purposes": ",".join(chosen.purposes), "ground": chosen.ground or ""}
        return {**told, "category": chosen.category or "", "decision": chosen.decision or ""}


class Followed(BaseModel):
    """Where a request stands. Nothing in it is about the person."""

    id: RequestId
    right: Right
    state: State
    strength: Literal["claimed", "address", "session", "staff"]
    received: datetime
    due: date = Field(description="The last day for the answer.")
    strict_due: date = Field(
        description="The same without the days in which the person was asked for something."
    )
    extended: bool = Field(description="Whether the time was extended by two months (Art. 12(3)).")
    paused_since: datetime | None = Field(description="Since when the person is asked for something.")
    outcome: Outcome | None

    @classmethod
    def of(cls, request: Request) -> "Followed":
        """A request of the store, as callers see it."""
        return cls(
            id=request.id,
            right=request.right,
            state=request.state,
            strength=request.strength.name.lower(),  # type: ignore[arg-type]
            received=request.received,
            due=request.due,
            strict_due=request.strict_due,
            extended=request.extended,
            paused_since=request.paused_since,
            outcome=request.outcome,
        )


class Use(Strict):
    """A use of somebody's data that a program is about to make."""

    keys: Keys
    purpose: Name = Field(examples=["newsletter"])


class Allowed(BaseModel):
    """Whether the use is allowed, and why."""

    may: bool
    purpose: Name
    reason: Reason
    basis: Basis = Field(description="The legal ground of the purpose.")
    since: datetime | None = Field(
        description="When what decides it was said; null where nobody said anything."
    )


class Confirmed(BaseModel):
    """A notice that its recipient has confirmed."""

    id: str
    request: RequestId
    recipient: str
    confirmed_at: datetime

    @classmethod
    def of(cls, notice: Notice) -> "Confirmed":
        """A notice of the store."""
        assert notice.confirmed_at is not None
        return cls(
            id=notice.id,
            request=notice.request,
            recipient=notice.recipient,
            confirmed_at=notice.confirmed_at,
        )


class Mistake(BaseModel):
    """A part of what was sent that does not fit."""

    pointer: str = Field(description="Where it is, as a JSON pointer (RFC 6901), or the name of a header.")
    detail: str


class ProblemTold(BaseModel):
    """Why something was not done (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str = Field(description="Of a finding; docs/findings/CODE.md explains it.")
    detail: str
    remedy: str
    errors: list[Mistake] | None = None
