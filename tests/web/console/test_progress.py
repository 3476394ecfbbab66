"""How far a request is, and what it waits for: told from its state, its events and what is open."""

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.demo import policy_folder
from holdord.web import languages
from holdord.web.console.plans import rows, staying
from holdord.web.console.progress import STEPS, Waits, progress
from holdord.web.console.templatetags.console import until
from holdord.words.plan import SHARED, Act, Kept, Plan, Step, Unit
from holdord.words.request import Channel, Request, Right, State
from holdord.workflows.office import load_policy

POLICY = load_policy(policy_folder("retailer"))[0]
NOW = datetime(2026, 11, 26, tzinfo=UTC)
ASKED = Request(
    "Q-X", Right.ACCESS, Channel.WEB, "da", NOW, State.OPEN, date(2026, 12, 28), date(2026, 12, 28)
)


def waits(request: Request, *kinds: str, tasks: int = 0, refusal: bool = False, mail: bool = True) -> Waits:
    return progress(POLICY, request, kinds, tasks, refusal, mail).waits


@pytest.mark.parametrize(
    ("right", "plan", "details", "expected"),
    [
        (Right.ACCESS, "", {}, Waits.WORK),
        (Right.PORTABILITY, "", {}, Waits.WORK),
        (Right.WITHDRAWAL, "", {}, Waits.WORK),
        (Right.RESTRICTION, "", {}, Waits.WORK),
        (Right.ERASURE, "", {}, Waits.WORK),
        (Right.ERASURE, "digest", {}, Waits.DECISION),
        (Right.RECTIFICATION, "", {}, Waits.DECISION),
        (Right.HUMAN_REVIEW, "", {}, Waits.DECISION),
        (Right.OBJECTION, "", {"purposes": "marketing"}, Waits.WORK),
        (Right.OBJECTION, "", {"purposes": "marketing,account"}, Waits.DECISION),
    ],
)
def test_only_what_people_decide_waits_for_them(
    right: Right, plan: str, details: dict[str, str], expected: Waits
) -> None:
    marketing = next(name for name, one in POLICY.purposes.items() if one.marketing)
    other = next(name for name, one in POLICY.purposes.items() if not one.marketing)
    named = {
        key: value.replace("marketing", marketing).replace("account", other) for key, value in details.items()
    }
    assert waits(replace(ASKED, right=right, plan=plan, details=MappingProxyType(named))) is expected


def test_what_is_waited_for_is_the_nearest_thing() -> None:
    plan = replace(ASKED, right=Right.ERASURE, plan="digest")
    assert waits(plan, refusal=True) is Waits.SECOND
    assert waits(replace(plan, paused_since=NOW)) is Waits.PERSON
    assert waits(plan, tasks=1) is Waits.TASKS
    assert waits(ASKED, "more-proof-needed") is Waits.PROOF
    assert waits(replace(ASKED, state=State.ASKED)) is Waits.PROOF
    running = replace(ASKED, state=State.RUNNING)
    assert (waits(running), waits(running, tasks=2)) == (Waits.WORK, Waits.TASKS)
    ready = replace(ASKED, state=State.READY)
    assert (waits(ready), waits(ready, mail=False)) == (Waits.FETCH, Waits.SEND)
    assert waits(replace(ASKED, state=State.ANSWERED)) is Waits.OVER


@given(
    state=st.sampled_from(State),
    right=st.sampled_from(Right),
    kinds=st.sets(st.sampled_from(["carried-out", "more-proof-needed", "paused"])),
    tasks=st.integers(0, 2),
)
def test_steps_are_done_in_their_order_and_at_most_one_is_under_way(
    state: State, right: Right, kinds: set[str], tasks: int
) -> None:
    found = progress(POLICY, replace(ASKED, state=state, right=right), kinds, tasks, False, True)
    states = [at for _, at in found.steps]
    assert [name for name, _ in found.steps] == list(STEPS)
    assert states == sorted(states, key=["done", "now", "todo"].index)
    assert states.count("now") == (state not in (State.ANSWERED, State.CLOSED))
    assert found.ended == (state is State.CLOSED)


