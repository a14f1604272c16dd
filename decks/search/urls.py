"""URL of the search page."""

from django.urls import path

from decks.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
]
