"""How a recipient who does not answer is chased, and how soon a call that failed is made again.

Whoever was told and does not confirm is told again after so many days, so many times; then a person of staff
takes over. A webhook that cannot be reached is called again on the schedule that the Standard Webhooks
specification proposes, over about three days, before a person is asked to look.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

RETRIES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""The waits between calls of one sending: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 hours."""


@dataclass(frozen=True, slots=True)
class Chasing:
    """Days until somebody is told again, and how often after the first time."""

    days: int = 7
    times: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 60 or not 0 <= self.times <= 10:
            raise ValueError("a recipient is chased after 1 to 60 days, at most 10 times")

    def next_at(self, sent: datetime) -> datetime:
        """When to look again at something that was sent."""
        return sent + timedelta(days=self.days)

    def given_up(self, sendings: int) -> bool:
        """Whether after so many sendings nothing more is sent."""
        return sendings > self.times

    @property
    def whole(self) -> timedelta:
        """From the first sending until a person of staff takes over."""
        return timedelta(days=self.days) * (self.times + 1)


def retry_after(failures: int) -> timedelta | None:
    """How long to wait after so many failures of one sending, one at least; None: no more."""
    return RETRIES[failures - 1] if failures <= len(RETRIES) else None
