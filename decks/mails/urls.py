"""URLs of mail: what one wants, and the link in each that turns it off."""

from django.urls import path

from decks.mails import views

urlpatterns = [
    path("settings/mail/", views.mail_settings, name="mail_settings"),
    path("mail/off/<str:token>/", views.mail_off, name="mail_off"),
]
