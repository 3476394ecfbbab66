"""Holdord's own data ends by a policy of its own, carried out by the same engine, and never too soon."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from holdord.store import Store
from holdord.store.keys import read_key
from holdord.words.facts import Rows
from holdord.words.request import Channel, Right, Strength
from holdord.workflows import keeping_own
from holdord.workflows.engine.runs import SCHEDULES
from holdord.workflows.forecasting import forecast
from holdord.workflows.forgetting import forget_plans
from holdord.workflows.office import Office, Refused
from holdord.workflows.own import OwnOffice, foresee, own_rows, plan_own, sweep
from holdord.workflows.proving import prove
from holdord.workflows.requests.carrying import carry
from holdord.workflows.requests.held_here import held_here
from holdord.workflows.requests.receiving import receive
from holdord.workflows.running import run_plan
from tests.servers import Database
from tests.store.conftest import made_postgresql, made_sqlite, new_place  # noqa: F401 (fixtures)
from tests.workflows.own import NOW, asked, company, counts, own, subject, years

ROW = Rows({("shop", "questions"): frozenset({1})})


@pytest.fixture(params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest,
    new_database: Callable[[str], Database],
    tmp_path: Path,
) -> Iterator[Office]:
    url = request.getfixturevalue("new_place")("postgresql").url if request.param == "postgresql" else None
    with company(tmp_path, new_database("sqlite"), url) as opened:
        opened.store  # noqa: B018 (made before its tables are looked at)
        yield opened


@pytest.fixture
def small(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone, for what does not depend on the database."""
    with company(tmp_path, new_database("sqlite")) as opened:
        yield opened


@pytest.fixture
def store(office: Office) -> Store:
    return office.store


@pytest.fixture
def ours(office: Office) -> Iterator[OwnOffice]:
    with own(office) as opened:
        yield opened


def swept(ours: OwnOffice, at: datetime = NOW) -> int:
    """Sweep until nothing is due; how many runs it took."""
    foresee(ours, at - timedelta(hours=1))
    done = sweep(ours, lambda: at, "worker")
    assert done.waiting is None, done.because
    assert [report.faults for report in done.reports] == [[]] * len(done.reports)
    return len(done.reports)


def test_a_request_goes_three_years_after_its_answer_with_all_that_belongs_to_it(
    ours: OwnOffice, store: Store
) -> None:
    asked(store, "old@x.example", years(-4), years(-3.1))
    asked(store, "older@x.example", years(-6), years(-5))
    young = asked(store, "young@x.example", years(-3.2), years(-2.9))
    still_open = asked(store, "open@x.example", years(-6))
    before = counts(store)
    assert swept(ours) == 1
    assert {request.id for request in store.requests()} == {young, still_open}
    for table in ("request_event", "look", "task", "notice", "mail"):
        assert counts(store)[table] == before[table] // 2, table
    verdict = prove(store.evidence(), store.seals())
    assert verdict.holds
    assert verdict.erased["holdord", "requests", "remove"] == 2
    assert swept(ours) == 0, "nothing is due any more"


def test_when_everything_about_a_person_has_gone_the_person_goes_too(ours: OwnOffice, store: Store) -> None:
    asked(store, "gone@x.example", years(-6), years(-4))
    asked(store, "back@x.example", years(-6), years(-4))
    asked(store, "back@x.example", years(-1), years(-1))
    assert swept(ours) == 1
    assert counts(store)["subject"] == counts(store)["subject_key"] == 2, "a day is left for coming back"
    assert swept(ours, NOW + timedelta(days=3)) == 1
    assert counts(store)["subject"] == counts(store)["subject_key"] == 1
    assert store.subject({"email": {"gone@x.example"}}, make=False) is None
    assert store.subject({"email": {"back@x.example"}}, make=False)
    assert prove(store.evidence(), store.seals()).holds


def test_whoever_comes_back_in_time_stays_the_same_person(ours: OwnOffice, store: Store) -> None:
    asked(store, "back@x.example", years(-6), years(-4))
    before = subject(store, "back@x.example")
    swept(ours)
    asked(store, "back@x.example", NOW)
    swept(ours, NOW + timedelta(days=30))
    assert subject(store, "back@x.example") == before


