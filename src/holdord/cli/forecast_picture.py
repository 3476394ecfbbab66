"""The forecast as a picture: a calm SVG that says in words what it shows, in light and in dark."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from holdord.cli.phrases import counted, day, month

if TYPE_CHECKING:
    from holdord.workflows.forecasting import Forecast

WIDTH = 440
LABEL = 128
NUMBER = 64
ROW = 27
TOP = 84
BAR = 15
FULL = WIDTH - LABEL - NUMBER - 16
BREAK = 3
"""A bar for what is due now that is so many times longer than the longest month is drawn broken off."""

STYLE = """
svg{color-scheme:light dark;font:14px system-ui,sans-serif;fill:#1c2430}
.sheet{fill:#fff}.soft{fill:#55606e}.rows{fill:#2f6f8f}.fields{fill:#9cc3d5}.axis{stroke:#c9d0d8}
.gap{stroke:#fff;stroke-width:3;fill:none}
@media (prefers-color-scheme:dark){svg{fill:#e8ecf1}.sheet{fill:#151a20}.soft{fill:#a6b0bc}
.rows{fill:#6fb3d2}.fields{fill:#3f6273}.axis{stroke:#3a434e}.gap{stroke:#151a20}}
"""


def picture(seen: "Forecast", controller: str, name: str = "forecast") -> str:
    """The forecast as SVG: a bar for what is due now and for each month.

    `name` begins the ids in it; two pictures on one page must not have the same.
    """
    labels = ["Due now", *(month(one) for one in seen.months)]
    bars = [
        (
            sum(line.counts[i] for line in seen.lines if line.act == "remove"),
            sum(line.counts[i] for line in seen.lines if line.act != "remove"),
        )
        for i in range(len(labels))
    ]
    height = TOP + ROW * len(labels) + 14
    longest = max((rows + fields for rows, fields in bars[1:]), default=0)
    due = sum(bars[0])
    scale = due if due <= longest * BREAK or not longest else longest * BREAK
    body = "".join(
        part
        for i, (label, bar) in enumerate(zip(labels, bars, strict=True))
        for part in _bar(i, label, bar, max(scale, longest, 1))
    )
    told = f"{counted(due, 'ending')} due now; " + ", ".join(
        f"{label} {rows + fields:,}" for label, (rows, fields) in list(zip(labels, bars, strict=True))[1:]
    )
    under = f"{controller}, {day(seen.made_at[:10])}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-told"><title id="{name}-title">What goes in which month'
        f'</title><desc id="{name}-told">{escape(told)}.</desc><style>{STYLE}</style>'
        f'<rect class="sheet" width="{WIDTH}" height="{height}" rx="8"/>'
        f'<text x="16" y="29" font-size="17" font-weight="600">What goes in which month</text>'
        f'<text class="soft" x="16" y="48" font-size="12.5">{escape(under)}</text>'
        f"{_legend()}{body}</svg>\n"
    )


def _legend() -> str:
    return (
        '<rect class="rows" x="16" y="59" width="11" height="11" rx="2"/>'
        '<text class="soft" x="32" y="69" font-size="12.5">whole rows</text>'
        '<rect class="fields" x="118" y="59" width="11" height="11" rx="2"/>'
        '<text class="soft" x="134" y="69" font-size="12.5">only some fields of a row</text>'
    )


def _bar(index: int, name: str, bar: tuple[int, int], scale: int) -> Iterator[str]:
    y = TOP + ROW * index
    rows, fields = bar
    total = rows + fields
    broken = total > scale
    factor = FULL / (total if broken else scale)
    yield f'<text x="16" y="{y + 13}" font-size="13">{escape(name)}</text>'
    yield f'<line class="axis" x1="{LABEL + 8}" y1="{y - 2}" x2="{LABEL + 8}" y2="{y + ROW - 4}"/>'
    end = float(LABEL + 8)
    for kind, width in (("rows", rows * factor), ("fields", fields * factor)):
        if width:
            wide = max(width, 1.0)
            place = f'x="{end:.1f}" y="{y + 1}" width="{wide:.1f}" height="{BAR}"'
            yield f'<rect class="{kind}" {place} rx="1.5"/>'
            end += wide
    if broken:
        x = LABEL + FULL * 0.72
        yield f'<path class="gap" d="M{x:.0f} {y - 1}l5 6l-5 6l5 6M{x + 7:.0f} {y - 1}l5 6l-5 6l5 6"/>'
    yield f'<text class="soft" x="{end + 6:.1f}" y="{y + 13}" font-size="12.5">{total:,}</text>'
