"""What is written down about log-ins goes after its time, and whoever is blocked stays so."""

from datetime import timedelta

from holdord.store import Store
from holdord.store.logins import STREAKS_STAY
from tests.store.cast import NOW, day

HOUR = timedelta(hours=1)


def test_rows_of_tries_go_after_their_time_and_blocks_stay(store: Store) -> None:
    from holdord.store.models import LoginStreak, SharedMark

    using = store._alias
    old, young = NOW - STREAKS_STAY - HOUR, NOW - HOUR
    for of, last, blocked in (
        ("over", old, None),
        ("once blocked", old, young),
        ("still blocked", old, day(1)),
        ("in a row", young, None),
    ):
        LoginStreak.objects.using(using).create(of=of, tries=3, last=last, blocked_until=blocked)
    for key, expires in (("over", young), ("known", day(1))):
        SharedMark.objects.using(using).create(cache_key=key, value="", expires=expires)
    assert store.forget_logins(NOW) == 2
    assert store.forget_logins(NOW) == 0
    kept = LoginStreak.objects.using(using).values_list("of", flat=True)
    assert set(kept) == {"still blocked", "in a row"}
    assert [mark.cache_key for mark in SharedMark.objects.using(using).all()] == ["known"]


def test_an_outlook_takes_the_place_of_the_one_before_and_is_no_forecast(store: Store) -> None:
    assert store.outlook() is None
    for number in (1, 2):
        store.save_outlook("policy", day(number), {"lines": [number]})
    seen = store.outlook()
    assert seen
    assert (seen.policy, seen.at, seen.counts) == ("policy", day(2), {"lines": [2]})
    assert store.last_forecast(day(9)) is None
