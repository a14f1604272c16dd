"""A deck of the learner's and its settings page, for the tests of both."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from decks.editing.deck_forms import SETTINGS
from decks.models import Deck, User
from decks.study.sessions import enrol
from tests.factories import NOW, make_deck, make_user


def rivers(learner: User) -> Deck:
    """A public deck of the learner's, which they study."""
    made = make_deck(owner=learner, title="Rivers", visibility="public", cards=3)
    enrol(learner, made, now=NOW)
    return made


def page_of(deck: Deck) -> dict[str, Any]:
    """The settings page's form as it stands when it is opened."""
    deck.refresh_from_db()
    now = {name: getattr(deck, name) for name in SETTINGS}
    form = {**now, "seen": json.dumps(now), "losing": "0"}
    if not form["allows_export"]:
        del form["allows_export"]
    return form


def save(browser: Client, deck: Deck, form: dict[str, Any], **changes: Any) -> Any:
    return browser.post(reverse("deck_edit", args=[deck.pk]), {**form, **changes})


def study(deck: Deck, count: int = 1) -> list[User]:
    """So many other learners of the deck."""
    users = [make_user() for _ in range(count)]
    for user in users:
        enrol(user, deck, now=NOW)
    return users


def reads(user: User, deck: Deck) -> bool:
    return Deck.objects.readable_by(user).filter(pk=deck.pk).exists()
