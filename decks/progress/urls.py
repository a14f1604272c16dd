"""URLs of Today, the decks, one deck, and a learner's progress."""

from django.urls import path

from decks.progress import (
    card_views,
    group_views,
    log_views,
    progress_views,
    table_views,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("try/", views.try_card, name="try_card"),
    path("groups/<int:group_id>/", group_views.group, name="group"),
    path("groups/<int:group_id>/hard/", group_views.study_hard, name="group_hard"),
    path("decks/", views.deck_list, name="deck_list"),
    path("decks/<int:deck_id>/", views.deck, name="deck"),
    path("cards/<int:card_id>/", card_views.card, name="card"),
    path(
        "cards/<int:card_id>/ratings.csv", card_views.card_ratings, name="card_ratings"
    ),
    path("cards/<int:card_id>/row/", views.card_row, name="card_row"),
    path("progress/", progress_views.progress, name="progress"),
    path("progress/reviews/", log_views.reviews, name="progress_reviews"),
    path("progress/cards/", log_views.cards, name="progress_cards"),
    path("progress/study/", log_views.study_cards, name="progress_study"),
    path("progress/tags/", log_views.tags, name="progress_tags"),
    path("progress/<str:table>.csv", table_views.table, name="progress_table"),
]
