"""URLs of talk."""

from django.urls import path

from decks.talk import suggest_answer_views, suggest_views

SUGGESTIONS = [
    path(
        "cards/<int:card_id>/suggest/",
        suggest_views.suggest_change,
        name="suggest_change",
    ),
    path(
        "cards/<int:card_id>/suggest/removal/",
        suggest_views.suggest_removal,
        name="suggest_removal",
    ),
    path("decks/<int:deck_id>/suggest/", suggest_views.suggest_new, name="suggest_new"),
    path(
        "decks/<int:deck_id>/suggestions/",
        suggest_answer_views.suggestions,
        name="suggestions",
    ),
    path(
        "suggestions/<int:suggestion_id>/",
        suggest_answer_views.suggestion,
        name="suggestion",
    ),
    path(
        "suggestions/<int:suggestion_id>/answer/",
        suggest_answer_views.suggestion_answer,
        name="suggestion_answer",
    ),
    path(
        "suggestions/<int:suggestion_id>/change/",
        suggest_views.suggestion_change,
        name="suggestion_change",
    ),
    path(
        "suggestions/<int:suggestion_id>/withdraw/",
        suggest_views.suggestion_withdraw,
        name="suggestion_withdraw",
    ),
]

urlpatterns = [*SUGGESTIONS]
