"""A request for human review and one for rectification at the service company; prints their ids.

Run as a program in the server's environment, after the cast's accounts.
"""

from datetime import UTC, datetime

KARL = "karl.toft@mail.example"


def main() -> None:
    """Make the accounts and the requests."""
    import django

    django.setup()
    from holdord.web.offices import the_office
    from holdord.words.request import Channel, Right, Strength
    from holdord.workflows.requests import receiving
    from tests.web.console.cast import make_accounts

    the_office().store.requests()
    make_accounts()
    for right in (Right.RECTIFICATION, Right.HUMAN_REVIEW):
        id = receiving.receive(
            the_office(), right, Channel.PHONE, "da", {"email": KARL}, "", {}, "Jeg hedder Karl Tofte nu.",
            datetime.now(UTC), "carl", Strength.STAFF,
        )  # fmt: skip
        print(id)


if __name__ == "__main__":
    main()
