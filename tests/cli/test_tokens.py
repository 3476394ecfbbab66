"""Tokens are made, shown once, listed and revoked by command."""

from pathlib import Path

from tests.cli.conftest import Holdord


def test_a_token_is_shown_once_and_listed_without_itself(holdord: Holdord, shop_folder: Path) -> None:
    made = holdord(
        "token", "new", "webshop", "--scope", "may", "--scope", "requests:read", "--expires", "2099-01-01"
    )
    assert made.code == 0, made.err
    token = made.out.strip()
    assert token.startswith("holdord_")
    listed = holdord("token", "list")
    assert "webshop" in listed.out
    assert "until 1 January 2099" in listed.out
    assert "never used" in listed.out
    assert token not in listed.out
    told = holdord("token", "list", "--json")
    assert token not in told.out
    assert told.json[0]["scopes"] == ["may", "requests:read"]
    assert told.json[0]["per_minute"] == 60_000
    id = told.json[0]["id"]
    assert holdord("token", "revoke", id).out == f"Token {id} is revoked.\n"
    assert holdord("token", "revoke", id).out == f"Token {id} was revoked before.\n"
    assert "No token is valid." in holdord("token", "list").out


def test_a_token_that_would_be_of_no_use_is_refused(holdord: Holdord, shop_folder: Path) -> None:
    for words, code in (
        (["The Shop", "--scope", "may"], "token-name"),
        (["shop", "--scope", "may", "--expires", "2020-01-01"], "token-unfit"),
        (["shop", "--scope", "notices:confirm", "--recipient", "nobody"], "unknown-name"),
    ):
        answer = holdord("--json", "token", "new", *words)
        assert answer.code == 1
        assert answer.codes == [code]
    assert holdord("token", "new", "shop").code == 2
    assert holdord("token", "new", "shop", "--scope", "everything").code == 2
    assert holdord("token", "new", "shop", "--scope", "may").code == 0
    assert holdord("--json", "token", "new", "shop", "--scope", "may").codes == ["token-name"]
