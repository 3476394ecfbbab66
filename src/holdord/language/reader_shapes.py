"""The shape of the language: every noun with its keys; the reader, the JSON Schema and `format` read this.

Adding a key is adding a line here, and using it in the noun's builder. `docs/language/README.md` explains
each noun at length; a test holds that it leaves out no key.
"""

from holdord.language.reader_kinds import (
    LANGUAGES,
    NAME,
    PROMISE_NAME,
    Choice,
    Choices,
    Columns,
    DurationText,
    Either,
    Item,
    ListOf,
    MapOf,
    Name,
    Names,
    PeriodText,
    Shape,
    Texts,
    Words,
    YesNo,
)
from holdord.language.reader_strict import KEEPERS
from holdord.words.decision import Allowed
from holdord.words.policy import Basis, CategoryKind, KeyKind, Proof, RecipientKind, SpecialGround
from holdord.words.prose import SectionKey
from holdord.words.risk import Level

VERSION = "1"
"""The version of the language that is read here."""

SYSTEM_KINDS = ("sql",)

COLUMN = Words(r"\S(.*\S)?", "a column's name")
TABLE = Words(r"\S(.*\S)?", "a table's name")
DATE = Words(r"\d{4}-\d{2}-\d{2}", "2024-01-31", strict="date")
MONTH_DAY = Words(r"\d{1,2}-\d{1,2}", "12-31, month and day")
COUNTRY = Words(r"[A-Z]{2}", "DK or NO (ISO 3166, two letters)", strict="country")
TIME_ZONE = Words(r"[A-Za-z][A-Za-z0-9_+/-]*", "Europe/Copenhagen", strict="time zone")
URL = Words(r"\S+", "${SHOP_DATABASE_URL}", strict="url")
VARIABLE = Words(r"\$\{[A-Z][A-Z0-9_]*\}", "${MAILER_WEBHOOK}", strict="variable")
ADDRESS = Words(r"[^\s@]+@[^\s@]+|\$\{[A-Z][A-Z0-9_]*\}", "privacy@mailer.example or ${MAILER_EMAIL}")

PAGE = Words(r"https?://\S+", "https://shop.example/sign-up", strict="page")
LIFE = Words(r"session|.*\S.*", "30 days, or session", strict="life")

# What these say is read by grammars of their own; the patterns are wide, for editors.
_NAMED = r'("[^"]+"|[^\s",.]+)'
OF = Words(rf"{NAME} by {_NAMED}( = {_NAMED})?", "customers by customer_id", strict="link")
ENDING = Words(
    r"""clear|blank|mask with id|mask ("[^"]+"|'[^']+')( with id)?|to year|to month|first \d{1,4}|with row""",
    'clear, blank, mask "gone", mask with id, to year, to month, first 2 or with row',
    strict="ending",
)
EVENT = Words(
    rf"(latest (of )?)?(known )?({_NAMED}\.)?{_NAMED}( as (seconds|milliseconds))?"
    rf"( *, *(known )?({_NAMED}\.)?{_NAMED}( as (seconds|milliseconds))?)*( or never)?",
    "created_at, latest of created_at, orders.invoiced_at, or imported_ts as seconds",
    strict="event",
)
KEPT_BY = Words(
    rf"({'|'.join(KEEPERS)})\.{NAME}|capability [a-z][a-z0-9_-]*",
    "purposes.bookkeeping or capability request-access",
    strict="fact",
)

CONTACT = Shape(
    "contact",
    (
        Item("person", Words(), "who answers"),
        Item("email", Words(r"[^\s@]+@[^\s@]+", "an e-mail address"), "the e-mail address to write to"),
        Item("phone", Words(), "the telephone number to call"),
        Item("web", Words(), "the page with a form or an address"),
    ),
)

FISCAL_SPAN = Shape(
    "financial year",
    (
        Item("from", DATE, "the first day of the first such year; left out only in the first entry"),
        Item("first_ends", DATE, "the last day of the first such year, where it is short or long"),
        Item("ends", MONTH_DAY, "month and day on which these years end", required=True),
    ),
)

