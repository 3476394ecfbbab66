"""The addresses that letters name: pages of the privacy centre, as people reach it.

They hold the request's random id and a code, and nothing about the person.
"""

from collections.abc import Mapping

HERE = "http://127.0.0.1:8461"
"""Where `holdord serve` answers when HOLDORD_ADDRESS does not say how people reach it."""


def address_of(environment: Mapping[str, str]) -> str:
    """How people reach the server: HOLDORD_ADDRESS, without it this machine."""
    return environment.get("HOLDORD_ADDRESS", "").rstrip("/") or HERE


def confirm_link(environment: Mapping[str, str], language: str, id: str, code: str) -> str:
    """The page on which somebody shows that they read an address."""
    return f"{address_of(environment)}/{language}/confirm/{id}/{code}/"


def answer_link(environment: Mapping[str, str], language: str, id: str, code: str) -> str:
    """The page on which an answer is fetched, once."""
    return f"{address_of(environment)}/{language}/answer/{id}/{code}/"


def request_link(environment: Mapping[str, str], id: str) -> str:
    """The page of a request in the console."""
    return f"{address_of(environment)}/console/requests/{id}/"
