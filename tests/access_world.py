"""Five decks, a study group, twelve people and a learner's sessions: what the access
tests ask about."""

import dataclasses
import json
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.deck_forms import SETTINGS
from decks.groups.models import Role
from decks.models import (
    Block,
    Card,
    Deck,
    DeckReader,
    Invitation,
    LikelyCopy,
    Review,
    StudyGroup,
    StudySession,
    User,
)
from decks.scheduling.levels import Level
from decks.study.recording import SentRating, record_practice
from decks.study.selections import Selection
from decks.study.sessions import enrol, set_archived, start_session
from tests.access_matrix import GROUP_ROLES
from tests.factories import (
    make_card,
    make_deck,
    make_group,
    make_member,
    make_staff,
    make_user,
    share,
)

SECRET = "Sphinx of black quartz"
"""Stands in the title and on both sides of the cards of the decks that are private, and
in what is said of the group."""

GROUP_NAME = "Waltz, nymph, for quick jigs"
"""All of a group that somebody learns who has an invitation to it."""


PREFERENCES = {
    "display_name": "Changed",
    "time_zone": "UTC",
    "theme": "dark",
    "text_size": 115,
    "day_start_minutes": "03:30",
    "new_cards_per_day": 12,
    "reviews_per_day": "",
    "retention_percent": 85,
    "longest_interval_days": 365,
    "new_card_order": "shuffled",
    "uses_single_keys": "False",
    "rates_by_swiping": "True",
}
"""The settings page's whole form."""

OPTIONS = {
    "new_cards_per_day": 5,
    "reviews_per_day": 50,
    "retention_percent": "",
    "longest_interval_days": 100,
    "new_card_order": "",
}
"""That of a deck's options, and of its proposal."""

NEW_DECK = {"title": "New", "visibility": "private", "form_id": str(uuid.uuid4())}
"""That of a new deck."""

_OF_DECK = (
    "deck",
    "study_deck",
    "archive_deck",
    "deck_options",
    "deck_defaults",
    "deck_edit",
    "deck_link_renew",
    "deck_archive",
    "deck_unarchive",
    "deck_copy",
    "import_into",
    "deck_export",
    "deck_sheet",
    "deck_delete",
    "deck_restore",
    "copies",
    "copies_check",
    "card_new",
    "cards_act",
    "cards_deleted",
    "deck_tags",
    "tag_options",
    "weak_spots",
)
_OF_GROUP: tuple[str, ...] = ()
_OF_MEMBER: tuple[str, ...] = ()
_OF_SHARE: tuple[str, ...] = ()
_OF_DELETION = ("cards_restore", "cards_bring_back")
_OF_LINK = ("deck_link", "deck_link_study")
_OF_CARD_EDITING = (
    "card_edit",
    "card_row",
    "card_place",
    "card_duplicate",
    "card_history",
    "card_put_back",
)
_OF_CARD = ("flag", "hide", "put_aside", "bring_back", "start_over", "card_note")
_OF_SESSION = ("study", "rate", "study_end", "study_summary", "study_again")
_OF_PRACTICE = ("practise", "undo", "practise_missed")


@dataclasses.dataclass
class World:
    """The people by role, the decks by name, and the learner's open sessions.

    In `practice` the public deck's card stands last, after one that was rated 2.
    """

    people: dict[str, User]
    decks: dict[str, Deck]
    session: StudySession
    practice: StudySession
    browsing: StudySession
    group: StudyGroup

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role])
        return client

    def url(self, name: str, deck: str = "public") -> str:
        """The address of our URL `name`, with this deck and the learner's session."""
        return reverse(name, args=self._args(name, self.decks[deck]))

    def _args(self, name: str, deck: Deck) -> list[Any]:
        if name in _OF_DECK:
            return [deck.pk]
        if name in _OF_LINK:
            return [deck.link_key]
        if name in (*_OF_CARD, *_OF_CARD_EDITING):
            return [self._card(deck).pk]
        if name in _OF_GROUP:
            return [self.group.pk]
        if name in _OF_MEMBER:
            return [self.group.pk, self.people["member"].pk]
        if name in _OF_SHARE:
            return [self.group.pk, deck.pk]
        if name in _OF_DELETION:
            return [deck.pk, 1]
        if name == "deck_export_file":
            return [deck.pk, "csv"]
        if name == "copy_pair":
            return [LikelyCopy.objects.get(deck=deck).pk]
        if name == "study_answer":
            return [self.session.id, self._card(deck).pk]
        if name in _OF_SESSION:
            return [self.session.id]
        if name in _OF_PRACTICE:
            return [self.practice.id]
        return [self.browsing.id, 1] if name == "browse" else []

    def _card(self, deck: Deck) -> Card:
        return deck.cards.get()

    def form(self, name: str, deck: str = "public") -> dict[str, Any]:
        """What a page of ours would send there."""
        forms: dict[str, dict[str, Any]] = {
            "rate": self._rating(deck, seen=0),
            "practise": self._rating(deck, seen=1),
            "undo": {"rating_id": self._last_rating().rating_id},
            "choose": {"cards": "all", "kind": "review"},
            "flag": {"on": "1"},
            "card_note": {"text": "A note"},
            "card_edit": {"question": "New", "answer": "So", "tags": "a", "version": 2},
            "card_new": {"question": "Another", "answer": "", "tags": ""},
            "card_place": {"number": 1},
            "cards_act": {"act": "delete", "card": self._card(self.decks[deck]).pk},
            "deck_tags": {"old": "changed", "new": "other"},
            "card_put_back": {"version": 1, "seen_version": 2},
            "copy_pair": {"do": "both"},
            "deck_new": NEW_DECK,
            "deck_edit": self._settings(self.decks[deck]),
            "deck_copy": {"form_id": str(uuid.uuid4())},
            "deck_options": OPTIONS,
            "deck_defaults": OPTIONS,
            "preferences": PREFERENCES,
        }
        return forms.get(name, {})

    def _settings(self, deck: Deck) -> dict[str, Any]:
        """A deck's settings as its page holds them, with another title."""
        now = {name: getattr(deck, name) for name in SETTINGS}
        return {**now, "title": "Changed", "seen": json.dumps(now), "losing": 0}

    def _rating(self, deck: str, *, seen: int) -> dict[str, Any]:
        return {
            "card": self._card(self.decks[deck]).pk,
            "prompt": 0,
            "rating_id": uuid.uuid4(),
            "seen_reviews": seen,
            "confidence": 4,
            "answer_ms": 1000,
        }

    def _last_rating(self) -> Review:
        learner = self.people["learner"]
        return Review.objects.get(user=learner, session_id=self.practice.id)