CONTROLLER = Shape(
    "controller",
    (
        Item("name", Words(), "the company's name (Art. 13(1)(a))", required=True),
        Item("number", Words(), "its number in the register of companies (CVR, organisasjonsnummer)"),
        Item("country", COUNTRY, "the country whose law it follows (ISO 3166, two letters)", required=True),
        Item("address", Words(), "its postal address"),
        Item("contact", CONTACT, "how people reach it (Art. 13(1)(a))"),
        Item("protection_officer", CONTACT, "how people reach its data protection officer (Art. 13(1)(b))"),
        Item("time_zone", TIME_ZONE, "the zone its days are counted in; given by the country for DK and NO"),
        Item("fiscal_year_ends", Either(MONTH_DAY, ListOf(FISCAL_SPAN)),
             "the day its financial years end (12-31 if left out), or the history of such days"),
        Item("texts", Choices(LANGUAGES), "the languages it writes to people in, its first one first"),
        Item("authority", Words(), "who takes complaints (Art. 13(2)(d)); given for DK and NO"),
        Item("site", PAGE, "the address of its site"),
        Item("automated_decisions", Texts(), "what is decided without a person, and how (Art. 13(2)(f))"),
    ),
)  # fmt: skip

KEY = Shape(
    "key",
    (
        Item("kind", Choice(KeyKind),
             "how two values compare: email (letter case does not count), number, text or phone"),
        Item("shared", YesNo(), "whether several people can have the same one; it never widens a search"),
    ),
)  # fmt: skip

PEOPLE = Shape(
    "kind of people",
    (
        Item("says", Texts(), "what they are called in the policy text"),
        Item(
            "known_by", Names("keys", may_be_empty=True), "the keys by which they can be found", required=True
        ),
    ),
)

CATEGORY = Shape(
    "category",
    (
        Item("says", Texts(), "what it is called in the policy text"),
        Item("kind", Choice(CategoryKind),
             "ordinary, special (Art. 9), criminal (Art. 10), identity_number (Art. 87) or anonymous"),
        Item("weigh_first", YesNo(), "whether somebody weighs the rights of others before it is handed out"),
    ),
)  # fmt: skip

PURPOSE = Shape(
    "purpose",
    (
        Item("says", Texts(), "what the data is for, as the policy text says it"),
        Item("basis", Choice(Basis), "the legal basis (Art. 6(1))", required=True),
        Item("law", Words(), "the law that demands or allows it"),
        Item("interest", Texts(), "the interest weighed (Art. 13(1)(d)); for legitimate_interest"),
        Item("overriding", Texts(), "the compelling grounds claimed against an objection (Art. 21(1))"),
        Item("special", Choice(SpecialGround), "the exception that allows special categories (Art. 9(2))"),
        Item("identity_route", Words(), "the national rule that allows an identity number"),
        Item("people", Names("people"), "whom the data is about", required=True),
        Item("categories", Names("categories"), "which data it needs", required=True),
        Item("keep", PeriodText(), "until when it needs the data", required=True, in_words=True),
        Item("at_least", PeriodText("at least"), "a promise: it is never kept shorter than this"),
        Item("at_most", PeriodText("at most"), "a promise: it is never kept longer than this"),
        Item("marketing", YesNo(), "whether it ends at once when objected to (Art. 21(3))"),
        Item("profiling", YesNo(), "whether it evaluates the person (Art. 4(4))"),
        Item(
            "required",
            Texts(),
            "whether the person must give the data, and what follows if not (Art. 13(2)(e))",
        ),
        Item("source", Texts(), "where the data comes from when not from the person (Art. 14(2)(f))"),
    ),
)

NOTICE = Shape(
    "notice",
    (
        Item("email", ADDRESS, "the e-mail address that is written to"),
        Item("webhook", VARIABLE, "the https address that is called, by the name of a variable: ${NAME}"),
        Item("secret", VARIABLE, "what calls are signed with, by the name of a variable: ${NAME}"),
        Item("by_hand", Words(), "how a person of staff tells it"),
        Item("unneeded", Texts(), "why it need not be told: impossible, disproportionate, holds nothing"),
    ),
)

CLAUSES = Shape(
    "list of clauses",
    (
        Item("instructions", Words(), "acts on documented instructions only (Art. 28(3)(a))"),
        Item("confidentiality", Words(), "its people are bound to confidentiality (Art. 28(3)(b))"),
        Item("security", Words(), "takes the measures of Art. 32 (Art. 28(3)(c))"),
        Item("sub_processors", Words(), "engages others only as agreed (Art. 28(3)(d))"),
        Item("rights", Words(), "helps to answer people who use their rights (Art. 28(3)(e))"),
        Item("assistance", Words(), "helps with security, breaches, impact assessments (Art. 28(3)(f))"),
        Item("deletion", Words(), "erases or returns everything at the end (Art. 28(3)(g))"),
        Item("audits", Words(), "shows that it complies, and allows audits (Art. 28(3)(h))"),
    ),
)

