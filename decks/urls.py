"""The app's table of URLs: one line for each vertical."""

from django.urls import include, path

urlpatterns = [
    path("", include("decks.accounts.urls")),
    path("", include("decks.cards.urls")),
    path("", include("decks.study.urls")),
    path("", include("decks.notices.urls")),
    path("", include("decks.groups.urls")),
    path("", include("decks.editing.urls")),
    path("", include("decks.reports.urls")),
    path("", include("decks.search.urls")),
    path("", include("decks.transfer.urls")),
    path("", include("decks.talk.urls")),
    path("", include("decks.progress.urls")),
    path("", include("decks.mails.urls")),
    path("", include("decks.closing.urls")),
]