def test_people_who_turned_out_to_be_one_go_together_and_not_before(ours: OwnOffice, store: Store) -> None:
    asked(store, "one@x.example", years(-6), years(-4))
    store.subject({"customer_no": {"7"}})
    joined = store.subject({"email": {"one@x.example"}, "customer_no": {"7"}})
    assert joined
    store.objection(joined, "marketing", "made", years(-5))
    swept(ours)
    swept(ours, NOW + timedelta(days=9))
    assert counts(store) == {"objection": 1, "subject": 2, "subject_key": 2, "subject_join": 1}
    assert store.subject({"customer_no": {"7"}}, make=False) == store.subject(
        {"email": {"one@x.example"}}, make=False
    )
    store.objection(joined, "marketing", "withdrawn", NOW)
    swept(ours, years(4))
    swept(ours, years(4) + timedelta(days=3))
    assert counts(store) == {}


def test_a_yes_that_stands_is_never_over_and_one_that_was_replaced_goes_in_two_years(
    ours: OwnOffice, store: Store
) -> None:
    frida = subject(store, "frida@x.example")
    for when, given in ((-9, True), (-8, True), (-3, False), (-1, True)):
        store.consent(frida, "newsletter", given, years(when))
    store.consent(frida, "profile", True, years(-20))
    swept(ours)
    assert [(one.purpose, one.given) for one in store.consents(frida)] == [
        ("profile", True),
        ("newsletter", False),
        ("newsletter", True),
    ], "the no ended a year ago only, when the next yes came"
    swept(ours, years(50))
    assert [(one.purpose, one.given) for one in store.consents(frida)] == [
        ("profile", True),
        ("newsletter", True),
    ]


def test_a_no_stands_while_any_row_of_the_person_is_remembered(ours: OwnOffice, store: Store) -> None:
    frida = subject(store, "frida@x.example")
    store.remember_rows(frida, ROW)
    store.consent(frida, "newsletter", True, years(-9))
    store.consent(frida, "newsletter", False, years(-8))
    swept(ours)
    assert [one.given for one in store.consents(frida)] == [False]
    assert store.facts(NOW).lapsed["newsletter"] == ROW
    store.forget_rows(ROW)
    swept(ours, NOW + timedelta(days=1))
    assert [one.given for one in store.consents(frida)] == [False], "from now on it is two years"
    swept(ours, years(2.1))
    swept(ours, years(2.2))
    assert counts(store) == {}


def test_an_objection_that_stands_keeps_a_person_out_for_ever_and_goes_when_it_is_taken_back(
    ours: OwnOffice, store: Store
) -> None:
    objector, other = subject(store, "no@x.example"), subject(store, "maybe@x.example")
    store.objection(objector, "marketing", "made", years(-30))
    store.objection(other, "profiling", "made", years(-9))
    store.objection(other, "profiling", "rejected", years(-8))
    swept(ours)
    swept(ours, NOW + timedelta(days=3))
    assert counts(store) == {"objection": 1, "subject": 1, "subject_key": 1}
    assert store.subject({"email": {"no@x.example"}}, make=False) == objector


def test_a_hold_or_a_restriction_on_a_person_stops_what_is_kept_here_of_them_too(
    ours: OwnOffice, store: Store
) -> None:
    held = asked(store, "held@x.example", years(-9), years(-8))
    restricted = asked(store, "restricted@x.example", years(-9), years(-8))
    asked(store, "free@x.example", years(-9), years(-8))
    hold = store.hold(subject(store, "held@x.example"), "a suit", "anna", date(2027, 1, 1), years(-8))
    restriction = store.restrict(subject(store, "restricted@x.example"), "claim", years(-8), "anna")
    swept(ours)
    assert {request.id for request in store.requests()} == {held, restricted}
    store.lift_hold(hold, "the suit is over", "anna", NOW)
    store.lift_restriction(restriction, NOW, "over", "anna", NOW)
    swept(ours, NOW + timedelta(days=1))
    assert store.requests() == []
    assert counts(store)["hold"] == counts(store)["restriction"] == 1, (
        "why it was stopped is kept three years"
    )
    swept(ours, years(3.1))
    swept(ours, years(3.2))
    assert counts(store) == {}