AGREEMENT = Shape(
    "agreement",
    (
        Item("signed", DATE, "the day it was signed", required=True),
        Item("document", Words(), "where the document is kept, or its reference", required=True),
        Item("subject", Texts(), "what it is about, the nature and purpose of the work (Art. 28(3))"),
        Item("lasts", Texts(), "for how long it holds (Art. 28(3))"),
        Item("review", DurationText(), "how often somebody reads it again"),
        Item("clauses", CLAUSES, "where in it each of Art. 28(3)(a)-(h) stands"),
    ),
)

SUB_PROCESSOR = Shape(
    "sub-processor",
    (
        Item("says", Texts(), "who it is, and what it does for the processor"),
        Item("country", COUNTRY, "where it is (ISO 3166)", required=True),
        Item("safeguards", Words(), "what protects data sent to it outside the EEA (Art. 46)"),
    ),
)

RECIPIENT = Shape(
    "recipient",
    (
        Item("says", Texts(), "who it is and what it does, as the policy text says it"),
        Item("function", Texts(), "what it does for us, in a few words, for lists"),
        Item("kind", Choice(RecipientKind), "processor (Art. 28), controller or authority", required=True),
        Item("country", COUNTRY, "where it is (ISO 3166, two letters)", required=True),
        Item("safeguards", Words(), "what protects data sent outside the EEA (Art. 46)"),
        Item("categories", Names("categories"), "which data it gets"),
        Item("purposes", Names("purposes"), "for which purposes"),
        Item("agreement", Either(Words(), AGREEMENT),
             "the data processing agreement (Art. 28(3)): a note of it, or its keys"),
        Item("sub_processors", MapOf("sub-processor", SUB_PROCESSOR),
             "whom it engages in its turn (Art. 28(2) and (4))"),
        Item("known_by", Name("keys"), "the key by which it knows a person; if left out, the first unshared"),
        Item("notice", NOTICE, "how it is told of rectification, erasure and restriction (Art. 19)"),
    ),
)  # fmt: skip

LIMIT = Shape(
    "limit",
    (
        Item(
            "categories", Names("categories"), "the data it bounds, whichever purpose holds it", required=True
        ),
        Item("at_least", PeriodText("at least"), "never kept shorter than this"),
        Item("at_most", PeriodText("at most"), "never kept longer than this"),
        Item("law", Words(), "the law that demands it"),
    ),
)

PROMISE = Shape(
    "promise",
    (
        Item("says", Texts(), "the sentence of the published policy", required=True),
        Item("kept_by", ListOf(KEPT_BY), "the facts that keep it, such as purposes.NAME, or capability NAME"),
        Item("proof", Choice(Proof), "auto (our records), probe (measured) or attest (somebody's word)"),
        Item("public", YesNo(), "whether the public board shows how it stands; no if left out"),
        Item("section", Choice(SectionKey),
             "the section of the published text it stands in; given by what keeps it if left out"),
    ),
)  # fmt: skip

DECISION = Shape(
    "automated decision",
    (
        Item("says", Texts(), "what is decided, as the person reads it"),
        Item("allowed", Choice(Allowed),
             "why a machine may decide it alone (Art. 22(2)): contract, law or explicit_consent",
             required=True),
        Item("law", Words(), "the law that allows it, where that is the ground (Art. 22(2)(b))"),
        Item("categories", Names("categories"), "which data it uses"),
        Item("special", Choice(SpecialGround), "the exception that allows special categories (Art. 22(4))"),
        Item("logic", Texts(), "how the machine comes to its result (Art. 13(2)(f), 15(1)(h))"),
        Item("consequences", Texts(), "what it means for the person (Art. 13(2)(f), 15(1)(h))"),
        Item("reviewed_by", Words(), "who looks at such a decision again: a person or a role (Art. 22(3))"),
        Item("outcomes", MapOf("outcome", Texts(), key=r"\S(.*\S)?"),
             "what the outcomes that the register writes mean, in words"),
    ),
)  # fmt: skip

RECORDED = Shape(
    "register",
    (
        Item("decision", Name("decisions"), "which kind of decision a row is", required=True),
        Item("outcome", COLUMN, "the column in which it says what was decided", required=True),
        Item("made", COLUMN, "the column in which it says when", required=True),
    ),
)

BY_HAND = Shape(
    "system without a connector",
    (
        Item("says", Texts(), "what it is, and what to look for there"),
        Item("categories", Names("categories"), "which data it holds", required=True),
        Item("people", Names("people"), "whom the data is about; everybody if left out"),
        Item("asks", Words(), "the log-in of the member of staff who looks there", required=True),
    ),
)

