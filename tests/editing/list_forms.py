"""The forms of a deck's list, as a browser sends them."""

import re

from django.urls import reverse

from decks.models import Deck
from tests.study.sittings import cards_of


def path(deck: Deck) -> str:
    return reverse("cards_act", args=[deck.pk])


def ids(deck: Deck) -> list[int]:
    return [card.pk for card in cards_of(deck)]


def act(browser, deck, what, **given):
    return browser.post(path(deck), {"act": what, **given}, follow=True)


def all_of(browser, deck, query: str = "") -> str:
    """What "Select all" of the list sends."""
    html = browser.get(f"/decks/{deck.pk}/{query}").content.decode()
    found = re.search(r'name="all" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def hidden(html: str) -> dict[str, list[str]]:
    """The hidden fields of the page that asks, but for the token."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', html
    ):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def undo(browser, reply):
    """Press the toast's button."""
    offered = r'<form method="post" action="([^"]+)">(?:(?!<form).)*?Undo'
    action = re.search(offered, reply, re.DOTALL)
    assert action is not None
    return browser.post(action[1], follow=True)
