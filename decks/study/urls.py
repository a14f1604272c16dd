"""URLs of studying."""

from django.urls import path

from decks.study import (
    browse_views,
    choose_views,
    exam_views,
    kept_views,
    link_views,
    mark_views,
    option_views,
    views,
)

urlpatterns = [
    path("study/", views.study_due, name="study_due"),
    path("study/choose/", choose_views.choose, name="choose"),
    path("decks/<int:deck_id>/study/", views.study_deck, name="study_deck"),
    path("decks/<int:deck_id>/archive/", views.archive_deck, name="archive_deck"),
    path("settings/", option_views.preferences, name="preferences"),
    path("decks/<int:deck_id>/options/", option_views.options, name="deck_options"),
    path("decks/<int:deck_id>/defaults/", option_views.defaults, name="deck_defaults"),
    path("decks/<int:deck_id>/exam/", exam_views.exam, name="deck_exam"),
    path("decks/<int:deck_id>/exam/study/", exam_views.final_pass, name="study_exam"),
    path("decks/link/<slug:link_key>/", link_views.link, name="deck_link"),
    path(
        "decks/link/<slug:link_key>/study/",
        link_views.study_by_link,
        name="deck_link_study",
    ),
    path("study/kept/", kept_views.kept, name="kept"),
    path("study/<uuid:session_id>/", views.study, name="study"),
    path(
        "study/<uuid:session_id>/cards/<int:card_id>/",
        views.study_answer,
        name="study_answer",
    ),
    path("study/<uuid:session_id>/rate/", views.rate_card, name="rate"),
    path("study/<uuid:session_id>/practise/", views.practise_card, name="practise"),
    path("study/<uuid:session_id>/undo/", views.undo, name="undo"),
    path("study/<uuid:session_id>/end/", views.study_end, name="study_end"),
    path("study/<uuid:session_id>/summary/", views.study_summary, name="study_summary"),
    path("study/<uuid:session_id>/again/", choose_views.again, name="study_again"),
    path(
        "study/<uuid:session_id>/missed/",
        choose_views.practise_missed,
        name="practise_missed",
    ),
    path(
        "study/<uuid:session_id>/browse/<int:place>/",
        browse_views.browse,
        name="browse",
    ),
    path("cards/<int:card_id>/flag/", mark_views.flag, name="flag"),
    path("cards/<int:card_id>/hide/", mark_views.hide, name="hide"),
    path("cards/<int:card_id>/aside/", mark_views.aside, name="put_aside"),
    path("cards/<int:card_id>/back/", mark_views.back, name="bring_back"),
    path("cards/<int:card_id>/start-over/", mark_views.over, name="start_over"),
    path("cards/<int:card_id>/note/", mark_views.note, name="card_note"),
]
