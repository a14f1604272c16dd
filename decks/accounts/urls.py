"""URLs of accounts; signing in and out is allauth's, settings/ is `study`'s."""

from django.urls import path

from decks.accounts import entry_views, views

urlpatterns = [
    path("settings/text-size/", views.text_size, name="text_size"),
    path("settings/is-it-you/", entry_views.sign_in_again, name="sign_in_again"),
    path(
        "settings/sessions/<int:session_id>/end/",
        entry_views.session_end,
        name="session_end",
    ),
]
