"""Four decks, six people and one study session: what the access tests ask about."""

import dataclasses
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.models import Deck, StudySession, User
from decks.study.selections import Selection
from decks.study.sessions import enrol, set_archived, start_session
from tests.factories import make_card, make_deck, make_staff, make_user

SECRET = "Sphinx of black quartz"
"""Stands in the title and on both sides of the cards of the decks that are private."""


@dataclasses.dataclass
class World:
    """The people by role, the decks by name, and the learner's open session."""

    people: dict[str, User]
    decks: dict[str, Deck]
    session: StudySession

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role])
        return client

    def url(self, name: str, deck: str = "public") -> str:
        """The address of our URL `name`, with this deck and the learner's session."""
        card = self.decks[deck].cards.get()
        by_kind: dict[str, list[Any]] = {
            "deck": [self.decks[deck].pk],
            "study_deck": [self.decks[deck].pk],
            "archive_deck": [self.decks[deck].pk],
            "study_answer": [self.session.id, card.pk],
        }
        session = ("study", "rate", "study_end", "study_summary")
        args = [self.session.id] if name in session else by_kind.get(name, [])
        return reverse(name, args=args)

    def form(self, name: str, deck: str = "public") -> dict[str, Any]:
        """What a page of ours would send there."""
        if name == "rate":
            return {
                "card": self.decks[deck].cards.get().pk,
                "prompt": 0,
                "rating_id": uuid.uuid4(),
                "seen_reviews": 0,
                "confidence": 4,
                "answer_ms": 1000,
            }
        if name == "preferences":
            return {
                "display_name": "Changed",
                "time_zone": "UTC",
                "theme": "dark",
                "text_size": 115,
            }
        return {}


def make_world() -> World:
    people = {
        "outsider": make_user(),
        "owner": make_user(),
        "staff": make_staff(),
        "learner": make_user(),
        "archived": make_user(),
    }
    decks = _decks(people["owner"])
    now = timezone.now()
    for deck in decks.values():
        enrol(people["learner"], deck, now=now)
        enrol(people["archived"], deck, now=now)
        set_archived(people["archived"], deck, archived_at=now)
    session = start_session(
        people["learner"], Selection(deck_ids=(decks["public"].pk,)), now=now
    )
    assert session is not None
    # As if all four decks had been readable when the session began.
    StudySession.objects.filter(id=session.id).update(
        card_ids=[deck.cards.get().pk for deck in decks.values()],
        deck_ids=[deck.pk for deck in decks.values()],
        levels=[0] * len(decks),
        planned_count=len(decks),
    )
    return World(people, decks, session)


def _decks(owner: User) -> dict[str, Deck]:
    decks = {}
    for name, visibility, its_owner in (
        ("public", "public", None),
        ("unlisted", "unlisted", owner),
        ("private", "private", owner),
        ("kept", "private", None),
    ):
        words = SECRET if visibility == "private" else "Known to all"
        deck = make_deck(
            owner=its_owner,
            visibility=visibility,
            title=f"{words}: {name} deck",
            description=f"{words}, described",
        )
        make_card(deck=deck, question=f"{words}, asked", answer=f"{words}, answered")
        decks[name] = deck
    return decks
