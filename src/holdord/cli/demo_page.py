"""The demo's report: one page that shows what happened and why, without script or anything fetched."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from holdord.cli.explain import kinds
from holdord.cli.forecast_picture import picture
from holdord.cli.pages import framed, grid
from holdord.cli.phrases import category, counted, day, ground, listed, minute
from holdord.cli.told import end, extent, latest_ends, statements, steps_of

if TYPE_CHECKING:
    from holdord.cli.demo_story import Story
    from holdord.words.plan import Kept, Step
    from holdord.words.policy import Policy

FIRST = 5
"""So many kinds of data are shown at once, the others when asked for."""

STYLE = """
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:1.25rem 0}
.figures div{background:var(--sheet);border:1px solid var(--line);border-radius:.75rem;padding:.8rem 1rem}
.figures strong{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.figures span{color:var(--soft);font-size:.88rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem}
.pair figure{margin:0;border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
figcaption{color:var(--soft);font-size:.9rem;padding:.6rem .9rem}
ul.plain{list-style:none;margin:0;padding:0}ul.plain li{margin:0 0 .3rem}
.digest{overflow-wrap:anywhere}
"""


def page(story: "Story") -> str:
    """The whole report."""
    parts = [
        _head(story),
        _policy(story),
        _person(story),
        _erasure(story),
        _done(story),
        _everybody(story),
        _proof(story),
    ]
    return framed("Holdord: the demo's report", "\n".join(parts), style=STYLE)


def _head(story: "Story") -> str:
    name = escape(story.policy.controller.name)
    figures = [
        (f"{story.customers:,}", f"{escape(story.day.people)} in the database"),
        (f"{_changed(story.erased.changed):,}", f"rows erased or cleared for {escape(story.person.name)}"),
        (f"{_changed(story.expired.changed):,}", "rows removed or cleared, their time being up"),
        (
            f"{story.verdict.records:,}",
            "records of evidence, chain whole" if story.verdict.holds else "broken",
        ),
    ]
    cells = "".join(f"<div><strong>{number}</strong><span>{told}</span></div>" for number, told in figures)
    return (
        f"<header><h1>A company that keeps its word</h1><p>{name} is invented, and so are its people. What "
        "follows is what Holdord did with its database a moment ago, from the policy it states in "
        f'files.</p></header><div class="figures">{cells}</div>'
    )


def _changed(changed: "dict[str, int]") -> int:
    return sum(changed.values())


def _section(title: str, lead: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2><p>{lead}</p>{body}</section>"


def _policy(story: "Story") -> str:
    purposes = (story.folder / "policy" / "purposes.yaml").read_text(encoding="utf-8")
    tables = (story.folder / "policy" / f"{story.system}.yaml").read_text(encoding="utf-8")
    policy = story.policy
    lead = (
        f"{counted(len(policy.purposes), 'purpose')} say what data is held for, on which ground and until "
        f"when; a map says what the {counted(sum(1 for _ in policy.collections()), 'table')} hold of whom. "
        "Two pieces of it:"
    )
    body = _code(excerpt(purposes, "bookkeeping")) + _code(excerpt(tables, story.day.shown))
    return _section("The policy", lead, body)


def excerpt(text: str, name: str) -> str:
    """The lines of a policy file that state one name, down to the next blank line."""
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.strip() == f"{name}:")
    found = []
    for line in lines[first:]:
        if not line.strip():
            break
        found.append(line)
    return "\n".join(line.removeprefix("  ") for line in found)


def _code(text: str) -> str:
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def _person(story: "Story") -> str:
    policy = story.policy
    rows = []
    for kind in kinds(policy, story.explanation):
        stays = [
            f"{escape(_cap(end(policy, purpose, until, latest)))} <span class=soft>"
            f"({escape(ground(policy, purpose))}; {escape(_tables(places))})</span>"
            for purpose, until, latest, places in kind.holding
        ]
        if kind.free:
            stays.append(f"<span class=goes>Nothing holds it in {escape(_tables(kind.free))}</span>")
        told = "".join(f"<li>{line}</li>" for line in stays)
        rows.append([escape(category(policy, kind.category)), f"<ul class=plain>{told}</ul>"])
    lead = (
        f"{escape(story.person.name)} is found by {story.day.pronouns.whose} e-mail address in "
        f"{counted(len(story.explanation.held), 'table')}. Each piece of it stays while a purpose needs it:"
    )
    head = ["kind", "stays"]
    rest = f"<details><summary>{counted(len(rows[FIRST:]), 'more kind')} of data</summary>"
    rest += f"{grid(head, rows[FIRST:])}</details>"
    return _section(
        f"What is held about {story.day.pronouns.of}, and why", lead, grid(head, rows[:FIRST]) + rest
    )


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tables(places: Iterable[str]) -> str:
    return listed(place.partition(".")[2].replace("_", " ") for place in places)


def _erasure(story: "Story") -> str:
    policy, plan = story.policy, story.plan
    sql = escape("\n".join(statements(plan)))
    body = (
        f"<h3>What goes</h3>{_steps(policy, steps_of(plan))}<h3>What stays, and why</h3>"
        f"{_kept(policy, plan.kept)}<p class=digest>Digest <code>{plan.digest}</code></p>"
        f'<details><summary>The statements that run</summary><pre tabindex="0"><code>{sql}</code></pre>'
        "</details>"
    )
    one, _, whose = story.day.pronouns
    lead = (
        f"{one.capitalize()} asks for erasure: {whose} consents count as withdrawn, {whose} objection as "
        "made. The plan is shown before anything is changed; whoever confirms its digest confirms exactly "
        "these statements."
    )
    return _section("The plan", lead, body)


def _steps(policy: "Policy", steps: "Iterable[tuple[str, Step]]") -> str:
    rows = [
        [f"{step.expected:,}", escape(step.collection.replace("_", " ")), escape(extent(policy, step))]
        for _, step in steps
    ]
    return grid(["rows", "table", "what of them"], rows, numbers=(0,))


def _kept(policy: "Policy", kept: "Sequence[Kept]") -> str:
    groups: dict[tuple[str, str, bool], dict[str, list[str]]] = {}
    for one in kept:
        where = groups.setdefault((one.purpose, one.until, one.shared), {}).setdefault(one.collection, [])
        where.append(category(policy, one.category))
    found = sorted(groups.items(), key=lambda one: one[0][1] or "9")
    several = latest_ends(kept)
    return f"<dl>{''.join(_holding(policy, *why, why in several, held) for why, held in found)}</dl>"


def _holding(
    policy: "Policy", purpose: str, until: str, shared: bool, of_several: bool, held: dict[str, list[str]]
) -> str:
    """One purpose with its end, its ground and what it holds where."""
    ends = "shared with others, until the next sweep" if shared and not purpose else ""
    ends = ends or f"{end(policy, purpose, until, of_several)}{', shared with others' if shared else ''}"
    told = f"<dt>{escape(_cap(ends))}</dt>"
    told += f"<dd class=soft>{escape(ground(policy, purpose))}</dd>"
    for name, said in held.items():
        told += f"<dd>{escape(name.replace('_', ' '))}: {escape(listed(said))}</dd>"
    return told


def _done(story: "Story") -> str:
    stages = [
        f"<tr><td>{escape(_cap(stage.name))}</td><td>{_stage(stage.reached, stage.by, stage.next)}</td></tr>"
        for found in story.erased.stages.values()
        for stage in found
    ]
    body = f"<table><tbody>{''.join(stages)}</tbody></table>"
    lead = (
        f"Confirmed, run in {counted(story.erased.transactions, 'transaction')} that held its locks for "
        f"{story.erased.longest * 1000:.0f} ms, read back, recorded. "
        f"{story.day.pronouns.whose.capitalize()} e-mail address stood "
        f"{counted(story.seen_before, 'time')} in the bytes of the database's file; now it stands there "
        f"{counted(story.seen_after, 'time')}."
    )
    return _section("Erased: which erased?", lead, body)


def _stage(reached: bool, by: str, then: str) -> str:
    if reached:
        return "<span class=good>yes</span>"
    when = f"by {day(by)}" if by else "not yet"
    return escape(f"{when}: {then}" if then else when)


def _everybody(story: "Story") -> str:
    name = story.policy.controller.name
    pictures = "".join(
        f"<figure>{picture(seen, name, f'picture{i}')}<figcaption>{told}</figcaption></figure>"
        for i, (seen, told) in enumerate(
            (
                (story.before, "Before: twelve years of what nobody removed."),
                (story.after, "After the sweep."),
            )
        )
    )
    lead = (
        "The same mechanism, for everybody, by time: what no purpose holds any more goes, in short "
        f"transactions beside a database in use (the longest {story.expired.longest * 1000:.0f} ms)."
    )
    table = _steps(story.policy, steps_of(story.expiry))
    details = f"<details><summary>What went, table by table</summary>{table}</details>"
    return _section("Everybody else", lead, f'<div class="pair">{pictures}</div>{details}')


def _proof(story: "Story") -> str:
    verdict = "The chain holds" if story.verdict.holds else "The chain does not hold"
    rows = [
        [
            f"<code>{escape(name)}</code>",
            escape(run.kind),
            escape(minute(run.at)),
            f"{sum(run.steps.values()):,}",
            f"<code>{run.plan[:12]}</code>",
            f"<code>{run.policy[:12]}</code>",
        ]
        for name, run in story.runs.items()
    ]
    head = ["run", "kind", "when", "rows", "plan", "policy"]
    lead = (
        f"{verdict}: {counted(story.verdict.records, 'record')} under "
        f"{counted(story.verdict.seals, 'seal')}. Each says which step of which plan, under which version of "
        "the policy, erased how much of what; none holds a name, an address or any other personal "
        "value. Verifying needs no server."
    )
    seal = f"<p class=digest>Last seal <code>{story.verdict.last_seal}</code></p>"
    return _section("The proof", lead, grid(head, rows, numbers=(3,), label="runs") + seal)
