"""A group's deck with people around it, and what the pages of suggestions send."""

import dataclasses
import re
import uuid
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from decks.groups.models import Role
from decks.models import Card, Deck, StudyGroup, Suggestion, User
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_card,
    make_deck,
    make_group,
    make_member,
    make_suggestion,
    make_user,
    share,
)

TEXT = {"question": "Asked better", "answer": "Said better", "tags": "one\ntwo"}


@dataclasses.dataclass(frozen=True)
class Circle:
    """Grace's deck in a group: Lin edits there, Ada learns."""

    grace: User
    lin: User
    ada: User
    group: StudyGroup
    deck: Deck
    card: Card


def make_circle() -> Circle:
    """Grace owns the deck, Lin is an editor of the group, Ada a member."""
    grace, lin, ada = (make_user(display_name=name) for name in ("Grace", "Lin", "Ada"))
    group = make_group(owner=grace, name="Cloud certs")
    make_member(group, user=lin, role=Role.EDITOR)
    make_member(group, user=ada)
    deck = make_deck(owner=grace, title="AWS Lambda")
    card = make_card(deck=deck, question="Asked", answer="Answered")
    share(deck, group, editors_may_edit=True)
    enrol(ada, deck, now=NOW)
    return Circle(grace, lin, ada, group, deck, card)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    """The page's text as it is read, without tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def change_url(card: Card) -> str:
    return reverse("suggest_change", args=[card.pk])


def page_url(suggestion: Suggestion) -> str:
    return reverse("suggestion", args=[suggestion.pk])


def send_change(user: User, card: Card, **fields: Any) -> Any:
    """Send the form of a change, as its page would."""
    sent = {
        **TEXT,
        "reason": "It is clearer",
        "version": card.version,
        "deck": card.deck_id,
        "form_id": uuid.uuid4(),
        **fields,
    }
    return client_of(user).post(change_url(card), sent)


def form_of(response: Any) -> dict[str, str]:
    """What the page's form holds: hidden and text fields, as a browser sends."""
    html = response.content.decode()
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    form = next(one for one in forms if "textarea" in one)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if found:
            fields[found[1]] = unescape(value[1]) if value else ""
    pattern = r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>'
    for name, value in re.findall(pattern, form, re.DOTALL):
        fields[name] = unescape(value).replace("\n", "\r\n")
    return fields


def answer(user: User, suggestion: Suggestion, do: str, **fields: Any) -> Any:
    """Look at the page and press one of its buttons."""
    client = client_of(user)
    sent = form_of(client.get(page_url(suggestion))) | {"do": do, **fields}
    return client.post(reverse("suggestion_answer", args=[suggestion.pk]), sent)


def change_of(circle: Circle, **fields: Any) -> Suggestion:
    given: dict[str, Any] = {
        "question": "Asked",
        "answer": "Said better",
        "author": circle.ada,
    }
    return make_suggestion(card=circle.card, **{**given, **fields})


def new_of(circle: Circle, **fields: Any) -> Suggestion:
    return make_suggestion(deck=circle.deck, author=circle.ada, **fields)


def removal_of(circle: Circle, **fields: Any) -> Suggestion:
    given: dict[str, Any] = {
        "kind": "removal",
        "question": "",
        "answer": "",
        "author": circle.ada,
    }
    return make_suggestion(card=circle.card, **{**given, **fields})


def card_now(circle: Circle) -> Card:
    return Card.objects.select_related("written_by", "deck").get(pk=circle.card.pk)
