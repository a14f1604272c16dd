"""The administration: people, decks and cards, groups, reports, jobs.

Superusers see all of it. Others with `is_staff` keep the decks that nobody owns
(`kept_by`) and answer reports; they see no one else's private decks: those that a group
lets them edit they edit on the site. Signing in and one's own password are the site's
pages, with their limits on trying. Learners' rows have composite keys and no place
here, nor have second steps, sessions and lists of addresses: what they hold lets one in
as somebody else.
"""

from allauth.account import admin as account_admin
from allauth.account.decorators import secure_admin_login
from allauth.mfa import admin as mfa_admin
from allauth.usersessions import admin as sessions_admin
from django.contrib import admin
from django.views.generic import RedirectView

from decks.administration import cards, decks, groups, jobs, people, reports

__all__ = ["cards", "decks", "groups", "jobs", "people", "reports"]

# By their own modules: these have registered them, and do not come later.
admin.site.unregister(
    [
        account_admin.EmailAddress,
        mfa_admin.Authenticator,
        sessions_admin.UserSession,
    ]
)

admin.site.site_header = admin.site.site_title = "Flashcards: administration"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Like signing in: by the site's own page, which limits trying and keeps the session.
admin.site.password_change = RedirectView.as_view(  # type: ignore[assignment,method-assign]
    pattern_name="account_change_password"
)
