"""The site's table of URLs."""

from allauth.account import views as allauth_views
from django.contrib import admin
from django.urls import include, path

from decks.accounts.identity import owner_required
from flashcards import health

handler500 = "flashcards.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(
        "accounts/password/set/",
        owner_required(allauth_views.password_set),
        name="account_set_password",
    ),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
    path("", include("decks.urls")),
]
