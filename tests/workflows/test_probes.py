"""Probes measure real databases and a real site, write counts down, and never a value."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdord.words.probe import Outcome, Reading
from holdord.workflows.office import Office, Refused
from holdord.workflows.probes import PROBES, applicable, content, probe
from tests.company import Company
from tests.servers import DIALECTS, Database
from tests.workflows.receiver import make_certificate, start_receiver

pytest.register_assert_rewrite("tests.workflows.board")

from tests.workflows.board import CARD, EMAIL, NOW, consent, policy, shop, sweep  # noqa: E402


@pytest.fixture(params=DIALECTS)
def company(
    request: pytest.FixtureRequest, new_database: Callable[[str], Database], tmp_path: Path
) -> Company:
    return shop(tmp_path / "policy", new_database(request.param))


@pytest.fixture
def small(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", new_database("sqlite"))


@contextmanager
def opened(company: Company) -> Iterator[Office]:
    with company.office() as office:
        yield office
        office.store.close()


def reading(office: Office, name: str, now: datetime = NOW) -> Reading:
    taken = probe(office, name, now)
    assert office.store.latest_readings([name])[name] == taken
    kept = json.dumps(dict(taken.measured.counts))
    assert "@" not in kept
    assert "4111" not in kept
    assert "111111" not in kept
    return taken


def test_samples_find_what_must_not_be_stored_wherever_it_stands(company: Company) -> None:
    shop_ = company.databases["shop"]
    with opened(company) as office:
        clean = reading(office, "content")
        assert clean.outcome is Outcome.KEPT
        assert clean.count("tables") == 4
        shop_.execute_script(
            f"UPDATE notes SET note = 'took {CARD} by phone, write {EMAIL}' WHERE id = 2;"
            f"UPDATE notes SET channel = '{EMAIL}' WHERE id = 4;"
            "UPDATE notes SET note = 'her number is 111111-1118' WHERE id = 3;"
            "UPDATE customers SET cpr = '111111-1118' WHERE id = 3;"
            f"INSERT INTO job_log VALUES (2, 'sent to {EMAIL}'), (3, 'fnr 02013299997');"
        )
        found = reading(office, "content")
    assert found.outcome is Outcome.BROKEN
    seen = {name: count for name, count in found.measured.counts.items() if ": " in name}
    at_least = {
        "shop.notes.note: card",
        "shop.notes.note: cpr",
        "shop.notes.channel: email",
        "shop.job_log.line: email",
        "shop.job_log.line: fnr",
    }
    assert {name for name in seen if not name.startswith("also ")} == at_least
    assert "also shop.customers.cpr: cpr" in seen, "a column for such numbers may hold them"
    assert "also shop.notes.note: email" in seen, "people write addresses; that is told, and is no breach"


def test_a_large_table_is_read_at_its_end_and_in_another_place_each_day(
    small: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "ROWS", 50)
    rows = ", ".join(f"({n}, 'line {CARD if n == 5000 else ''}')" for n in range(10, 8000))
    small.databases["shop"].execute_script(f"INSERT INTO job_log VALUES {rows};")
    with opened(small) as office:
        days = [reading(office, "content", NOW + timedelta(days=n)) for n in range(120)]
        assert days[0].outcome is Outcome.KEPT, "it lies in the middle of the table"
        assert all(one.count("rows") <= 130 for one in days)
        assert any(one.outcome is Outcome.BROKEN for one in days)
        small.databases["shop"].execute_script(f"INSERT INTO job_log VALUES (8000, '{CARD}');")
        assert reading(office, "content").outcome is Outcome.BROKEN


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_stands_among_the_newest_rows_is_counted_once(
    dialect: str,
    new_database: Callable[[str], Database],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "ROWS", 50)
    rows = ", ".join(f"({n}, 'line {CARD if n > 85 else ''}')" for n in range(10, 90))
    small = shop(tmp_path / "policy", new_database(dialect))
    small.databases["shop"].execute_script(f"INSERT INTO job_log VALUES {rows};")
    with opened(small) as office:
        days = [reading(office, "content", NOW + timedelta(days=n)) for n in range(12)]
    assert {one.count("shop.job_log.line: card") for one in days} == {4}
    assert {one.count("rows") for one in days} != {days[0].count("rows")}, "other places are read too"


def test_samples_stop_when_their_time_is_over_and_say_so(
    small: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SECONDS", -1.0)
    with opened(small) as office:
        assert reading(office, "content").count("not looked at") == 4


def test_a_column_that_nobody_declared_is_found(company: Company) -> None:
    with opened(company) as office:
        assert reading(office, "data-map").outcome is Outcome.KEPT
        company.databases["shop"].execute_script("ALTER TABLE notes ADD COLUMN shoe_size integer;")
        found = reading(office, "data-map")
        assert found.outcome is Outcome.BROKEN
        assert found.measured.counts == {"shop: undeclared-column": 1, "shop": 1}


def test_what_should_have_gone_is_counted_by_purpose_until_it_has(company: Company) -> None:
    with opened(company) as office:
        assert reading(office, "retention").outcome is Outcome.KEPT
        later = NOW.replace(year=2028, month=5, day=6)
        assert reading(office, "retention", later).outcome is Outcome.KEPT, "due since a moment: not late"
        late = reading(office, "retention", later + timedelta(days=3))
        assert late.outcome is Outcome.BROKEN
        assert late.count("purposes.service") == 6
        assert late.count("shop.customers", "shop.notes") == 6
        assert late.count("purposes.newsletter") == 0
        sweep(office, later + timedelta(days=3))
        assert reading(office, "retention", later + timedelta(days=3)).outcome is Outcome.KEPT


def test_what_is_kept_for_an_hour_is_late_after_two(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    from tests.workflows.board import PURPOSES

    purposes = {**PURPOSES, "service": {**PURPOSES["service"], "keep": "1 day after joined"}}
    company = shop(tmp_path / "policy", new_database("sqlite"), policy(purposes))
    company.databases["shop"].execute_script(
        "UPDATE customers SET joined_on = '2026-11-19'; UPDATE notes SET joined_on = '2026-11-19';"
    )
    with opened(company) as office:
        noon = NOW.replace(hour=12)
        assert reading(office, "retention", noon + timedelta(days=1)).outcome is Outcome.KEPT
        assert reading(office, "retention", noon + timedelta(days=2)).outcome is Outcome.BROKEN


def test_people_held_on_consent_without_one_are_counted(company: Company) -> None:
    with opened(company) as office:
        both = reading(office, "consents")
        assert (both.outcome, both.count("purposes.newsletter")) == (Outcome.BROKEN, 2)
        assert both.count("purposes.newsletter: looked at") == 2
        consent(office, EMAIL)
        assert reading(office, "consents").count("purposes.newsletter") == 1
        consent(office, "z@z.example")
        assert reading(office, "consents").outcome is Outcome.KEPT


def test_a_guard_that_somebody_took_away_is_missed(small: Company) -> None:
    with opened(small) as office:
        assert reading(office, "ledger").outcome is Outcome.KEPT
        with office.store._transaction() as cursor:
            cursor.execute("DROP TRIGGER holdord_consent_no_update")
        found = reading(office, "ledger")
        assert (found.outcome, found.count("guards missing")) == (Outcome.BROKEN, 1)


def test_evidence_that_was_altered_breaks_the_ledger(small: Company) -> None:
    with opened(small) as office:
        sweep(office, NOW.replace(year=2030))
        whole = reading(office, "ledger")
        assert whole.outcome is Outcome.KEPT
        assert whole.count("records") > 0
        assert whole.count("seals") > 0
        with office.store._transaction() as cursor:
            cursor.execute("DROP TRIGGER holdord_evidence_no_update")
            cursor.execute(
                "UPDATE holdord_evidence SET record = replace(record, '\"changed\":', '\"changed\":1')"
            )
        assert reading(office, "ledger").count("disagreements") > 0


def test_a_rehearsal_misses_the_worker_the_mail_and_a_system(small: Company, tmp_path: Path) -> None:
    with opened(small) as office:
        found = reading(office, "rights")
        assert found.outcome is Outcome.BROKEN
        assert found.measured.counts == {"systems": 0, "map": 0, "mail": 1, "worker": 1}
        office.environment = {**office.environment, "HOLDORD_SMTP_URL": f"maildir://{tmp_path}/mail"}
        assert reading(office, "rights").count("mail") == 0
        small.databases["shop"].execute_script("ALTER TABLE notes ADD COLUMN shoe_size integer;")
        assert reading(office, "rights", NOW + timedelta(hours=1)).count("map") == 1


def test_a_system_that_cannot_be_reached_leaves_it_unknown(small: Company) -> None:
    with opened(small) as office:
        office.environment = {**office.environment, "SHOP_URL": "sqlite:////nowhere/shop.db"}
        for name in ("retention", "data-map", "content", "consents"):
            found = reading(office, name)
            assert found.outcome is Outcome.UNKNOWN, name
            assert found.measured.why
        assert reading(office, "rights").count("systems") == 1


def test_a_probe_that_there_is_not_is_refused_and_nothing_is_written(small: Company) -> None:
    with opened(small) as office:
        with pytest.raises(Refused):
            probe(office, "weather", NOW)
        assert office.store.latest_readings([*PROBES, "weather"]) == {}
        assert "tls" not in applicable(office.policy), "the policy names no site"


@pytest.fixture
def site(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Callable[[int], Office]]:
    """An office whose company has a real site on this machine, with a certificate for some days."""
    with ExitStack() as closing:

        def make(days: int) -> Office:
            certificate = make_certificate(tmp_path, days=days)
            running = start_receiver(certificate)
            closing.callback(running.stop)
            running.headers = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
            site = running.url.removesuffix("notices")
            company = shop(tmp_path / "policy", new_database("sqlite"), policy(controller={"site": site}))
            office = closing.enter_context(company.office())
            closing.callback(office.store.close)
            trusted = {"HOLDORD_PRIVATE_NETWORKS": "127.0.0.0/8, ::1", "HOLDORD_CA_FILE": str(certificate)}
            office.environment = {**office.environment, **trusted}
            return office

        yield make


def test_a_site_with_a_good_certificate_is_encrypted(site: Callable[[int], Office]) -> None:
    office = site(90)
    now = datetime.now(UTC)
    found = reading(office, "tls", now)
    assert found.outcome is Outcome.KEPT
    assert found.measured.counts == {"days left": 89, "hsts seconds": 31_536_000, "TLSv1.3": 1}
    assert "tls" in applicable(office.policy)
    assert reading(office, "tls", now + timedelta(days=80)).count("ends soon") == 1


@pytest.mark.parametrize(("days", "more"), [(-1, {}), (90, {"HOLDORD_CA_FILE": ""})])
def test_a_certificate_that_has_ended_or_that_nobody_knows_is_broken(
    site: Callable[[int], Office], days: int, more: dict[str, str]
) -> None:
    office = site(days)
    office.environment = {**office.environment, **more}
    found = reading(office, "tls", datetime.now(UTC))
    assert (found.outcome, found.measured.why) == (Outcome.BROKEN, "certificate-untrusted")


def test_a_site_that_does_not_answer_is_unknown_and_one_in_the_open_is_broken(
    site: Callable[[int], Office],
) -> None:
    office = site(90)
    at = office.policy.controller
    office.policy = replace(office.policy, controller=replace(at, site="https://localhost:9/"))
    assert reading(office, "tls").measured.why == "address-unreached"
    office.policy = replace(office.policy, controller=replace(at, site="http://shop.example/"))
    assert reading(office, "tls").outcome is Outcome.BROKEN
