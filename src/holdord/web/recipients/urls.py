"""The addresses of the pages for recipients, below their language."""

from django.urls import path

from holdord.web.recipients import views

urlpatterns = [path("notices/<str:id>/<str:code>/", views.confirm)]
