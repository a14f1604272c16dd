"""URLs of making decks and keeping them good."""

from django.urls import path

from decks.editing import copy_views, deck_views, deletion_views, history_views

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

COPIES = [
    path("decks/<int:deck_id>/copies/", copy_views.copies, name="copies"),
    path("decks/<int:deck_id>/copies/check/", copy_views.check, name="copies_check"),
    path("copies/<int:pair_id>/", copy_views.pair, name="copy_pair"),
]

HISTORY = [
    path(
        "cards/<int:card_id>/history/", history_views.card_history, name="card_history"
    ),
    path(
        "cards/<int:card_id>/history/put-back/",
        history_views.put_card_back,
        name="card_put_back",
    ),
]

urlpatterns = [*HISTORY, *DECKS, *COPIES]
