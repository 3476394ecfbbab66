"""Addresses whose pages are imported when somebody first asks for one of them.

A server must answer its first page soon after its start, also on a slow machine, and one whose console or API
nobody uses need not hold them in memory.
"""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class _Nameless(URLResolver):
    """Addresses that nothing names: looking for the address of a name does not import them."""

    def _populate(self) -> None:
        self._reverse_dict = self._namespace_dict = self._app_dict = _Nothing()
        self._populated = True


class _Nothing(dict[str, object]):
    """No names, in whatever language."""

    def __missing__(self, language: str) -> dict[str, object]:
        return {}


def later(prefix: str, module: str, *, named: bool = False) -> URLResolver:
    """The `urlpatterns` of a module, below a prefix; `named` where pages link to them by name."""
    kind = URLResolver if named else _Nameless
    return kind(RoutePattern(prefix, is_endpoint=False), module)
