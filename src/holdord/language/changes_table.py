"""Which rule judges the change of which fact: every section of a policy and every key in it.

A key that is new in the language gets its line here. Without one, a change of it counts as substantial: what
nobody has thought about is told rather than hidden.
"""

from collections.abc import Mapping

from holdord.language.changes_rules import (
    Rule,
    always,
    arrangement,
    at_least,
    at_most,
    bounded,
    calendar,
    came_or_went,
    cookie,
    country,
    each,
    facts,
    gained,
    identity,
    kept,
    lasts,
    limit,
    lost,
    names,
    own_time,
    recipient_kind,
    safeguards,
    switched,
    things,
    wording,
)
from holdord.words.change import Kind

INSIDE = arrangement("how it is done here; nothing that people are told depends on it")
_MAP = arrangement("where data stands in our systems; what is held, why and how long is told by other facts")

CONTACT: Mapping[str, Rule] = {
    way: lost(
        Kind.WEAKER_RIGHT,
        "a way to reach the company is gone",
        always(Kind.CONTACT, "another way to reach the company"),
    )
    for way in ("email", "phone", "web")
} | {"person": always(Kind.CONTACT, "somebody else answers")}

CONTROLLER: Mapping[str, Rule] = {
    "name": identity("name"),
    "number": identity("number"),
    "country": identity("country"),
    "address": always(Kind.CONTACT, "the company has another address"),
    "site": always(Kind.CONTACT, "the company's site has another address"),
    "contact": facts(CONTACT),
    "protection_officer": lost(
        Kind.WEAKER_RIGHT,
        "there is no data protection officer to turn to any more",
        always(Kind.CONTACT, "another data protection officer"),
    ),
    "calendar": calendar,
    "texts": names(
        Kind.ADDED, "the text exists in '{name}' now", "the text does not exist in '{name}' any more"
    ),
    "authority": always(Kind.CONTACT, "the authority is named otherwise"),
    "automated_decisions": wording("what is said of automated decisions"),
}

CATEGORY: Mapping[str, Rule] = {
    "says": wording("what the data is called"),
    "kind": always(Kind.CATEGORY, "the law protects this data otherwise than before", "ordinary"),
    "weigh_first": INSIDE,
}

PURPOSE: Mapping[str, Rule] = {
    "says": wording("what the purpose is called"),
    "basis": always(Kind.BASIS, "the legal ground is another"),
    "law": always(Kind.BASIS, "the law it rests on is another"),
    "special": always(Kind.BASIS, "the ground for special categories is another"),
    "identity_route": always(Kind.BASIS, "the rule that allows the identity number is another"),
    "interest": gained(Kind.BASIS, "an interest is claimed now", wording("the interest that is weighed")),
    "overriding": gained(
        Kind.WEAKER_RIGHT,
        "an objection can be turned down on these grounds now",
        wording("the grounds claimed against an objection"),
    ),
    "people": names(
        Kind.PURPOSE, "it is used about '{name}' now, too", "it is not used about '{name}' any more"
    ),
    "categories": names(Kind.CATEGORY, "it uses '{name}' now, too", "it does not use '{name}' any more"),
    "keep": kept,
    "at_least": at_least,
    "at_most": at_most,
    "marketing": switched(
        Kind.MARKETING,
        "it is marketing now",
        Kind.WEAKER_RIGHT,
        "an objection does not end it at once any more",
    ),
    "profiling": switched(
        Kind.PROFILING, "it evaluates people now", Kind.DROPPED, "it evaluates nobody any more"
    ),
    "required": wording("whether the data must be given"),
    "source": gained(
        Kind.SOURCE, "data comes from elsewhere than the person now", wording("where the data comes from")
    ),
}

SUB_PROCESSOR: Mapping[str, Rule] = {
    "says": wording("who it is"),
    "country": country,
    "safeguards": safeguards,
}

RECIPIENT: Mapping[str, Rule] = {
    "says": wording("who it is"),
    "function": wording("what it does"),
    "kind": recipient_kind,
    "country": country,
    "safeguards": safeguards,
    "categories": names(Kind.RECIPIENT, "it gets '{name}' now, too", "it does not get '{name}' any more"),
    "purposes": names(
        Kind.RECIPIENT, "it gets data for '{name}' now, too", "it gets no data for '{name}' any more"
    ),
    "agreement": INSIDE,
    "sub_processors": each(
        SUB_PROCESSOR,
        came_or_went(Kind.RECIPIENT, "somebody new gets data, through it", "it gets no data any more"),
    ),
    "known_by": INSIDE,
    "notice": INSIDE,
}

