"""URLs of making decks and keeping them good."""

from django.urls import path

from decks.editing import deck_views, deletion_views

DECKS = [
    path("decks/new/", deck_views.new_deck, name="deck_new"),
    path("decks/<int:deck_id>/edit/", deck_views.edit_deck, name="deck_edit"),
    path(
        "decks/<int:deck_id>/new-link/", deck_views.renew_link, name="deck_link_renew"
    ),
    path("decks/<int:deck_id>/put-away/", deck_views.archive, name="deck_archive"),
    path("decks/<int:deck_id>/take-out/", deck_views.unarchive, name="deck_unarchive"),
    path("decks/<int:deck_id>/copy/", deck_views.copy, name="deck_copy"),
    path("decks/<int:deck_id>/delete/", deletion_views.delete, name="deck_delete"),
    path("decks/<int:deck_id>/restore/", deletion_views.restore, name="deck_restore"),
    path("decks/deleted/", deletion_views.deleted, name="decks_deleted"),
]

urlpatterns = [*DECKS]
