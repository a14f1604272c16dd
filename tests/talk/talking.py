"""People around a deck that a group's editors may edit, and what they say."""

import dataclasses
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from decks.groups.models import Role
from decks.models import Card, Comment, Deck, StudyGroup, User
from tests.factories import (
    make_card,
    make_comment,
    make_deck,
    make_group,
    make_member,
    make_user,
    share,
)

HTMX = {"HX-Request": "true"}
ROLES = ("owner", "editor", "member", "outsider")


@dataclasses.dataclass
class Circle:
    """A private deck of one card, in a group; `people` by role."""

    deck: Deck
    card: Card
    group: StudyGroup
    people: dict[str, User]

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.people[role])
        return client

    def page(self, role: str, query: str = "") -> str:
        url = reverse("card_talk", args=[self.card.pk]) + query
        return self.client(role).get(url).content.decode()

    def said(self, role: str, text: str = "A comment", **fields: Any) -> Comment:
        given = {"card": self.card, "author": self.people[role], **fields}
        return make_comment(text=text, **given)

    def say(self, role: str, text: str = "Said", *, htmx: bool = False, **form: Any):
        url = reverse("comment_add", args=[self.card.pk])
        sent = {"text": text, "form_id": str(uuid.uuid4()), **form}
        return self.client(role).post(url, sent, headers=HTMX if htmx else {})


def make_circle() -> Circle:
    people = {role: make_user(display_name=role.title()) for role in ROLES}
    deck = make_deck(owner=people["owner"], title="Rivers")
    card = make_card(deck=deck, question="Danube\nMouth", answer="Black Sea")
    group = make_group(owner=people["owner"])
    make_member(group, user=people["editor"], role=Role.EDITOR)
    make_member(group, user=people["member"])
    share(deck, group, editors_may_edit=True)
    return Circle(deck, card, group, people)


def post(circle: Circle, role: str, name: str, comment: Comment, **form):
    headers = HTMX if form.pop("htmx", False) else {}
    url = reverse(name, args=[comment.pk])
    return circle.client(role).post(url, form, headers=headers)
