"""URLs of notices."""

from django.urls import path

from decks.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="notices_read"),
    path("notices/settings/", views.settings, name="notice_settings"),
    path("notices/<uuid:notice_id>/open/", views.open_notice, name="notice_open"),
]