def make_world() -> World:
    people = {
        "outsider": make_user(),
        "owner": make_user(),
        "staff": make_staff(),
        "learner": make_user(),
        "archived": make_user(),
        **{role: make_user() for role in GROUP_ROLES},
    }
    decks = _decks(people["owner"])
    group = _group(people, decks["shared"])
    now = timezone.now()
    for deck in decks.values():
        enrol(people["learner"], deck, now=now)
        enrol(people["archived"], deck, now=now)
        set_archived(people["archived"], deck, archived_at=now)
    for role in ("learner", "archived"):
        DeckReader.objects.create(
            user=people[role], deck=decks["unlisted"], came_at=now
        )
    sessions = [_session(people["learner"], decks, kind) for kind in _KINDS]
    world = World(people, decks, *sessions, group)
    _rate_one(world)
    return world


def _group(people: dict[str, User], deck: Deck) -> StudyGroup:
    """The group, with the shared deck, and whoever comes to it or came."""
    described = f"{SECRET}, a group"
    group = make_group(owner=people["head"], name=GROUP_NAME, description=described)
    make_member(group, user=people["editor"], role=Role.EDITOR)
    for role in ("member", "owner"):
        make_member(group, user=people[role])
    share(deck, group, editors_may_edit=True)
    now = timezone.now()
    for role in ("member", "former", "blocked"):
        enrol(people[role], deck, now=now)
    Block.objects.create(group=group, user=people["blocked"], blocked_at=now)
    mail = people["invited"].email
    Invitation.objects.create(group=group, email=mail, max_uses=1, created_at=now)
    Invitation.objects.create(group=group, invited_by=people["head"], created_at=now)
    return group


_KINDS = ("review", "cram", "browse")


def _session(learner: User, decks: dict[str, Deck], kind: str) -> StudySession:
    """Of the public deck, as if all had been readable when it began."""
    selection = Selection(deck_ids=(decks["public"].pk,), kind=kind)
    session = start_session(learner, selection, now=timezone.now())
    assert session is not None
    card_ids = [deck.cards.get().pk for deck in decks.values()]
    if kind == "cram":
        card_ids = card_ids[1:] + card_ids[:1]
    StudySession.objects.filter(id=session.id).update(
        card_ids=card_ids,
        deck_ids=[deck.pk for deck in decks.values()],
        levels=[0] * len(decks),
        planned_count=len(decks),
    )
    return session


def _rate_one(world: World) -> None:
    """The practice's first card, the unlisted deck's, rated 2."""
    sent = SentRating(
        session_id=world.practice.id,
        rating_id=uuid.uuid4(),
        confidence=Level.BARELY,
        seen_reviews=0,
        answer_ms=1000,
    )
    card = world.decks["unlisted"].cards.get()
    learner = world.people["learner"]
    recorded = record_practice(
        user=learner, card_id=card.pk, sent=sent, now=timezone.now()
    )
    assert recorded.level is Level.BARELY


def _decks(owner: User) -> dict[str, Deck]:
    decks = {}
    for name, visibility, its_owner in (
        ("public", "public", None),
        ("unlisted", "unlisted", owner),
        ("private", "private", owner),
        ("kept", "private", None),
        ("shared", "private", owner),
    ):
        words = SECRET if visibility == "private" else "Known to all"
        deck = make_deck(
            owner=its_owner,
            visibility=visibility,
            title=f"{words}: {name} deck",
            description=f"{words}, described",
        )
        make_card(deck=deck, question=f"{words}, asked", answer=f"{words}, answered")
        change_card(
            deck.cards.get().pk,
            Sides(f"{words}, asked", f"{words}, answered", ("changed",)),
            Pen(its_owner, timezone.now()),
            seen_version=1,
        )
        # A deck here has one card: it stands for both of a pair.
        card = deck.cards.get()
        LikelyCopy.objects.create(deck=deck, later=card, earlier=card)
        decks[name] = deck
    return decks
