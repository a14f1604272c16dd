"""URLs of talk."""

from django.urls import path

from decks.talk import (
    comment_views,
    group_talk_views,
    suggest_answer_views,
    suggest_views,
)

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

COMMENTS = [
    path("cards/<int:card_id>/talk/", comment_views.card_talk, name="card_talk"),
    path(
        "cards/<int:card_id>/talk/add/", comment_views.comment_add, name="comment_add"
    ),
    path(
        "suggestions/<int:suggestion_id>/talk/add/",
        comment_views.comment_add,
        name="suggestion_comment_add",
    ),
    path(
        "comments/<int:comment_id>/edit/",
        comment_views.comment_edit,
        name="comment_edit",
    ),
    path(
        "comments/<int:comment_id>/delete/",
        comment_views.comment_delete,
        name="comment_delete",
    ),
    path(
        "comments/<int:comment_id>/resolve/",
        comment_views.comment_resolve,
        name="comment_resolve",
    ),
    path("groups/<int:group_id>/talk/", group_talk_views.group_talk, name="group_talk"),
]

urlpatterns = [*SUGGESTIONS, *COMMENTS]
