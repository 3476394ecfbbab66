"""The demo's story: the steps a company takes, each by the very functions that the commands call."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdord.cli.desk import Desk
from holdord.cli.explain import lines as explained
from holdord.cli.forecast import lines as forecast_lines
from holdord.cli.phrases import counted, listed
from holdord.cli.plans import in_words, note_sweep
from holdord.cli.prove import RunProved, read_runs
from holdord.cli.prove import lines as proved_lines
from holdord.cli.told import what_happened
from holdord.demo import Member, cast, systems
from holdord.demo.days import DAYS, Day
from holdord.words.policy import Policy
from holdord.workflows.explaining import Explanation, explain, find_only
from holdord.workflows.forecasting import Forecast, forecast
from holdord.workflows.office import Office
from holdord.workflows.planning import plan_erasure, plan_expiry
from holdord.workflows.proving import Verdict, prove
from holdord.workflows.running import Report, run_plan

if TYPE_CHECKING:
    from holdord.words.plan import Plan

BY = "demo"


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, for the report."""

    policy: Policy
    day: Day
    system: str
    folder: Path
    customers: int
    person: Member
    explanation: Explanation
    plan: "Plan"
    erased: Report
    seen_before: int
    seen_after: int
    expiry: "Plan"
    expired: Report
    before: Forecast
    after: Forecast
    verdict: Verdict
    runs: dict[str, RunProved]


@dataclass
class Teller:
    """Says what is done, as a command, and why."""

    desk: Desk
    day: Day
    number: int = 0

    def step(self, why: str, command: str) -> None:
        self.number += 1
        self.desk.say()
        self.desk.heading(f"{self.number}. {why}")
        self.desk.say(f"$ holdord {command}")

    def lines(self, lines: Iterable[str], most: int = 60) -> None:
        """Say the first lines; the report and the command itself say all."""
        every = list(lines)
        for line in every[:most]:
            self.desk.say(line)
        if every[most:]:
            self.desk.say(f"  … and {counted(len(every) - most, 'line')} more")


def tell(desk: Desk, folder: Path, company: str, customers: int) -> Story:
    """Take the company through the main job."""
    day = DAYS[company]
    teller = Teller(desk, day)
    person = cast(company, desk.clock().date())[day.star]
    with desk.office() as office:
        _check(teller, office)
        told = _explain(teller, office, person)
        before = _bytes(folder, person)
        plan, erased = _erase(teller, office, person)
        after = _look_again(teller, office, person, folder, before)
        seen, expiry, expired, later = _expire(teller, office)
        verdict, runs = _prove(teller, office)
        return Story(
            office.policy,
            day,
            systems(company)[0],
            folder,
            customers,
            person,
            told,
            plan,
            erased,
            before,
            after,
            expiry,
            expired,
            seen,
            later,
            verdict,
            runs,
        )


def _known(person: Member, name: str = "email") -> dict[str, list[str]]:
    return {name: [person.keys[name]]}


def _check(teller: Teller, office: Office) -> None:
    teller.step("Is the policy sound, and does it fit the database?", "check --live")
    found = [*office.findings, *office.check()]
    counts = [
        counted(sum(str(f.severity) == kind for f in found), kind) for kind in ("error", "warning", "note")
    ]
    policy = office.policy
    teller.desk.say(f"{listed(counts)}: {policy.controller.name}, version {policy.digest[:12]}")


def _explain(teller: Teller, office: Office, person: Member) -> Explanation:
    now = teller.desk.clock()
    email = person.keys["email"]
    teller.step(
        f"{person.name} writes and asks what is held about {teller.day.pronouns.of}. Where does it stand?",
        f"find email={email}",
    )
    from holdord.cli.find import lines as found_lines

    held = find_only(office, _known(person), now)[1]
    teller.lines(found_lines(office.policy, held, 1))
    teller.step("Why do we still have it, and until when?", f"explain email={email}")
    told = explain(office, _known(person), now)
    teller.lines(explained(office, told), most=20)
    return told


def _erase(teller: Teller, office: Office, person: Member) -> "tuple[Plan, Report]":
    teller.step(
        f"{teller.day.pronouns.one.capitalize()} asks for erasure. Nothing is changed yet: this is what "
        "would go, and what must stay.",
        f"erase email={person.keys['email']}",
    )
    plan = plan_erasure(office, [_known(person)], teller.desk.clock())
    office.store.save_plan(plan)
    teller.lines(in_words(office.policy, plan))
    teller.desk.say()
    teller.desk.say(f"Digest {plan.digest}")
    teller.step("Somebody has read it and confirms exactly this plan.", f"erase --confirm {plan.digest}")
    return plan, _run(teller, office, plan)


def _run(teller: Teller, office: Office, plan: "Plan") -> Report:
    from holdord.cli.plans import with_stages

    report = run_plan(office, plan.digest, teller.desk.clock, BY)
    with_stages(teller.desk, office, report)
    teller.lines(what_happened(report, plan, office.policy, office.store.run(report.run).state))
    if report.faults:
        for finding in report.faults:
            teller.desk.finding(finding, err=True)
    return report


def _bytes(folder: Path, person: Member) -> int:
    """How often the person's address stands in the bytes of the databases, in whatever letter case."""
    wanted = person.keys["email"].lower().encode()
    files = (file for file in folder.glob("*.db*") if file.is_file())
    return sum(file.read_bytes().lower().count(wanted) for file in files)


def _look_again(teller: Teller, office: Office, person: Member, folder: Path, before: int) -> int:
    again, whose = teller.day.again, teller.day.pronouns.whose
    teller.step(
        f"Look again, by {whose} {again.removesuffix('_no')} number, with nothing but the database: is it "
        "true?",
        f"find {again}={person.keys[again]}",
    )
    from holdord.cli.find import lines as found_lines

    held = find_only(office, _known(person, again), teller.desk.clock())[1]
    teller.lines(found_lines(office.policy, held, 1))
    after = _bytes(folder, person)
    teller.desk.say(
        f"{whose.capitalize()} e-mail address stood {counted(before, 'time')} in the bytes of the database's "
        f"file; now {counted(after, 'time')}."
    )
    return after


def _expire(teller: Teller, office: Office) -> "tuple[Forecast, Plan, Report, Forecast]":
    now = teller.desk.clock()
    teller.step("And everybody else? What goes when, by the policy's periods?", "forecast")
    before = forecast(office, now)
    office.store.save_forecast(office.policy.digest, now, before.as_json())
    teller.lines(forecast_lines(before), most=14)
    teller.step("What has run out of time already, of everybody:", "expire")
    plan = plan_expiry(office, teller.desk.clock())
    office.store.save_plan(plan)
    teller.lines(in_words(office.policy, plan), most=12)
    teller.desk.say(f"Digest {plan.digest}")
    teller.step(
        "Confirmed: it runs in short transactions, beside a database in use.",
        f"expire --confirm {plan.digest}",
    )
    report = _run(teller, office, plan)
    note_sweep(teller.desk, office, report, office.store.run(report.run).state)
    return before, plan, report, forecast(office, teller.desk.clock())


def _prove(teller: Teller, office: Office) -> tuple[Verdict, dict[str, RunProved]]:
    teller.step("Years later somebody asks for proof. No server is needed for it.", "prove")
    runs: dict[str, RunProved] = {}
    verdict = prove(read_runs(office.store.evidence(), runs), office.store.seals())
    teller.lines(proved_lines(verdict, runs), most=14)
    return verdict, runs
