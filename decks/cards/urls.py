"""URLs of the cards themselves."""

from django.urls import path

from decks.cards import views

urlpatterns = [
    path("cards/<int:card_id>/edit/", views.edit_card, name="card_edit"),
]
