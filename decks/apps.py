"""The one Django app; its rooms are the folders beside this file."""

from django.apps import AppConfig


class DecksConfig(AppConfig):
    """Named in INSTALLED_APPS; starts nothing."""

    name = "decks"
    verbose_name = "Flashcards"
    default_auto_field = "django.db.models.BigAutoField"