MEASURE = Shape(
    "measure",
    (
        Item("says", Texts(), "what is done, as people read it", required=True),
        Item("proof", Choice(("attest", "probe")),
             "attest (a person confirms it) or probe (it is measured); attest if left out"),
        Item("probe", Words(NAME, "tls"), "the probe that measures it"),
        Item("confirmed_by", Words(), "who confirms it: a person or a role"),
        Item("every", DurationText(), "how often it is confirmed"),
        Item("document", YesNo(), "whether a document goes with the confirmation"),
        Item("public", YesNo(), "whether it is told in the published text"),
    ),
)  # fmt: skip

EXPOSURE = Shape(
    "risk with its measures",
    (
        Item("consequence", Choice(Level), "how hard it would hit people then", required=True),
        Item("likelihood", Choice(Level), "how likely it is then", required=True),
    ),
)

RISK = Shape(
    "risk",
    (
        Item("says", Texts(), "what can go wrong, for the people whose data it is"),
        Item("system", Name("systems", also="by_hand"), "where: a system, or a place by hand", required=True),
        Item("consequence", Choice(Level),
             "how hard it would hit people: negligible, limited, significant, maximum", required=True),
        Item("likelihood", Choice(Level), "how likely it is without measures, in the same words",
             required=True),
        Item("measures", Names("measures", may_be_empty=True), "the measures that make it smaller"),
        Item("after", EXPOSURE, "consequence and likelihood with these measures"),
        Item("reasons", Texts(), "why it is put so high, and why so low afterwards"),
        Item("assessed", DATE, "the day it was assessed", required=True),
        Item("every", DurationText(), "how often it is assessed again"),
    ),
)  # fmt: skip

ON_BEHALF = Shape(
    "work on behalf of others",
    (
        Item("says", Texts(), "what is done with their data", required=True),
        Item("controllers", Texts(), "for whom: names and how they are reached, or where that list is"),
        Item("systems", Names("systems", may_be_empty=True, also="by_hand"), "where their data stands"),
        Item("recipients", Names("recipients", may_be_empty=True), "whom we engage for it in our turn"),
        Item("security", Texts(), "what protects it"),
    ),
)

COOKIE = Shape(
    "cookie",
    (
        Item("called", Words(r"\S+", "_ga"), "its name in the browser, where that is no plain name"),
        Item("says", Texts(), "what it does, as the policy text says it"),
        Item("purpose", Name("purposes"), "what it is for", required=True),
        Item("recipient", Name("recipients"), "who sets or reads it; the company itself if left out"),
        Item("lives", LIFE, "how long it lives: a length of time, or session", required=True),
        Item("necessary", YesNo(), "whether what the visitor asked for cannot do without it"),
    ),
)

FORM = Shape(
    "form",
    (
        Item("says", Texts(), "what it is called, as its notice says it"),
        Item("purposes", Names("purposes"), "what the data is for", required=True),
        Item("categories", Names("categories"), "which data it asks for; all of its purposes' if left out"),
        Item("at", PAGE, "its address"),
    ),
)

PROSE = Shape(
    "section of the text",
    (
        Item("replaces", Texts(), "your words in place of Holdord's; its lists of facts stay"),
        Item("adds", Texts(), "your words beside Holdord's"),
        Item("before", YesNo(), "whether what is added stands first; no if left out"),
        Item("promises", Names("promises"), "the promises that these words make"),
    ),
)

EVENT_WORDS = Shape(
    "event",
    (Item("says", Texts(), "what it is called: a noun, such as 'the last visit'", required=True),),
)

OWN_TIME = Shape(
    "own purpose",
    (Item("keep", DurationText(), "for how long, instead of Holdord's default", required=True),),
)

_HOLDS = MapOf("category", Columns(), of="categories")
_KEYS = MapOf("key", COLUMN, of="keys")

OWNER = Shape(
    "owner",
    (
        Item("of", ListOf(OF), "the parent whose person this is: PARENT by COLUMN"),
        Item("person", Name("people"), "whom this owner is one of; given by the parent if left out"),
        Item("keys", _KEYS, "columns in which this owner's keys stand"),
        Item("holds", _HOLDS, "the columns that are about this owner alone, by category"),
    ),
)

