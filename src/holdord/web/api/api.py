"""The endpoints, and how their answers and refusals become HTTP."""

import json
import logging
from datetime import UTC, datetime
from typing import Annotated, Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, NinjaAPI, Path, Status
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from pydantic_core import from_json

from holdord.store import StoreFault
from holdord.store.request_records import Once
from holdord.web.api.bearers import Bearer, caller, demand
from holdord.web.api.problems import MEDIA_TYPE, STATUS, TITLES, Problem, answer, of_finding, too_large
from holdord.web.api.shapes import STRENGTHS, Allowed, Asked, Confirmed, Followed, ProblemTold, Use
from holdord.web.offices import the_client, the_office
from holdord.words.caller import Scope
from holdord.words.request import Channel, State, Strength
from holdord.workflows.allowing import may
from holdord.workflows.calling import confirm_notice
from holdord.workflows.office import Refused
from holdord.workflows.requests.durable import ask_soon, carry_soon
from holdord.workflows.requests.receiving import receive

DESCRIPTION = """\
Requests of people, created and followed by other software; whether a person's data may be used for a purpose
now; and recipients' confirmations of notices. docs/api.md explains it with examples."""

KEY = r"^[!-~]{1,200}$"
"""A header of other characters reaches us as an empty one, and is refused like that."""


class JsonParser(Parser):
    """JSON and nothing else, told apart by its media type; no NaN, and no nesting without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as plain values; raises Problem."""
        if request.content_type != "application/json":
            raise Problem(415, "not-understood", "the body is no application/json", "say so in Content-Type")
        try:
            return from_json(request.body, allow_inf_nan=False)
        except ValueError:
            raise Problem(400, "not-understood", "the body cannot be read as JSON (RFC 8259)") from None


class Api(NinjaAPI):
    """Ninja's, with problems of their own media type in the document."""

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        """The document; it is the same wherever the server is, so that it can be kept and compared."""
        made = super().get_openapi_schema(path_prefix="")
        for path in made["paths"].values():
            for operation in path.values():
                for parameter in operation["parameters"]:
                    parameter["schema"].pop("default", None)  # "" stands for a header that is not sent
                for status, response in operation["responses"].items():
                    if int(status) in TITLES:
                        response["description"] = TITLES[int(status)]
                        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        return made


api = Api(
    title="Holdord",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    parser=JsonParser(),
    servers=[{"url": "/api/v1"}],
)


def _or_problems(good: dict[int, Any], *more: int) -> dict[int, Any]:
    return good | dict.fromkeys(sorted({400, 401, 403, 429, 500, 503, *more}), ProblemTold)


@api.post(
    "/requests",
    auth=Bearer(Scope.CREATE),
    response=_or_problems({201: Followed}, 409, 413, 415, 422),
    operation_id="createRequest",
    summary="Create a request",
    openapi_extra={
        "responses": {
            201: {
                "headers": {"Location": {"schema": {"type": "string"}, "description": "Where to follow it."}}
            }
        }
    },
)
def create(
    request: HttpRequest,
    response: HttpResponse,
    asked: Annotated[Asked, Body()],
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            pattern=KEY,
            description="A random text of your own: asked again under it, nothing is made anew.",
        ),
    ] = "",
) -> Status[Followed]:
    """Write a request down. Whoever is only said to ask is sent a code; nothing is looked up before."""
    calling = caller(request)
    strength = STRENGTHS[asked.strength]
    if strength is not Strength.CLAIMED:
        demand(calling, Scope.VOUCH)
    once = Once(calling.author, idempotency_key, asked.model_dump_json()) if idempotency_key else None
    office = the_office()
    id = receive(
        office,
        asked.right,
        Channel.API,
        asked.language,
        asked.keys,
        asked.contact,
        asked.details(),
        asked.words,
        datetime.now(UTC),
        calling.author,
        strength,
        once,
    )
    made = office.store.request(id)
    if made.state is State.ASKED:
        ask_soon(the_client(), office, id, once=True)
    else:
        carry_soon(the_client(), office, id)
    response.headers["Location"] = f"/api/v1/requests/{id}"
    return Status(201, Followed.of(made))


