"""URLs of accounts; signing in and out is allauth's, settings/ is `study`'s."""

from django.urls import path

from decks.accounts import views

urlpatterns = [
    path("settings/text-size/", views.text_size, name="text_size"),
]
