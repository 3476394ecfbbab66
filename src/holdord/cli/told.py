"""How plans, what stays, and reports of runs are told: the same words in every command."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from holdord.cli.phrases import category, counted, day, folded, ground, listed, minute, of_rows, period, table

if TYPE_CHECKING:
    from holdord.words.plan import Kept, Plan, Step
    from holdord.words.policy import Policy
    from holdord.words.stages import Stage
    from holdord.workflows.running import Report


def what_goes(policy: "Policy", steps: "Iterable[tuple[str, Step]]") -> list[str]:
    """A line for each step: how many rows, where, and whether whole or only some fields."""
    return table(
        (
            (of_rows(step.expected), f"{system}.{step.collection}", extent(policy, step))
            for system, step in steps
            if step.expected
        ),
        right=[0],
    )


def extent(policy: "Policy", step: "Step") -> str:
    """Whether rows go whole, or which of their fields."""
    if str(step.act) == "remove":
        return "the whole row goes"
    said = [category(policy, name) for name in step.categories]
    return f"only {listed(said)} {'goes' if len(said) == 1 else 'go'}"


def steps_of(plan: "Plan") -> "Iterator[tuple[str, Step]]":
    """The steps of a plan with their systems."""
    for unit in plan.units:
        for step in unit.steps:
            yield unit.system, step


def what_stays(policy: "Policy", kept: "Sequence[Kept]") -> Iterator[str]:
    """For each purpose and end: what it holds, on which ground."""
    groups: dict[tuple[str, str, bool], dict[str, dict[str, int]]] = {}
    several = latest_ends(kept)
    for one in kept:
        if not one.halted:
            held = groups.setdefault((one.purpose, one.until, one.shared), {})
            there = held.setdefault(f"{one.system}.{one.collection}", {})
            there[one.category] = max(there.get(one.category, 0), one.rows)
    for (purpose, until, shared), held in sorted(groups.items(), key=lambda one: (one[0][1] or "9", one[0])):
        of_several = (purpose, until, shared) in several
        yield f"  {(for_others if shared else for_them)(policy, purpose, until, of_several)}"
        for where, categories in held.items():
            said = listed(category(policy, name) for name in categories if name)
            yield f"      {where}: {counted(max(categories.values()), 'row')}{': ' if said else ''}{said}"


def latest_ends(kept: "Iterable[Kept]") -> set[tuple[str, str, bool]]:
    """Of which of what is told together, by purpose, end and sharing, that end is the latest of several."""
    return {(one.purpose, one.until, one.shared) for one in kept if one.latest}


def for_them(policy: "Policy", purpose: str, until: str, latest: bool) -> str:
    """ "until 31 December 2031 (bookkeeping, legal obligation)"."""
    return f"{end(policy, purpose, until, latest)} ({ground(policy, purpose)})"


def for_others(policy: "Policy", purpose: str, until: str, latest: bool) -> str:
    """The same of what others share who did not ask: the latest day, for they may ask too."""
    if not purpose:
        return "until the next sweep, shared with others"
    return f"{for_them(policy, purpose, until, latest)}, shared with others"


def end(policy: "Policy", purpose: str, until: str, latest: bool) -> str:
    """ "until 31 December 2031", "at the latest" where it is the latest of several, or what happens first."""
    if until:
        return f"until {day(until)}{' at the latest' if latest else ''}"
    stated = period(policy, purpose)
    if stated.startswith(("until", "while")):
        return stated
    return f"{stated}, which has not happened yet" if stated else "without an end"


def what_stops(kept: "Iterable[Kept]") -> Iterator[str]:
    """What stands in the way of every ending: holds and restrictions."""
    found: dict[str, dict[str, int]] = {}
    for one in kept:
        if one.halted:
            found.setdefault(one.stopped_by, {})[f"{one.system}.{one.collection}"] = one.rows
    for name, where in found.items():
        yield f"  {name}: {folded(where)}"


def statements(plan: "Plan") -> Iterator[str]:
    """The SQL of a plan, as it will run, with its parameters."""
    for unit in plan.units:
        once = f"in steps of at most {unit.chunk:,} rows" if unit.chunk else "in one transaction"
        yield f"-- {unit.system} ({unit.dialect}), {once}"
        for name, value in unit.parameters.items():
            yield f"--   :{name} = {_shortened(value)}"
        for pick in unit.picks:
            lists = ", ".join(f":{name}" for name in pick.names)
            yield f"-- {lists}: rows of {pick.collection}, picked first"
            yield f"{pick.sql};"
        for step in unit.steps:
            yield f"-- {step.name}: {counted(step.expected, 'row')}"
            yield f"{step.act_sql};"


def _shortened(value: Any) -> str:
    if isinstance(value, list) and len(value) > 8:
        return f"{', '.join(map(str, value[:8]))}, … ({len(value):,} in all)"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def what_happened(report: "Report", plan: "Plan", policy: "Policy", state: str) -> Iterator[str]:
    """A run in words: what went, which erasure that is, and what is still to come."""
    if report.already_done:
        yield f"This plan was already run to its end (run {report.run}). Nothing was done again."
    else:
        yield f"Run {report.run}: {_ended(state, report)}"
    done = ((system, step, report.changed.get(step.name, 0)) for system, step in steps_of(plan))
    yield from table(
        (
            (
                of_rows(changed),
                f"{system}.{step.collection}",
                _done(step),
            )
            for system, step, changed in done
            if changed
        ),
        right=[0],
    )
    if report.longest:
        yield (
            f"{counted(report.transactions, 'transaction')}, the longest {report.longest * 1000:,.0f} ms"
            + (f", {report.repeated} already done before" if report.repeated else "")
        )
    if report.already_done or any(report.changed.values()):
        yield from what_erased_means(report.stages, plan.kind)


def _done(step: "Step") -> str:
    if str(step.act) == "remove":
        return "gone"
    return f"{'corrected' if str(step.act) == 'rectify' else 'cleared'}: {', '.join(step.columns)}"


def _ended(state: str, report: "Report") -> str:
    if state == "done":
        return "done, read back and recorded."
    if state == "stopped":
        return "stopped. Make a new plan and look at it."
    return "not finished. Repeat it once the cause is gone; what is done is not done again."


def what_erased_means(stages: "Mapping[str, Sequence[Stage]]", kind: str = "erasure") -> Iterator[str]:
    """Which *erased* has been reached in each system, and what brings the rest."""
    head = "What became of the old values in" if kind == "rectification" else "What erased means in"
    for system, found in stages.items():
        if found:
            yield f"{head} {system}:"
        for stage in found:
            if stage.reached:
                yield f"  {stage.name}: yes"
            else:
                by = f"by {day(stage.by)}" if stage.by else "not yet"
                yield f"  {stage.name}: {by}" + (f" ({stage.next})" if stage.next else "")


def made(plan: "Plan") -> str:
    """ "made 20 November 2026 at 14:05 UTC under policy version 0a1b2c3d4e5f"."""
    return f"made {minute(plan.made_at)} under policy version {plan.policy[:12]}"
