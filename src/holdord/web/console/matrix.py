"""The picture of risks: four steps of consequence, upwards, and four of likelihood, to the right."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from holdord.words.risk import Exposure, Level, Risk

SIDE = 92
LEFT = 108
TOP = 32
DOT = 12
"""Sizes in units of the picture: a square, what stands left of and above them, and half a mark."""

ACROSS = 3
"""So many marks stand beside each other in a square; more stand below."""


@dataclass(frozen=True, slots=True)
class Square:
    """One consequence with one likelihood: where it lies, and how high the two are together."""

    x: int
    y: int
    band: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a risk stands: its number, before its measures (`after` False) or with them."""

    number: int
    x: int
    y: int
    after: bool

    @property
    def left(self) -> int:
        """Where the square mark begins."""
        return self.x - DOT

    @property
    def top(self) -> int:
        """Its upper edge."""
        return self.y - DOT

    @property
    def foot(self) -> int:
        """Where its number is written."""
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Side:
    """The name of a step beside the squares, and where it is written."""

    level: str
    at: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole picture."""

    squares: tuple[Square, ...]
    marks: tuple[Mark, ...]
    consequences: tuple[Side, ...]
    likelihoods: tuple[Side, ...]
    side: int = SIDE
    left: int = LEFT
    dot: int = DOT
    width: int = LEFT + 4 * SIDE + 8
    height: int = TOP + 4 * SIDE + 52

    @property
    def beside(self) -> int:
        """Where the names of consequences end."""
        return self.left - 10

    @property
    def under(self) -> int:
        """Where the names of likelihoods are written."""
        return TOP + 4 * SIDE + 20

    @property
    def bottom(self) -> int:
        """Where what they are is written."""
        return self.height - 8

    @property
    def middle(self) -> int:
        """The middle of the squares, across."""
        return self.left + 2 * SIDE


def matrix(risks: Sequence[Risk]) -> Matrix:
    """The picture of some risks, numbered from one in their order."""
    squares = tuple(
        Square(_x(likelihood), _y(consequence), str(Exposure(consequence, likelihood).band))
        for consequence in Level
        for likelihood in Level
    )
    return Matrix(
        squares,
        tuple(_marks(risks)),
        tuple(Side(str(level), _y(level) + SIDE // 2 + 4) for level in Level),
        tuple(Side(str(level), _x(level) + SIDE // 2) for level in Level),
    )


def _marks(risks: Sequence[Risk]) -> list[Mark]:
    """Every mark with a place of its own in its square."""
    taken: dict[Exposure, int] = defaultdict(int)
    marks = []
    for number, risk in enumerate(risks, 1):
        for exposure, after in ((risk.before, False), (risk.after, True)):
            if exposure is None:
                continue
            down, across = divmod(taken[exposure], ACROSS)
            taken[exposure] += 1
            x = _x(exposure.likelihood) + 18 + across * 28
            y = _y(exposure.consequence) + 18 + down * 28
            marks.append(Mark(number, x, y, after))
    return marks


def _x(likelihood: Level) -> int:
    return LEFT + (likelihood.step - 1) * SIDE


def _y(consequence: Level) -> int:
    return TOP + (4 - consequence.step) * SIDE