def test_letters_codes_and_throttles_go_at_their_own_time(ours: OwnOffice, store: Store) -> None:
    id = asked(store, "open@x.example", NOW - timedelta(days=8))
    for bucket, since in (("old", NOW - timedelta(days=3)), ("young", NOW)):
        assert store.throttle(bucket, since, 5, timedelta(hours=1))
    before = counts(store)
    assert (before["vault"], before["code"], before["throttle"]) == (3, 1, 2)
    swept(ours)
    after = counts(store)
    assert after["vault"] == 2, "the letter that was never sent has gone, what the case needs has not"
    assert "code" not in after
    assert after["throttle"] == 1
    assert store.request(id)
    assert len(store.events(id)) == 2


def test_a_sweep_looks_ahead_first_and_stops_where_much_more_goes_than_was_foreseen(
    ours: OwnOffice, store: Store
) -> None:
    for number in range(60):
        asked(store, f"p{number}@x.example", years(-4), years(-3.5))
    first = sweep(ours, lambda: NOW, "worker")
    assert (first.reports, first.waiting) == ((), None)
    assert counts(store)["request"] == 60
    for number in range(60, 200):
        asked(store, f"p{number}@x.example", years(-4), years(-3.5))
    stopped = sweep(ours, lambda: NOW + timedelta(days=1), "worker")
    assert stopped.waiting
    assert stopped.because.code == "more-than-forecast"
    assert counts(store)["request"] == 200
    report = run_plan(ours, stopped.waiting.digest, lambda: NOW + timedelta(days=1), "anna")
    assert report.complete
    assert "request" not in counts(store)


def test_the_forecast_of_our_own_data_is_another_than_the_companys(ours: OwnOffice, store: Store) -> None:
    asked(store, "soon@x.example", years(-4), years(-3) + timedelta(days=40))
    foresee(ours, NOW)
    assert store.last_forecast(years(1)) is None
    kept = store.last_forecast(years(1), own=True)
    assert kept
    assert kept.policy == ours.policy.digest
    lines = {line.collection: line for line in forecast(ours, NOW).lines}
    assert lines["requests"].counts[:4] == (0, 0, 1, 0)
    assert lines["events"].counts[2] == 3


def test_a_run_that_died_after_the_act_is_recorded_by_the_next_sweep(
    ours: OwnOffice, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(store, "old@x.example", years(-6), years(-5))
    foresee(ours, NOW - timedelta(days=1))

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "record", killed)
        with pytest.raises(Killed):
            sweep(ours, lambda: NOW, "worker")
    assert store.requests() == []
    assert list(store.evidence()) == []
    sweep(ours, lambda: NOW + timedelta(hours=1), "worker")
    verdict = prove(store.evidence(), store.seals())
    assert verdict.erased["holdord", "requests", "remove"] == 1
    assert store.unfinished_runs() == []


def test_kill_the_key_and_the_proof_no_longer_points_to_anyone(
    office: Office, ours: OwnOffice, store: Store
) -> None:
    people = [f"person{number}@x.example" for number in range(20)]
    for number, email in enumerate(people):
        asked(store, email, years(-6), years(-4))
        store.subject({"email": {email}, "customer_no": {str(number)}})
    key = read_key(office.folder.parent / "store")
    assert key
    digests = [key.digest("email", email) for email in people]
    digests += [key.digest("customer_no", str(number)) for number in range(20)]
    everything = _everything(store)
    assert all(digest in everything for digest in digests), "whoever has the key can tell, so far"
    swept(ours)
    swept(ours, NOW + timedelta(days=3))
    forget_plans(office, years(1))
    everything = _everything(store)
    assert not [digest for digest in digests if digest in everything]
    assert not [email for email in people if email in everything or email.split("@")[0] in everything]
    assert "Q-" not in everything, "no id of a request is left to ask anybody about"
    verdict = prove(store.evidence(), store.seals())
    assert verdict.holds
    assert verdict.erased["holdord", "requests", "remove"] == 20


def _everything(store: Store) -> str:
    """Every value of every table, as somebody with the whole database would read it."""
    from django.db import connections

    tables = connections[store._alias].introspection.table_names()
    rows = [str(row) for table in tables for row in store._rows(f'SELECT * FROM "{table}"')]
    return "\n".join(rows)


