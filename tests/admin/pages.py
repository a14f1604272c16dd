"""The administration's addresses and forms."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from decks.models import Card, Deck, User

SECRET = "Sphinx of black quartz"
"""Stands in the private deck of someone else."""


def signed_in(user: User) -> Client:
    """A browser whose person has shown just now who they are."""
    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "password")
    request.session.save()
    return client


def change_url(row: Deck | Card | User) -> str:
    return reverse(f"admin:decks_{row._meta.model_name}_change", args=[row.pk])


def card_fields(deck: Deck, **fields: Any) -> dict[str, Any]:
    """What the form of a card sends."""
    return {
        "deck": deck.pk,
        "position": 1,
        "question": "Q",
        "answer": "A",
        "tags": "",
        **fields,
    }


def first_card(deck: Deck) -> Card:
    return deck.cards.in_deck_order()[0]


def person_fields(client: Client, person: User) -> dict[str, Any]:
    """What a person's form sends as it is shown."""
    form = client.get(change_url(person)).context["adminform"].form
    return {k: v for k, v in form.initial.items() if v not in (None, False, [])}
