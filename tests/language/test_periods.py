"""Periods as people write them: what is read, what it is written back as, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.language.periods import ParsedPeriod, PeriodError, parse_period
from holdord.words.period import (
    NEVER_EVENTS,
    UNITS,
    After,
    Duration,
    EndOf,
    Fixed,
    Indefinitely,
    OfEvent,
    UntilWithdrawn,
    WhileKept,
)
from tests.words.period_strategies import durations

INVOICE = OfEvent("invoice")


def after(of=INVOICE, **duration) -> Fixed:
    return Fixed(After(Duration(**duration), of))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2 years after last contact", after(OfEvent("last_contact"), months=24)),
        ("2 years after last_contact", after(OfEvent("last_contact"), months=24)),
        ("5½ years after invoice", after(months=66)),
        ("5 ½ years after invoice", after(months=66)),
        ("5 1/2 years after invoice", after(months=66)),
        ("5.5 years after invoice", after(months=66)),
        ("5 and a half years after invoice", after(months=66)),
        ("2.25 years after invoice", after(months=27)),
        ("¾ year after invoice", after(months=9)),
        ("half a year after invoice", after(months=6)),
        ("a half year after invoice", after(months=6)),
        ("half year after invoice", after(months=6)),
        ("3 half-years after invoice", after(months=18)),
        ("two quarters after invoice", after(months=6)),
        ("a year after the invoice", after(months=12)),
        ("one year from the invoice", after(months=12)),
        ("3 years and 6 months after invoice", after(months=42)),
        ("3 years, 6 months, and 10 days after invoice", after(months=42, days=10)),
        ("3 years 6 months after invoice", after(months=42)),
        ("6 weeks after invoice", after(days=42)),
        ("30 days after invoice", after(days=30)),
        ("1 hour after invoice", after(hours=1)),
        ("1½ hours after invoice", after(hours=1, minutes=30)),
        ("half an hour after invoice", after(minutes=30)),
        ("90 minutes after invoice", after(hours=1, minutes=30)),
        ("60 minutes after invoice", after(hours=1)),
        ("  5  Years  AFTER\tinvoice ", after(months=60)),
        ("5 years after end of fiscal year of invoice", after(EndOf("fiscal_year", INVOICE), months=60)),
        ("the end of the financial year of the invoice", Fixed(EndOf("fiscal_year", INVOICE))),
        ("5 years after end of accounting year of invoice", after(EndOf("fiscal_year", INVOICE), months=60)),
        (
            "5 years after end of calendar year of end of fiscal year of invoice",
            after(EndOf("calendar_year", EndOf("fiscal_year", INVOICE)), months=60),
        ),
        (
            "until end of month of 2 years after invoice",
            Fixed(EndOf("month", After(Duration(months=24), INVOICE))),
        ),
        ("end of month of 2 years after invoice", Fixed(EndOf("month", After(Duration(months=24), INVOICE)))),
        ("until end of half-year of invoice", Fixed(EndOf("half_year", INVOICE))),
        ("12 hours after 1 day after invoice", after(After(Duration(days=1), INVOICE), hours=12)),
        ("2 hours after end of day of invoice", after(EndOf("day", INVOICE), hours=2)),
        ("until invoice", Fixed(INVOICE)),
        ("until the end", Fixed(OfEvent("end"))),
        ("5 years after end of relation", after(OfEvent("end_of_relation"), months=60)),
        ("until the end of the customer relation", Fixed(OfEvent("end_of_customer_relation"))),
        ("5 years after end_of_month_of_stay", after(OfEvent("end_of_month_of_stay"), months=60)),
        ("5 years after last working day", after(OfEvent("last_working_day"), months=60)),
        ("5 years after sidste køb", after(OfEvent("sidste_køb"), months=60)),
        ("until withdrawn", UntilWithdrawn()),
        ("5 years after withdrawn", after(OfEvent("withdrawn"), months=60)),
        ("while kept by customers.backend", WhileKept("customers", "backend")),
        ("while kept by crm.public.people", WhileKept("crm", "public.people")),
        ("indefinitely, anonymous only", Indefinitely()),
        ("Indefinitely anonymous only", Indefinitely()),
    ],
)
def test_a_period_is_read_as_people_write_it(text, period):
    assert parse_period(text) == ParsedPeriod(None, period)


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        *((words, "at most") for words in ("at most", "up to", "no longer than", "at the latest")),
        *(
            (words, "at most")
            for words in ("no more than", "not more than", "not longer than", "within", "At Most")
        ),
        *((words, "at least") for words in ("at least", "no less than", "not less than")),
    ],
)
def test_a_bound_is_kept_beside_its_period(words, bound):
    parsed = parse_period(f"{words} 5 years after invoice")
    assert parsed == ParsedPeriod(bound, after(months=60))
    assert str(parsed) == f"{bound} 5 years after invoice"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("half a year after x", "6 months after x"),
        ("18 months after x", "1½ years after x"),
        ("1 year, 1 month and 1 day after x", "1 year, 1 month and 1 day after x"),
        ("2 weeks after x", "14 days after x"),
        ("end of half year of x", "until end of half year of x"),
        ("until 5 years after x", "5 years after x"),
        ("5 years after end of relation", "5 years after end_of_relation"),
        ("up to 90 minutes after last_seen", "at most 1 hour and 30 minutes after last seen"),
    ],
)
def test_a_period_has_one_canonical_text(text, canonical):
    assert str(parse_period(text)) == canonical


@pytest.mark.parametrize(
    ("text", "offending", "message", "help"),
    [
        ("", "", "the period is missing", "5 years after invoice"),
        ("5 years of invoice", "of invoice", "'of' does not say from when '5 years' counts", "5 years after"),
        ("5 yaers after invoice", "yaers", "'yaers' is not a unit of time", "did you mean 'years'?"),
        ("a yaer after invoice", "a yaer", "'a' does not begin a period", "5 years after invoice"),
        ("until a yaer after invoice", "yaer", "'yaer' is not a unit of time", "did you mean 'year'?"),
        ("5 years afetr invoice", "afetr", "'afetr' is not a word of a period", "did you mean 'after'?"),
        ("-1 years after invoice", "-1", "'-1' is not a length of time", "without a sign"),
        ("0 years after invoice", "0", "'0' is no length of time", "until unsubscribed"),
        (
            "5.5 months after invoice",
            "5.5",
            "a part of a month has no exact length",
            "whole months or days",
        ),
        ("1.5 days after invoice", "1.5", "such a part of a day has no exact length", "whole hours"),
        ("1/7 year after invoice", "1/7", "does not come out in whole months", "whole months"),
        ("5/0 years after invoice", "5/0", "'5/0' is not a number", "'5 1/2'"),
        ("5 7/2 years after invoice", "7/2", "'7/2' is not a fraction", "'5 1/2'"),
        ("1.000 days after invoice", "1.000", "'1.000' is not a number", "thousands without a separator"),
        ("5,5 years after invoice", "5,5", "'5,5' is not a number", "'5½' or '5.5'"),
        ("30days after invoice", "30days", "'30days' is not a number", "leave a space"),
        ("2000 years after invoice", "2000", "cannot be over 1000 years", "a shorter period"),
        ("1 day and 12 hours after invoice", "1 day", "cannot be joined with hours", "36 hours"),
        ("1 year and 2 years after invoice", "2 years", "'year' is said twice", "add the two up"),
        ("3 years and after invoice", "after", "'after' is not a length of time", "3 years and 6 months"),
        ("3 years and", "", "breaks off", "3 years and 6 months"),
        ("5 after invoice", "after", "a number without its unit", "half year"),
        ("5", "5", "a number without its unit", "write year"),
        ("5 fiscal years after invoice", "fiscal", "not counted in fiscal years", "end of fiscal year of"),
        ("2 working days after invoice", "working", "a period counts every day", "weekends"),
        ("5 years", "", "'5 years' after what?", "'5 years after invoice'"),
        ("5 years after", "", "'5 years after' what?", "'5 years after invoice'"),
        ("5 years after the", "", "'5 years after' what?", "'5 years after invoice'"),
        ("until", "", "'until' what?", "until invoice"),
        ("at most", "", "'at most' what?", "at most 5 years after invoice"),
        ("5 years after invoice and payment", "and", "a period counts from one event", "latest of several"),
        ("5 years after invoice until payment", "until", "'until' cannot stand there", "underscores"),
        ("5 years after invoice.", "invoice.", "'invoice.' cannot stand in the name", "letters, digits"),
        ("5 years after e-mail", "e-mail", "'e-mail' cannot stand in the name", "underscores"),
        ("5 years after or", "or", "'or' cannot join events", "the one that decides"),
        ("invoice", "invoice", "an event alone does not say", "'until invoice'"),
        ("last contact", "last", "an event alone does not say", "'2 years after last contact'"),
        ("untill unsubscribed", "untill", "'untill' does not begin a period", "did you mean 'until'?"),
        ("at mots 5 years after invoice", "at", "'at' does not begin a period", "did you mean 'at most'?"),
        ("until withdrawn please", "please", "one word too many", "'until withdrawn_please'"),
        ("until the withdrawn", "withdrawn", "no event where nothing counts from it", "'until withdrawn'"),
        ("while customers keep it", "customers", "it is not said who keeps the data", "SYSTEM.COLLECTION"),
        ("while kept by", "", "'while kept by' whom?", "SYSTEM.COLLECTION"),
        ("while kept by backend", "backend", "joined by a dot", "SYSTEM.COLLECTION"),
        ("while kept by a.b or c.d", "or", "'or' is one word too many", "'while kept by a.b'"),
        ("indefinitely", "indefinitely", "no period for data about people", "anonymous only"),
        ("forever", "forever", "no period for data about people", "anonymous only"),
        ("indefinitely, anonymous only, please", ", please", "one word too many", "the period is over"),
        ("at least until withdrawn", "until", "needs a period that ends by a date", "leave out 'at least'"),
        (
            "up to indefinitely, anonymous only",
            "indefinitely",
            "'at most' needs a period",
            "leave out 'at most'",
        ),
        ("5 years after end of", "", "'end of' what?", "end of month of invoice"),
        ("5 years after end of month", "", "'end of month' of what?", "end of month of invoice"),
        ("end of month after invoice", "after", "can mean two things", "in which the event lies"),
        ("end of day care", "care", "'care' does not say of what", "underscores"),
        ("5 years after end of year of invoice", "year", "the calendar's or the controller's", "fiscal year"),
        (
            "5 years after end of monht",
            "monht",
            "'monht' is not a unit of the calendar",
            "did you mean 'month'?",
        ),
        ("5 years after end of fiscal yaer of invoice", "fiscal", "'fiscal yaer' is not", "'fiscal year'"),
        ("5 years after end of decade of invoice", "decade", "'decade' is not a unit", "quarter"),
    ],
)
def test_nonsense_is_named_and_put_right(text, offending, message, help):
    with pytest.raises(PeriodError) as caught:
        parse_period(text)
    error = caught.value
    assert message in error.message
    assert help in error.help
    assert text[error.offset :].startswith(offending)
    assert (error.offset == len(text)) == (offending == "")


# -- laws

plain_names = st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,6}){0,2}", fullmatch=True)
more_words = ("end", "withdrawn", "year", "month", "fiscal", "kept", "at", "most", "quarter", "years")
grammar_words = st.sampled_from([*sorted(NEVER_EVENTS), *more_words])
awkward_names = st.lists(grammar_words, min_size=1, max_size=4).map("_".join)
odd_names = st.sampled_from(["_x", "x_", "x__y", "Køb", "lastContact", "Ålborg_2"])
event_names = (plain_names | awkward_names | odd_names).filter(lambda name: name.lower() not in NEVER_EVENTS)
anchors = st.recursive(
    st.builds(OfEvent, event_names),
    lambda inner: st.builds(After, durations, inner) | st.builds(EndOf, st.sampled_from(UNITS), inner),
    max_leaves=6,
)
fixed = anchors.filter(lambda anchor: anchor != OfEvent("withdrawn")).map(Fixed)
keepers = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True)
dateless = st.just(UntilWithdrawn()) | st.just(Indefinitely()) | st.builds(WhileKept, keepers, keepers)
parsed_periods = st.builds(ParsedPeriod, st.sampled_from([None, "at most", "at least"]), fixed) | st.builds(
    ParsedPeriod, st.none(), dateless
)


@given(parsed_periods)
@settings(max_examples=600)
def test_the_canonical_text_reads_back_to_the_same_period(parsed):
    assert parse_period(str(parsed)) == parsed


# fmt: off
some_words = st.sampled_from([
    "5", "5½", "1/2", "half", "a", "an", "the", "year", "years", "months", "days", "hours", "after", "from",
    "of", "end", "until", "while", "kept", "by", "a.b", "at", "most", "least", "fiscal", "calendar",
    "invoice", "withdrawn", "indefinitely", ",", "anonymous", "only", "and", "or", "two", "-", "0",
])
# fmt: on


def read(text: str) -> ParsedPeriod | PeriodError:
    try:
        return parse_period(text)
    except PeriodError as error:
        return error


@given(st.text(max_size=30) | st.lists(some_words, max_size=9).map(" ".join))
@settings(max_examples=1500)
def test_any_text_is_a_period_or_an_error_that_points_into_it(text):
    outcome = read(text)
    if isinstance(outcome, PeriodError):
        assert 0 <= outcome.offset <= len(text)
        assert outcome.message
        assert outcome.help
    else:
        assert parse_period(str(outcome)) == outcome
