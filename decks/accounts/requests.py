"""A request as views behind sign-in get it."""

from django.http import HttpRequest

from decks.accounts.models import User


class LearnerRequest(HttpRequest):
    """For signatures only: SignInMiddleware lets nobody else through."""

    user: User