@api.get(
    "/requests/{id}",
    auth=Bearer(Scope.READ),
    response=_or_problems({200: Followed}, 404),
    operation_id="followRequest",
    summary="Follow a request",
)
def follow(request: HttpRequest, id: Annotated[str, Path(max_length=60)]) -> Followed:
    """Where a request stands that the same program created; any other is not there (404)."""
    store = the_office().store
    found = store.request(_id(id))
    if store.events(found.id)[0].by != caller(request).author:
        raise StoreFault("store-unknown", "there is no request of this id", "look it up in the list.")
    return Followed.of(found)


@api.post(
    "/may",
    auth=Bearer(Scope.MAY),
    response=_or_problems({200: Allowed}, 413, 415, 422),
    operation_id="may",
    summary="May data be used?",
)
def may_it(request: HttpRequest, use: Annotated[Use, Body()]) -> HttpResponse:
    """Whether a person's data may be used for a purpose now, by what they and staff have said."""
    office = the_office()
    told = may(office.policy, office.store, use.keys, use.purpose, datetime.now(UTC))
    since = told.since.isoformat() if told.since else None
    body = {
        "may": told.may,
        "purpose": use.purpose,
        "reason": told.reason,
        "basis": told.basis,
        "since": since,
    }
    return HttpResponse(json.dumps(body), content_type="application/json")


@api.post(
    "/notices/{id}/confirmation",
    auth=Bearer(Scope.CONFIRM),
    response=_or_problems({200: Confirmed}, 404),
    operation_id="confirmNotice",
    summary="Confirm a notice",
)
def confirm(request: HttpRequest, id: Annotated[str, Path(max_length=60)]) -> Confirmed:
    """A recipient has done what the notice told it (Art. 19). Said again, the first time stays."""
    return Confirmed.of(confirm_notice(the_office(), caller(request), _id(id), datetime.now(UTC)))


def _id(text: str) -> str:
    """An id as it may stand in the store; what cannot is not looked up."""
    if not text.isascii() or not text.isprintable():
        raise StoreFault("store-unknown", "there is nothing of this id", "look it up where it was answered.")
    return text


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(problem)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja wraps what the parser raises."""
    if isinstance(error.__cause__, Problem):
        return answer(error.__cause__)
    if isinstance(error.__cause__, RequestDataTooBig):
        return answer(too_large())
    return answer(Problem(400, "not-understood", "that could not be understood"))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer(too_large())


@api.exception_handler(ValidationError)
def _misfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not have the shape that the document tells; the values are not said back."""
    mistakes = [
        {
            "pointer": _pointer(one["loc"]),
            "detail": str(one["msg"]) if one["type"] != "value_error" else "unfit",
        }
        for one in error.errors[:20]
    ]
    return answer(
        Problem(
            400,
            "not-understood",
            "what was sent does not have the shape that is asked for",
            "compare it with openapi.json",
            errors=mistakes,
        )
    )


def _pointer(place: tuple[Any, ...]) -> str:
    """Where in the body, with names of ours only: an unknown name may be anything."""
    source, *rest = place
    if source != "body":
        return str(rest[0]) if rest else str(source)
    known = {*Asked.model_fields, *Use.model_fields, *Asked.model_fields["choices"].annotation.model_fields}  # type: ignore[union-attr]
    return "#/" + "/".join(str(one) if isinstance(one, int) or one in known else "…" for one in rest[1:])


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return answer(of_finding(refused.findings[0], 422))


@api.exception_handler(StoreFault)
def _fault(request: HttpRequest, fault: StoreFault) -> HttpResponse:
    return answer(of_finding(fault.finding, STATUS.get(fault.finding.code, 500)))


@api.exception_handler(Exception)
def _ours(request: HttpRequest, fault: Exception) -> HttpResponse:
    logging.getLogger("holdord.api").error("no answer", exc_info=fault)
    return answer(Problem(500, "unforeseen-fault", "something broke here", "tell whoever runs the server"))
