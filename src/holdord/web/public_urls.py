"""Where everything lies but the console: the public pages below their language, the API below its name."""

from django.conf import settings
from django.urls import include, path

from holdord.web import assets, faults
from holdord.web.centre.views import choose_language
from holdord.web.later import later

urlpatterns = [
    path("", choose_language),
    path("static/<path:path>", assets.serve),
    path("<language:language>/", include("holdord.web.centre.urls")),
    later("<language:language>/", "holdord.web.recipients.urls"),
    later("site/enter/", "holdord.web.site"),
    later("portability/receive/", "holdord.web.recipients.arriving"),
]
if "api" in settings.FACES:
    urlpatterns.append(later("api/", "holdord.web.api.urls"))

handler400 = faults.not_understood
handler403 = faults.refused
handler404 = faults.nothing_here
handler500 = faults.our_fault
