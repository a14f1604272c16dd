"""URLs of making decks and keeping them good."""

from django.urls import path

from decks.editing import (
    bulk_views,
    card_list_views,
    card_views,
    copy_views,
    deck_views,
    deletion_views,
    history_views,
)

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

CARDS = [
    path("cards/<int:card_id>/edit/", card_views.edit_card, name="card_edit"),
    path("cards/<int:card_id>/duplicate/", card_views.duplicate, name="card_duplicate"),
    path("cards/<int:card_id>/place/", card_list_views.place, name="card_place"),
    path("decks/<int:deck_id>/cards/new/", card_views.new_card, name="card_new"),
    path("decks/<int:deck_id>/cards/act/", bulk_views.act, name="cards_act"),
    path(
        "decks/<int:deck_id>/cards/deleted/", bulk_views.deleted, name="cards_deleted"
    ),
    path(
        "decks/<int:deck_id>/cards/deleted/<int:moment>/restore/",
        bulk_views.restore,
        name="cards_restore",
    ),
    path(
        "decks/<int:deck_id>/cards/aside/<int:moment>/bring-back/",
        bulk_views.bring_back,
        name="cards_bring_back",
    ),
    path("decks/<int:deck_id>/tags/", card_list_views.tags, name="deck_tags"),
    path(
        "decks/<int:deck_id>/tags/options/",
        card_list_views.options,
        name="tag_options",
    ),
    path("decks/<int:deck_id>/weak/", card_list_views.weak, name="weak_spots"),
]

urlpatterns = [*CARDS, *HISTORY, *DECKS, *COPIES]
