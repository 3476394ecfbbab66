"""The rows of a sample, from a live database."""

from collections.abc import Iterator

from holdord.planning.samples import Sample
from holdord.workflows.office import Readers


def sampled(
    readers: Readers, system: str, sample: Sample, rows: int, turn: int
) -> Iterator[tuple[object, ...]]:
    """The newest `rows` of a table and, where there are more, as many from another place each `turn`."""
    newest = readers.rows(system, sample.newest)
    yield from newest
    if len(newest) < rows or sample.reach is None:
        return
    lowest, end = readers.rows(system, sample.reach)[0]
    if isinstance(lowest, int) and isinstance(end, int):
        yield from readers.rows(system, sample.stretch(lowest, end, turn))
