"""Which tests run together in one process of `make test`, and which begin first.

A module stays together, as with --dist loadscope. So do the modules that share what each process would make
for itself: a shop, a server with its cast. What takes long begins first; else all wait for it in the end.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/oscar/", "tests/web/api/", "tests/web/attacks/", "tests/web/centre/", "tests/web/console/")
ALONE = ("tests/web/console/test_pages.py",)
FIRST = (
    "tests/web/console/",
    "tests/web/console/test_pages.py",
    "tests/oscar/",
    "tests/bench/",
    "tests/cli/test_demo.py",
    "tests/web/",
    "tests/cases/",
    "tests/workflows/",
    "tests/connectors/",
    "tests/attack/",
)


def together(nodeid: str) -> str:
    """What a test shares with those that run in the same process: its folder, or its module and class."""
    scope = nodeid.rsplit("::", 1)[0]
    if scope.startswith(ALONE):
        return scope
    return next((folder for folder in TOGETHER if scope.startswith(folder)), scope)


def turn(scope: str, tests: int) -> tuple[int, int]:
    """When it begins: what is said to be long by its longest name, the others by how many tests they have."""
    known = [name for name in FIRST if scope.startswith(name)]
    return (FIRST.index(max(known, key=len)) if known else len(FIRST), -tests)


class Scheduling(LoadScopeScheduling):
    """--dist loadscope with what we know about our own tests."""

    _in_order = False

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        if not self._in_order:
            self._in_order = True
            for scope in sorted(self.workqueue, key=lambda scope: turn(scope, len(self.workqueue[scope]))):
                self.workqueue.move_to_end(scope)
        super()._assign_work_unit(node)
