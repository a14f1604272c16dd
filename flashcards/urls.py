"""The site's table of URLs."""

from allauth.account import views as allauth_views
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.contrib import admin
from django.urls import include, path

from decks.accounts.entry_views import AddressView, ChangeView
from decks.accounts.identity import owner_required
from decks.accounts.twice import twice_is_once, whole_or_taken
from flashcards import health

handler400 = "flashcards.errors.bad_request"
handler500 = "flashcards.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(
        "accounts/password/set/",
        owner_required(allauth_views.password_set),
        name="account_set_password",
    ),
    path(
        "accounts/email/",
        twice_is_once(ChangeView.as_view(), then="account_email"),
        name="account_email",
    ),
    path(
        "accounts/confirm-email/<key>/",
        whole_or_taken(AddressView.as_view()),
        name="account_confirm_email",
    ),
    path("accounts/", include("allauth.account.urls")),
    path(
        "accounts/second-step/totp/activate/",
        twice_is_once(activate_totp, then="mfa_index"),
        name="mfa_activate_totp",
    ),
    path(
        "accounts/second-step/webauthn/add/",
        twice_is_once(add_webauthn, then="mfa_index"),
        name="mfa_add_webauthn",
    ),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
    path("", include("decks.urls")),
]
