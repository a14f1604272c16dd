"""URLs of the cards themselves."""

from django.urls import path

from decks.cards import library_views, views

urlpatterns = [
    path("library/", library_views.library, name="library"),
    path("cards/<int:card_id>/edit/", views.edit_card, name="card_edit"),
]
