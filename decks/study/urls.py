"""URLs of studying."""

from django.urls import path

from decks.study import views

urlpatterns = [
    path("study/", views.study_due, name="study_due"),
    path("decks/<int:deck_id>/study/", views.study_deck, name="study_deck"),
    path("decks/<int:deck_id>/archive/", views.archive_deck, name="archive_deck"),
    path("study/<uuid:session_id>/", views.study, name="study"),
    path(
        "study/<uuid:session_id>/cards/<int:card_id>/",
        views.study_answer,
        name="study_answer",
    ),
    path("study/<uuid:session_id>/rate/", views.rate_card, name="rate"),
    path("study/<uuid:session_id>/end/", views.study_end, name="study_end"),
    path("study/<uuid:session_id>/summary/", views.study_summary, name="study_summary"),
]
