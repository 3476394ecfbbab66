"""How large a run is. What is not said takes the sizes that the limits are meant for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """`customers` and `rows` replace the sizes of a benchmark; `repeats` is how often each side is timed."""

    customers: int | None = None
    rows: int | None = None
    repeats: int | None = None

    def shops(self) -> list[tuple[int, int]]:
        """(customers, orders each) of the shops that a benchmark about one person runs on."""
        return [(self.customers, 10)] if self.customers else [(100_000, 10), (1_000_000, 1)]

    def shop(self) -> tuple[int, int]:
        """(customers, orders each) where one shop is enough."""
        return self.shops()[0]
