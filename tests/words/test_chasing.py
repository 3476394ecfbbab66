"""Recipients are chased as often as was set, never sooner, and handed over at the end."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.words.chasing import RETRIES, Chasing, retry_after

START = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 50_000_000).map(lambda n: START + timedelta(minutes=n))
CHASINGS = st.builds(Chasing, st.integers(1, 60), st.integers(0, 10))


@given(CHASINGS, MOMENTS, st.data())
def test_whoever_never_answers_is_told_so_many_times_so_far_apart_and_then_handed_over(
    chasing: Chasing, first: datetime, data: st.DataObject
) -> None:
    sendings, moments, now = 0, [], first
    while not chasing.given_up(sendings):
        moments.append(now)
        sendings += 1
        late = timedelta(minutes=data.draw(st.integers(0, 10_000)))  # a worker is not always there at once
        now = chasing.next_at(now) + late
    assert sendings == chasing.times + 1
    assert all(b - a >= timedelta(days=chasing.days) for a, b in pairwise(moments))
    assert now >= first + chasing.whole


@given(st.integers(1, 100))
def test_calls_that_fail_are_made_again_later_and_later_and_not_for_ever(failures: int) -> None:
    wait = retry_after(failures)
    assert (wait is None) == (failures > len(RETRIES))
    if wait and failures > 1:
        before = retry_after(failures - 1)
        assert before
        assert wait > before


@pytest.mark.parametrize(("days", "times"), [(0, 3), (61, 3), (7, -1), (7, 11)])
def test_days_and_times_have_bounds(days: int, times: int) -> None:
    with pytest.raises(ValueError, match="chased after"):
        Chasing(days, times)
