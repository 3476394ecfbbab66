"""Every period that the policies and the laws of Denmark and Norway speak of, and their worked examples.

A promise is named by its letter and number in the policies this product was built against (M a membership
site, I an invoicing service, V a visitor system, R a retailer, C a service company).
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdord.language.periods import parse_period
from holdord.words.period import Calendar, FiscalSpan, FiscalYears, Fixed, bound, compare, free_from, last_day

D = date.fromisoformat
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Companies in Denmark and Norway, with calendar years and with financial years to 30 June.
DK = Calendar(COPENHAGEN, FiscalYears.every(12, 31))
DK_6 = Calendar(COPENHAGEN, FiscalYears.every(6, 30))
NO = Calendar(ZoneInfo("Europe/Oslo"), FiscalYears.every(12, 31))
NO_6 = Calendar(ZoneInfo("Europe/Oslo"), FiscalYears.every(6, 30))

# Promise, period, a date of its event, and the last day of keeping in a company with calendar years.
PROMISES = [
    ("M1", "2 years after last contact", "2024-02-29", "2026-02-28"),
    ("M2", "until unsubscribed", "2026-11-20", "2026-11-20"),
    ("M4", "5 years after end of customer relation", "2021-11-20", "2026-11-20"),
    ("M5", "at most 5 years after last contact", "2021-11-20", "2026-11-20"),
    ("M6", "1 hour after created", "2026-11-20", "2026-11-21"),
    ("M9", "until end of month of card expiry", "2027-02-01", "2027-02-28"),
    ("M27", "within 2 weeks after reported", "2026-11-20", "2026-12-04"),
    ("I6", "at most one year after cookie set", "2026-11-20", "2027-11-20"),
    ("I14", "5 years after end of fiscal year of booking", "2025-03-14", "2030-12-31"),
    ("I18", "until check done", "2026-11-20", "2026-11-20"),
    ("V2", "until visit ended", "2026-11-20", "2026-11-20"),
    ("V12", "within 72 hours after discovered", "2026-11-20", "2026-11-23"),
    ("V15", "up to 1 year after received", "2025-11-20", "2026-11-20"),
    ("V17", "5 years after end of fiscal year of purchase", "2025-01-01", "2030-12-31"),
    ("V19", "until end of week of attempt", "2026-11-20", "2026-11-22"),
    ("R22", "until objection decided", "2026-11-20", "2026-11-20"),
    ("R36", "at most half a year after last review", "2026-08-31", "2027-02-28"),
    ("R47", "at most 30 days after backup", "2026-11-20", "2026-12-20"),
    (
        "R50",
        "5 years after end of calendar year of end of fiscal year of payment",
        "2025-03-14",
        "2030-12-31",
    ),
    ("R51", "3 years after task done", "2026-04-10", "2029-04-10"),
    ("R52", "5 years after end of the customer relation", "2021-02-28", "2026-02-28"),
    ("R53", "5 years after received", "2021-11-20", "2026-11-20"),
    ("C3", "until relevance ended", "2026-11-20", "2026-11-20"),
    ("C4 at least", "at least 5 years after invoice", "2026-01-01", "2031-01-01"),
    ("C4 at the latest", "at the latest 5½ years after invoice", "2026-01-01", "2031-07-01"),
    ("C19", "half a year after last check", "2026-05-31", "2026-11-30"),
]

# Promises whose end no date tells.
DATELESS_PROMISES = [
    ("M2", "until withdrawn"),
    ("I11", "until withdrawn"),
    ("V6", "while kept by customers.backend"),
    ("V7", "while kept by customers.backend"),
    ("V16", "indefinitely, anonymous only"),
    ("R18", "until withdrawn"),
    ("R49", "until withdrawn"),
]

# Law, period, event, last day of keeping, calendar.
LAWS = [
    # Denmark: bogføringsloven § 12, with the four cases of its table
    ("bogføringsloven § 12", "5 years after end of fiscal year of invoice", "2025-03-14", "2030-12-31", DK),
    ("§ 12, to June", "5 years after end of fiscal year of invoice", "2025-07-02", "2031-06-30", DK_6),
    ("§ 12, concerns", "5 years after end of fiscal year of delivery", "2025-12-20", "2030-12-31", DK),
    ("§ 12, reused", "5 years after end of fiscal year of last concerned", "2027-05-01", "2032-12-31", DK),
    # Denmark: other
    ("databeskyttelsesloven § 2(5)", "10 years after death", "2016-02-29", "2026-02-28", DK),
    ("databeskyttelsesloven § 41(7)", "5 years after breach ended", "2021-11-20", "2026-11-20", DK),
    ("markedsføringsloven § 10(4)", "until end of quarter of list published", "2026-10-01", "2026-12-31", DK),
    ("proof of consent", "2 years after last use", "2024-11-20", "2026-11-20", DK),
    ("forældelsesloven § 3(1)", "3 years after case closed", "2026-04-10", "2029-04-10", DK),
    ("forældelsesloven § 3(3), general", "at most 10 years after due", "2016-04-10", "2026-04-10", DK),
    ("forældelsesloven § 3(3), injury", "30 years after injury", "1996-02-29", "2026-02-28", DK),
    ("forældelsesloven § 4", "5 years after wage due", "2021-11-30", "2026-11-30", DK),
    ("forældelsesloven § 5", "10 years after judgment", "2016-11-20", "2026-11-20", DK),
    ("hvidvaskloven § 30(2), keep", "at least 5 years after end of relation", "2021-11-20", "2026-11-20", DK),
    (
        "hvidvaskloven § 30(2), delete",
        "at most 5 years after end of relation",
        "2021-11-20",
        "2026-11-20",
        DK,
    ),
    ("tv-overvågningsloven § 4 c(4)", "within 30 days after recorded", "2026-03-01", "2026-03-31", DK),
    ("arbejdstidsloven § 4 b(3)", "5 years after end of averaging period", "2021-11-20", "2026-11-20", DK),
    ("job applications", "6 months after received", "2026-08-31", "2027-02-28", DK),
    ("købeloven", "2 years after delivered", "2024-11-20", "2026-11-20", DK),
    # Norway: bokføringsloven § 13, both groups, with the cases of its table
    (
        "bokføringsloven § 13(1) 1-4",
        "5 years after end of fiscal year of booking",
        "2025-06-01",
        "2030-12-31",
        NO,
    ),
    ("§ 13(1) 1-4, to June", "5 years after end of fiscal year of booking", "2026-06-01", "2031-06-30", NO_6),
    (
        "§ 13(1) 5-8",
        "3 years and 6 months after end of fiscal year of booking",
        "2025-06-01",
        "2029-06-30",
        NO,
    ),
    (
        "§ 13(1) 5-8, to June",
        "3½ years after end of fiscal year of booking",
        "2026-06-01",
        "2029-12-31",
        NO_6,
    ),
    ("§ 13(5), construction", "10 years after end of fiscal year of booking", "2025-06-01", "2035-12-31", NO),
    ("§ 13(5), petroleum", "15 years after end of fiscal year of booking", "2025-06-01", "2040-12-31", NO),
    # Norway: other
    ("personopplysningsloven § 28", "5 years after breach ended", "2021-11-20", "2026-11-20", NO),
    ("foreldelsesloven § 2", "3 years after due", "2023-11-20", "2026-11-20", NO),
    ("foreldelsesloven § 9", "at most 20 years after damage", "2006-11-20", "2026-11-20", NO),
    ("foreldelsesloven § 10", "1 year after knowledge", "2025-11-20", "2026-11-20", NO),
    (
        "foreldelsesloven § 10, extension",
        "at most 10 years after 3 years after due",
        "2013-11-20",
        "2026-11-20",
        NO,
    ),
    ("forbrukerkjøpsloven § 27", "5 years after delivered", "2021-11-20", "2026-11-20", NO),
    ("hvitvaskingsloven § 30", "5 years after end of relation", "2021-11-20", "2026-11-20", NO),
    (
        "hvitvaskingsloven § 30, ceiling",
        "at most 10 years after end of relation",
        "2016-11-20",
        "2026-11-20",
        NO,
    ),
    # Deletion concepts: proofs, keys, back-ups, and the classes of DIN 66398
    ("proof of deletion", "up to 5 years after deleted", "2021-11-20", "2026-11-20", DK),
    (
        "key of the year's proofs",
        "5 years after end of calendar year of deleted",
        "2021-01-05",
        "2026-12-31",
        DK,
    ),
    ("oldest back-up", "30 days after deleted", "2026-11-20", "2026-12-20", DK),
    ("DIN 66398, 42 days", "42 days after collected", "2026-10-09", "2026-11-20", DK),
    ("DIN 66398, 120 days", "120 days after collected", "2026-01-01", "2026-05-01", DK),
    ("DIN 66398, 4 years", "4 years after collected", "2024-02-29", "2028-02-29", DK),
    ("DIN 66398, 7 years", "7 years after collected", "2024-02-29", "2031-02-28", DK),
    ("DIN 66398, 12 years", "twelve years after collected", "2024-02-29", "2036-02-29", DK),
    (
        "deleted yearly",
        "until end of calendar year of 1 year after collected",
        "2025-01-01",
        "2026-12-31",
        DK,
    ),
    ("deleted monthly", "until end of month of 2 years after collected", "2024-11-20", "2026-11-30", DK),
    ("25 months", "25 months after collected", "2024-10-31", "2026-11-30", DK),
    ("at once", "until upload failed", "2026-11-20", "2026-11-20", DK),
    ("13 months", "13 months after collected", "2025-01-31", "2026-02-28", DK),
    ("5 years and 6 months", "5½ years after end of fiscal year of voucher", "2025-06-01", "2031-06-30", DK),
]

CASES = [(*promise, DK) for promise in PROMISES] + LAWS


@pytest.mark.parametrize(
    ("source", "text", "event", "last", "calendar"), CASES, ids=[case[0] for case in CASES]
)
def test_a_period_of_a_policy_or_a_law_ends_when_it_should(source, text, event, last, calendar):
    parsed = parse_period(text)
    assert isinstance(parsed.period, Fixed)
    assert last_day(parsed.period, D(event), calendar) == D(last)
    assert parse_period(str(parsed)) == parsed


@pytest.mark.parametrize(("promise", "text"), DATELESS_PROMISES)
def test_a_promise_whose_end_no_date_tells_can_be_said(promise, text):
    assert str(parse_period(text)) == text


@pytest.mark.parametrize(("source", "text", "event", "last", "calendar"), LAWS, ids=[law[0] for law in LAWS])
def test_what_a_law_keeps_is_free_on_the_day_after_and_not_before(source, text, event, last, calendar):
    period = parse_period(text).period
    day_after = D(last) + timedelta(days=1)
    midnight = datetime(day_after.year, day_after.month, day_after.day, tzinfo=calendar.zone).astimezone(UTC)
    assert free_from(period, D(event), calendar) == midnight
    assert D(event) < bound(period, midnight, calendar).day
    assert not D(event) < bound(period, midnight - timedelta(microseconds=1), calendar).day


def test_a_rule_that_must_keep_and_must_delete_turns_on_one_midnight():
    keep = parse_period("at least 5 years after end of relation").period
    delete = parse_period("at most 5 years after end of relation").period
    for ended in (D("2020-02-29"), D("2021-11-20")):
        assert free_from(keep, ended, NO) == free_from(delete, ended, NO)
    assert free_from(keep, D("2021-11-20"), NO) == datetime(2026, 11, 20, 23, tzinfo=UTC)


def test_the_running_year_is_added_where_the_financial_year_ends_within_it():
    period = parse_period("5 years after end of calendar year of end of fiscal year of payment").period
    assert last_day(period, D("2025-07-01"), DK_6) == D("2031-12-31")
    assert last_day(period, D("2025-06-30"), DK_6) == D("2030-12-31")


def test_a_promise_of_five_and_a_half_years_cannot_be_kept_together_with_the_bookkeeping_act():
    law = parse_period("5 years after end of fiscal year of invoice").period
    promise = parse_period("at most 5½ years after invoice").period
    first = compare(law, promise, DK, D("2026-01-01"), D("2054-01-01"))
    assert first == D("2026-01-01")
    assert last_day(promise, first, DK) == D("2031-07-01")
    assert last_day(law, first, DK) == D("2031-12-31")
    year = [D("2026-01-01") + timedelta(days=number) for number in range(365)]
    broken = [day for day in year if last_day(law, day, DK) > last_day(promise, day, DK)]
    assert broken[-1] == D("2026-06-30")
    assert len(broken) == 181


def test_a_company_that_changed_its_financial_year_keeps_old_vouchers_by_the_old_one():
    changed = Calendar(
        COPENHAGEN,
        FiscalYears((FiscalSpan(None, None, 12, 31), FiscalSpan(D("2025-01-01"), D("2026-06-30"), 6, 30))),
    )
    period = parse_period("5 years after end of fiscal year of invoice").period
    assert last_day(period, D("2024-12-31"), changed) == D("2029-12-31")
    assert last_day(period, D("2025-01-01"), changed) == D("2031-06-30")
    assert last_day(period, D("2026-07-01"), changed) == D("2032-06-30")
