"""The administration: people, decks and cards, groups, reports, jobs.

Superusers see all of it. Others with `is_staff` keep the decks that nobody owns
(`kept_by`) and answer reports; they see no one else's private decks: those that a group
lets them edit they edit on the site. Signing in is the site's own page, with its limit
on trying. Learners' rows have composite keys and no place here.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from decks.administration import cards, decks, groups, jobs, people, reports

__all__ = ["cards", "decks", "groups", "jobs", "people", "reports"]

admin.site.site_header = admin.site.site_title = "Flashcards: administration"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
