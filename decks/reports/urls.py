"""URLs of reports."""

from django.urls import path

from decks.reports import views

urlpatterns = [
    path("decks/<int:deck_id>/report/", views.report, name="deck_report"),
]
