"""URLs of one's own settings; signing in and out is allauth's, under accounts/."""

from django.urls import path

from decks.accounts import views

urlpatterns = [
    path("settings/", views.preferences, name="preferences"),
    path("settings/text-size/", views.text_size, name="text_size"),
]