LIMIT: Mapping[str, Rule] = {
    "categories": bounded,
    "at_least": at_least,
    "at_most": at_most,
    "law": wording("the law it rests on"),
}

PROMISE: Mapping[str, Rule] = {
    "says": wording("a promise"),
    "kept_by": INSIDE,
    "proof": INSIDE,
    "public": INSIDE,
    "section": INSIDE,
}

DECISION: Mapping[str, Rule] = {
    "says": wording("what is decided"),
    "allowed": always(Kind.BASIS, "the ground on which a machine may decide it alone is another"),
    "law": always(Kind.BASIS, "the law that allows it is another"),
    "special": always(Kind.BASIS, "the ground for special categories is another"),
    "categories": names(
        Kind.DECISION, "the machine uses '{name}' now, too", "it does not use '{name}' any more"
    ),
    "logic": wording("how the machine comes to its result"),
    "consequences": wording("what it means for the person"),
    "reviewed_by": lost(Kind.WEAKER_RIGHT, "nobody is named who looks at it again", INSIDE),
    "outcomes": wording("its outcomes"),
}

COOKIE: Mapping[str, Rule] = {
    "says": wording("what the cookie is for"),
    "called": INSIDE,
    "purpose": always(Kind.PURPOSE, "it serves another purpose"),
    "recipient": gained(
        Kind.RECIPIENT, "it is somebody else's now", always(Kind.RECIPIENT, "it is somebody else's")
    ),
    "lives": lasts("it stays in the browser"),
    "necessary": switched(
        Kind.WEAKER_RIGHT,
        "it is called necessary now, and cannot be refused any more",
        Kind.ADDED,
        "it can be refused now",
    ),
}

SECTIONS: Mapping[str, Rule] = {
    "controller": facts(CONTROLLER),
    "keys": things(INSIDE),
    "people": each(
        {"says": wording("what the people are called"), "known_by": INSIDE},
        came_or_went(
            Kind.ARRANGEMENT, "people are named; what is held about them the purposes say", "not named"
        ),
    ),
    "categories": each(
        CATEGORY,
        came_or_went(
            Kind.ADDED, "it is named; what it is used for the purposes say", "it is not named any more"
        ),
    ),
    "purposes": each(
        PURPOSE,
        came_or_went(Kind.PURPOSE, "data is used for something new", "data is not used for it any more"),
    ),
    "recipients": each(
        RECIPIENT, came_or_went(Kind.RECIPIENT, "somebody new gets data", "it gets no data any more")
    ),
    "limits": each(LIMIT, limit),
    "promises": each(
        PROMISE,
        came_or_went(
            Kind.ADDED, "it is promised now", "what was promised is promised no more", Kind.WEAKER_RIGHT
        ),
    ),
    "decisions": each(
        DECISION,
        came_or_went(
            Kind.DECISION, "a machine decides it alone now", "a machine does not decide it any more"
        ),
    ),
    "cookies": each(COOKIE, cookie),
    "forms": each(
        {
            "says": wording("what the form is called"),
            "purposes": names(
                Kind.ADDED, "it says that it serves '{name}'", "it does not serve '{name}' any more"
            ),
            "categories": names(Kind.ADDED, "it says that it asks for '{name}'", "it does not any more"),
            "at": INSIDE,
        },
        came_or_went(Kind.ADDED, "data is collected here, for purposes told elsewhere", "it is gone"),
    ),
    "prose": each(
        {part: wording("the company's own words") for part in ("replaces", "adds", "before", "promises")}
        | {"section": INSIDE},
        came_or_went(
            Kind.WORDING,
            "the company's own words: read them, and announce them if they mean something new",
            "the company's own words are gone",
            Kind.WORDING,
        ),
    ),
    "events": each(
        {"says": wording("what the event is called")},
        came_or_went(Kind.WORDING, "the event is called otherwise", "the event is called otherwise"),
    ),
    "measures": each(
        {"says": wording("a measure")}
        | dict.fromkeys(("proof", "probe", "confirmed_by", "every", "document", "public"), INSIDE),
        came_or_went(Kind.ADDED, "it is done to protect data now", "it is not named any more"),
    ),
    "risks": things(INSIDE),
    "on_behalf": things(INSIDE),
    "systems": each(
        {"backups": lasts("back-ups are kept"), "collections": things(_MAP)}, _MAP, otherwise=_MAP
    ),
    "by_hand": things(_MAP),
    "own_data": things(own_time),
}
