"""Where each face lies: the public pages below their language, the console and the API below their names."""

from django.conf import settings
from django.urls import include, path, register_converter

from holdord.web import assets, faults, site
from holdord.web.centre.urls import LanguageConverter
from holdord.web.centre.views import choose_language
from holdord.web.recipients import arriving

register_converter(LanguageConverter, "language")

urlpatterns = [
    path("", choose_language),
    path("static/<path:path>", assets.serve),
    path("site/enter/", site.come_in),
    path("portability/receive/<str:code>", arriving.receive),
    path("portability/receive/<str:code>/", arriving.receive),
    path("<language:language>/", include("holdord.web.recipients.urls")),
    path("<language:language>/", include("holdord.web.centre.urls")),
]
for _prefix, _face in (("console/", "console"), ("api/", "api")):
    if _face in settings.FACES:
        urlpatterns.append(path(_prefix, include(f"holdord.web.{_face}.urls")))

handler400 = faults.not_understood
handler403 = faults.refused
handler404 = faults.nothing_here
handler500 = faults.our_fault
