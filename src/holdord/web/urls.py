"""Where each face lies, the console too. Whoever asks for nothing of the console's is not led by these.

Only the console's pages link to each other by name, and looking for a name would import all that it has; the
middleware therefore answers everybody else by `public_urls` (`Headers`).
"""

from django.conf import settings

from holdord.web import public_urls
from holdord.web.later import later
from holdord.web.public_urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = list(public_urls.urlpatterns)
if "console" in settings.FACES:
    urlpatterns.append(later("console/", "holdord.web.console.urls", named=True))
