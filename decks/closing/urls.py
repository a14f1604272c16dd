"""The URL of the end of an account."""

from django.urls import path

from decks.closing import views

urlpatterns = [
    path("settings/delete-account/", views.account_delete, name="account_delete"),
]