KEPT = st.builds(
    Kept,
    system=st.just("shop"),
    collection=st.sampled_from(["orders", "payments"]),
    category=st.sampled_from(["name", "address", "purchases"]),
    purpose=st.sampled_from(["bookkeeping", "claims"]),
    basis=st.just("legal_obligation"),
    law=st.just(""),
    rows=st.integers(1, 9),
    until=st.sampled_from(["2028-10-11", "2031-12-31", ""]),
    waits_for=st.just("order"),
)


@given(kept=st.lists(KEPT, max_size=20))
def test_what_stays_is_told_once_for_each_reason_and_end_and_nothing_is_left_out(kept: list[Kept]) -> None:
    told = staying(kept)
    reasons = [(one.of.purpose, one.of.until) for one in told]
    assert len(set(reasons)) == len(reasons)
    every = {(one.of.purpose, one.of.until, category) for one in told for category in one.categories}
    assert every == {(one.purpose, one.until, one.category) for one in kept}
    for one in told:
        for place, count in one.places:
            same = [
                other.rows
                for other in kept
                if (other.purpose, other.until) == (one.of.purpose, one.of.until)
                and f"{other.system}.{other.collection}" == place
            ]
            assert count == max(same)
        same = [
            other.rows for other in kept if (other.purpose, other.until) == (one.of.purpose, one.of.until)
        ]
        assert one.latest == (max(same) > 1), "of one row alone the end is the very day"
    assert [one.of.until or "9" for one in told] == sorted(one.of.until or "9" for one in told)


@pytest.mark.parametrize(
    ("language", "dated", "free"),
    [
        ("da", "deles med andre, til senest 31. december 2031", "deles med andre, til næste gennemgang"),
        ("nb", "deles med andre, til senest 31. desember 2031", "deles med andre, til neste gjennomgang"),
        (
            "en",
            "shared with others, until 31 December 2031 at the latest",
            "shared with others, until the next sweep",
        ),
    ],
)
def test_what_stays_because_others_share_it_says_so_and_until_when(
    monkeypatch: pytest.MonkeyPatch, language: str, dated: str, free: str
) -> None:
    said: dict[str, str] = {}
    for package in ("holdord.web", "holdord.web.console"):
        said |= import_module(f"{package}.phrases_{language}").PHRASES
    monkeypatch.setattr(languages, "phrases", lambda _: said)
    held = ("shop", "messages", "correspondence", "claims", "legitimate_interest", "", 2)
    context = {"language": language}
    assert until(context, Kept(*held, "2031-12-31", stopped_by=SHARED), latest=True) == dated
    alone = Kept(*held[:-1], 1, "2031-12-31")
    latest = dated.split(", ")[1]
    assert until(context, alone, latest=True) == latest
    exact = {"da": "til 31. december 2031", "nb": "til 31. desember 2031", "en": "until 31 December 2031"}
    assert until(context, alone, latest=False) == exact[language]
    nobodys = Kept("shop", "messages", "correspondence", "", "", "", 2, stopped_by=SHARED)
    assert until(context, nobodys, latest=True) == free


def test_a_plan_tells_of_which_categories_how_many_rows_go() -> None:
    def step(name: str, act: Act, categories: tuple[str, ...], expected: int) -> Step:
        return Step(name, "messages", act, (), categories, (), expected, "", "")

    steps = (
        step("a", Act.CLEAR, ("name",), 1),
        step("b", Act.CLEAR, ("email",), 2),
        step("c", Act.CLEAR, ("name",), 1),
        step("d", Act.CLEAR, ("phone",), 0),
        step("e", Act.REMOVE, ("name", "email"), 3),
    )
    plan = Plan("erasure", NOW.isoformat(), "f" * 64, (Unit(1, "shop", "sqlite", steps),))
    assert rows(plan) == [
        ("shop.messages", "clear", ("email",), 2),
        ("shop.messages", "clear", ("name",), 2),
        ("shop.messages", "remove", ("name", "email"), 3),
    ]
    assert rows(None) == []
