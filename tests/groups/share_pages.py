"""The pages of sharing, as a browser asks for them."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from decks.groups.models import StudyGroup
from decks.models import Deck, User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(reply: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", reply.content.decode())
    return " ".join(unescape(plain).split())


def share_url(deck: Deck) -> str:
    return reverse("deck_share", args=[deck.pk])


def of_share(name: str, deck: Deck, group: StudyGroup) -> str:
    return reverse(name, args=[group.pk, deck.pk])


def group_url(group: StudyGroup) -> str:
    return reverse("group_share", args=[group.pk])
