"""A shop without pictures: oscar wants a picture package, and none tells anything about people."""

from types import SimpleNamespace
from typing import Any

from oscar.core.thumbnails import AbstractThumbnailer


class NoThumbnails(AbstractThumbnailer):
    """Gives every product the same address of a picture that nobody loads."""

    def generate_thumbnail(self, source: Any, **opts: Any) -> Any:
        """The place of a picture."""
        return SimpleNamespace(url="/static/none.png", width=1, height=1)

    def delete_thumbnails(self, source: Any) -> None:
        """There are none."""
