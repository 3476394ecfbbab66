"""How long Holdord may keep a shop waiting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, set on every session. 0 means no limit.

    `lock_seconds`: how long to wait for a row or table that the shop holds. `statement_seconds`: the longest
    statement that changes rows. `reading_seconds`: the longest one that only reads, such as a forecast.
    `connect_seconds`: how long to wait for the server to answer at all.
    """

    lock_seconds: float = 2.0
    statement_seconds: float = 60.0
    reading_seconds: float = 600.0
    connect_seconds: float = 10.0

    def longest(self, acting: bool) -> float:
        """The longest statement on a session that acts, or on one that only reads."""
        return self.statement_seconds if acting else self.reading_seconds
