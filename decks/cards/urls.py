"""URLs of what others may find."""

from django.urls import path

from decks.cards import library_views

urlpatterns = [
    path("library/", library_views.library, name="library"),
]