def test_what_is_held_here_about_a_person_can_be_told_to_them_and_to_nobody_else(
    office: Office, store: Store
) -> None:
    mine = asked(store, "frida@x.example", years(-1), years(-0.5))
    asked(store, "other@x.example", years(-1))
    store.consent(subject(store, "frida@x.example"), "newsletter", True, years(-1), by="anna", how="form")
    store.objection(subject(store, "other@x.example"), "marketing", "made", years(-1))
    assert own_rows(office, {"email": ["nobody@x.example"]}, NOW) == []
    told = {one.collection: one for one in own_rows(office, {"email": [" Frida@X.example"]}, NOW)}
    assert set(told) == {"requests", "events", "looks", "tasks", "notices", "mail", "consents"}
    columns = {one.collection: dict(zip(one.columns, one.rows[0], strict=True)) for one in told.values()}
    assert columns["requests"]["id"] == mine
    assert columns["requests"]["kind"] == "access"
    assert columns["looks"]["what"] == "found"
    assert columns["consents"]["purpose"] == "newsletter"
    text = str(told)
    assert "anna" not in text
    assert "other" not in text
    assert len(told["requests"].rows) == 1


def test_a_moment_of_our_own_is_told_in_the_companys_own_time(office: Office, store: Store) -> None:
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    id = asked(store, "frida@x.example", late)
    held = held_here(office, id, {"email": ["frida@x.example"]}, {}, late)
    (requests,) = (one for one in held.rows if one.collection == "requests")
    row = dict(zip((field.name for field in requests.fields), requests.rows[0], strict=True))
    assert str(row["received"]) == "2026-11-27 00:30:00+01:00"
    assert str(row["due"]) == "2026-12-21"
    assert row["id"] == id


def test_a_request_is_known_to_be_somebodys_once_it_is_proved_and_not_before(small: Office) -> None:
    def ask(email: str, strength: Strength) -> str:
        return receive(
            small, Right.ACCESS, Channel.WEB, "da", {"email": email}, email, {}, "", NOW, strength=strength
        )

    claimed, proved = ask("frida@x.example", Strength.CLAIMED), ask("Frida@x.example", Strength.STAFF)
    for id in (claimed, proved):
        carry(small, id, lambda: NOW)
    assert small.store.request(claimed).subject is None
    assert small.store.request(proved).subject == subject(small.store, "frida@x.example")
    told = {one.collection: one for one in own_rows(small, {"email": ["frida@x.example"]}, NOW)}
    assert [row[told["requests"].columns.index("id")] for row in told["requests"].rows] == [proved]


def test_the_company_chooses_its_own_times(new_database: Callable[[str], Database], tmp_path: Path) -> None:
    shop = new_database("sqlite")
    with company(
        tmp_path, shop, more="own_data: {cases: {keep: 5 years}, backups: {keep: 14 days}}"
    ) as office:
        asked(office.store, "old@x.example", years(-6), years(-4))
        with own(office) as ours:
            assert str(ours.policy.purposes["cases"].keep) == "5 years after ended"
            assert str(ours.policy.systems["holdord"].backups) == "14 days"
            swept(ours)
            assert len(office.store.requests()) == 1
    with company(tmp_path, shop, more="own_data: {cases: {keep: 1 year}}") as office, own(office) as ours:
        swept(ours)
        assert office.store.requests() == []
    with pytest.raises(Refused), company(tmp_path, shop, more="own_data: {cases: {keep: 9 years}}"):
        pass


def test_a_plan_of_a_future_day_notes_nothing(small: Office) -> None:
    frida = subject(small.store, "frida@x.example")
    small.store.consent(frida, "newsletter", False, years(-1))
    with own(small) as ours:
        plan_own(ours, years(9), note=False)
        assert small.store._rows("SELECT ended FROM holdord_consent") == [(None,)]


def test_the_daily_run_sweeps_and_fails_where_somebody_has_to_look(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SCHEDULES["own-data"].every == timedelta(days=1)
    for number in range(60):
        asked(small.store, f"p{number}@x.example", years(-4), years(-3.5))
    at = NOW
    monkeypatch.setattr(keeping_own, "_now", lambda: at)
    assert keeping_own._sweep(small) == 0
    at += timedelta(days=1)
    assert keeping_own._sweep(small) == 1
    assert small.store.requests() == []
    for number in range(60):
        asked(small.store, f"p{number}@x.example", years(-4), years(-3.5))
    at += timedelta(days=1)
    with pytest.raises(Refused) as caught:
        keeping_own._sweep(small)
    assert caught.value.findings[0].code == "more-than-forecast"
    assert len(small.store.requests()) == 60
