"""Statements are about what has been said: their time is not in the future."""

from datetime import datetime, timedelta


def not_ahead(at: datetime | None, now: datetime) -> datetime:
    """The time of a statement; raises Refused when it has not come yet."""
    from holdord.workflows.office import refuse

    if at and at > now + timedelta(minutes=2):
        raise refuse(
            "statement-of-the-future", "this moment has not come yet", "give the time at which it was said"
        )
    return at or now


def standing(id: str, known: list[str], what: str) -> None:
    """Refuse an id that no standing hold or restriction has."""
    from holdord.workflows.office import refuse

    if id not in known:
        raise refuse(
            "unknown-id", f"no {what} with this id stands", f"`holdord {_LIST[what]} list` lists them"
        )


_LIST = {"hold": "hold", "restriction": "restrict"}