COLLECTION = Shape(
    "collection",
    (
        Item("table", TABLE, "the table; if left out, the collection's name"),
        Item("id", COLUMN, "the column that identifies a row; if left out, the table's primary key"),
        Item("of", ListOf(OF), "the parent whose person a row belongs to: PARENT by COLUMN"),
        Item("person", Name("people"), "whom the rows are about; given by the parent if left out"),
        Item("keys", _KEYS, "columns in which people's keys stand"),
        Item("owners", MapOf("owner", OWNER), "the people of a row that belongs to several"),
        Item("holds", _HOLDS, "the columns that hold personal data, by category"),
        Item("ends", MapOf("column", ENDING, key=COLUMN.pattern),
             "how a column ends while its row stays; clear if left out"),
        Item("events", MapOf("event", EVENT), "where the dates stand that periods are counted from"),
        Item("purposes", Names("purposes"), "the purposes that use these rows"),
        Item("other", Columns(), "columns that hold nothing personal"),
        Item("secret", Columns(), "columns held here that nobody is shown, such as a password's hash"),
        Item("derived", Columns(),
             "columns held here that are worked out or judged, and not corrected in place (Art. 16)"),
        Item("records", RECORDED, "that each row is an automated decision about its person (Art. 22)"),
        Item("row", Choice(("goes", "stays")), "what becomes of a row that nothing holds: goes or stays"),
        Item("triggers", Columns(), "triggers looked at, as NAME#DIGEST: they erase and copy nothing"),
        Item("widens", YesNo(), "whether keys that stand together in a row are known to be one person's"),
    ),
)  # fmt: skip

SYSTEM = Shape(
    "system",
    (
        Item("system", Words(NAME, "shop"), "the system's name", required=True),
        Item("kind", Choice(SYSTEM_KINDS), "what kind of system it is", required=True),
        Item("url", URL, "its address, by the name of an environment variable: ${NAME}", required=True),
        Item("schema", Words(), "the database schema the tables stand in"),
        Item("time_zone", TIME_ZONE, "the zone of date-times stored without one; UTC if left out"),
        Item("backups", DurationText(), "how long the oldest back-up is kept"),
        Item("ignores", Columns(), "tables that hold no personal data"),
        Item("collections", MapOf("collection", COLLECTION), "the tables with personal data"),
    ),
)

POLICY = Shape(
    "policy",
    (
        Item("language", Words(r"\d+", VERSION), "the version of this language", required=True),
        Item("controller", CONTROLLER, "the company that decides why and how (Art. 4(7))"),
        Item("keys", MapOf("key", KEY), "names by which people can be found"),
        Item("people", MapOf("kind of people", PEOPLE), "whom the data is about (Art. 4(1))"),
        Item("categories", MapOf("category", CATEGORY), "kinds of personal data"),
        Item("purposes", MapOf("purpose", PURPOSE), "why data is held, on which ground and until when"),
        Item("recipients", MapOf("recipient", RECIPIENT), "who gets data (Art. 4(9))"),
        Item("limits", MapOf("limit", LIMIT), "bounds promised for categories, whichever purpose holds them"),
        Item("decisions", MapOf("automated decision", DECISION), "what a machine decides alone (Art. 22)"),
        Item("promises", MapOf("promise", PROMISE, key=PROMISE_NAME), "what the published policy promises"),
        Item("by_hand", MapOf("system without a connector", BY_HAND), "where a person has to look and act"),
        Item("measures", MapOf("measure", MEASURE), "what is done to protect data (Art. 32)"),
        Item("risks", MapOf("risk", RISK), "what can go wrong for people, in which system (Art. 32)"),
        Item(
            "on_behalf", MapOf("work on behalf of others", ON_BEHALF), "what we do as processor (Art. 30(2))"
        ),
        Item("cookies", MapOf("cookie", COOKIE), "what the site keeps in people's browsers"),
        Item("forms", MapOf("form", FORM), "where people are asked for data (Art. 13)"),
        Item(
            "prose",
            MapOf("section of the text", PROSE, among=tuple(SectionKey)),
            "your own words in the published text, by section",
        ),
        Item("events", MapOf("event", EVENT_WORDS), "what events are called in texts"),
        Item("own_data", MapOf("own purpose", OWN_TIME), "for how long Holdord keeps what it holds itself"),
    ),
)

SECTIONS = (
    "keys",
    "people",
    "categories",
    "purposes",
    "recipients",
    "limits",
    "promises",
    "decisions",
    "by_hand",
    "measures",
    "risks",
    "on_behalf",
    "cookies",
    "forms",
    "prose",
    "events",
    "own_data",
)
"""The sections of named facts, which may be spread over several documents."""
