"""The frame of every page that a command writes: one file, no script, nothing fetched from anywhere."""

from html import escape

STYLE = """
:root{color-scheme:light dark;--sheet:#fff;--ground:#f4f5f7;--ink:#1c2430;--soft:#55606e;--line:#dfe3e8;
--mark:#2f6f8f;--pale:#e8f1f5;--good:#2c6e49;--bad:#a33a2a}
@media (prefers-color-scheme:dark){:root{--sheet:#151a20;--ground:#0e1216;--ink:#e8ecf1;--soft:#a6b0bc;
--line:#2b333c;--mark:#7cbdda;--pale:#1b2a33;--good:#7cc79b;--bad:#e58f80}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;
overflow-wrap:break-word}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}
header p,.soft{color:var(--soft)}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .35rem}
section{background:var(--sheet);border:1px solid var(--line);border-radius:.75rem;
padding:1.25rem;margin:1.25rem 0}
p{margin:.35rem 0 .75rem}
a{color:var(--mark)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}
td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
.wide:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
code,pre{font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--ground);border-radius:.5rem;padding:.8rem 1rem;overflow-x:auto;margin:.5rem 0}
code{overflow-wrap:anywhere}
pre code{overflow-wrap:normal}
summary{cursor:pointer;color:var(--mark);padding:.4rem 0}
dl{margin:0}dt{font-weight:600;margin-top:.9rem}dd{margin:.1rem 0 .1rem 0}
.stays{color:var(--soft)}.goes{color:var(--bad)}.good{color:var(--good)}
svg{max-width:100%;height:auto;display:block}
footer{color:var(--soft);font-size:.88rem;margin-top:2rem}
"""


NOTHING_FETCHED = "default-src 'none'; style-src 'unsafe-inline'"


def framed(title: str, body: str, language: str = "en", style: str = "") -> str:
    """A whole page around a body of HTML."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_FETCHED}">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def grid(head: list[str], rows: list[list[str]], numbers: tuple[int, ...] = (), label: str = "") -> str:
    """A table; the cells are HTML already. On a narrow screen it scrolls by itself."""
    if not rows:
        return ""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(
        "<tr>"
        + "".join(f"<td{' class=number' if i in numbers else ''}>{cell}</td>" for i, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    named = f' role="region" aria-label="{escape(label)}" tabindex="0"' if label else ""
    return (
        f'<div class="wide"{named}><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'
    )
