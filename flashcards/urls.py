"""The site's table of URLs."""

from django.contrib import admin
from django.urls import include, path

from flashcards import health

handler500 = "flashcards.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("decks.urls")),
]
