"""What the system for requests holds itself: why, and for how long (Art. 15(1)(a), (d))."""

from collections.abc import Iterator

from holdord.letters.framing import capital
from holdord.letters.letter import Block, Heading, Paragraph, Table
from holdord.letters.phrases import Phrases
from holdord.letters.records import Case, Ours


def kept_here(case: Case, ours: Ours | None) -> Iterator[Block]:
    """Nothing where nothing is held here; else the purposes with their grounds and periods."""
    if ours is None or not ours.purposes:
        return
    words = Phrases(case.language, ours.policy)
    rows = []
    for purpose in map(ours.policy.purposes.__getitem__, ours.purposes):
        said = "; ".join(words.category(name) for name in purpose.categories if name != "staff_log")
        rows.append((capital(said), words.text(purpose.says), words.ground(purpose), words.period(purpose)))
    head = ("col_category", "col_purpose", "col_ground", "col_until")
    yield Heading(words.say("ours_heading"))
    yield Paragraph(words.say("ours_intro"))
    yield Table(words.say("ours_table"), tuple(map(words.say, head)), tuple(rows))
