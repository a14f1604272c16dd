"""Five decks, a study group, twelve people and a learner's sessions: what the access
tests ask about."""

import copy
import dataclasses
import json
import uuid
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from decks.editing.deck_forms import SETTINGS
from decks.mails.ways_out import off_link
from decks.models import (
    Card,
    Comment,
    Deck,
    Invitation,
    LikelyCopy,
    Notice,
    Review,
    SentImport,
    StudyGroup,
    StudySession,
    Suggestion,
    User,
)
from decks.talk.suggesting import text_mark
from tests import access_names as names
from tests.access_forms import (
    NEW_DECK,
    NEW_GROUP,
    OPTIONS,
    PREFERENCES,
    SUGGESTED,
)

SECRET = "Sphinx of black quartz"
"""Stands in the title and on both sides of the cards of the decks that are private, and
in what is said of the group."""

GROUP_NAME = "Waltz, nymph, for quick jigs"
"""All of a group that somebody learns who has an invitation to it."""


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
    cookies: dict[str, SimpleCookie] = dataclasses.field(default_factory=dict)

    def sign_in(self) -> None:
        """Everybody, once: `client` hands out copies of their cookies."""
        for role, person in self.people.items():
            client = Client()
            client.force_login(person)
            self.cookies[role] = client.cookies

    def client(self, role: str) -> Client:
        client = Client()
        client.cookies = copy.deepcopy(self.cookies.get(role, client.cookies))
        return client

    def url(self, name: str, deck: str = "public") -> str:
        """The address of our URL `name`, with this deck and the learner's session."""
        return reverse(name, args=self._args(name, self.decks[deck]))

    def _args(self, name: str, deck: Deck) -> list[Any]:
        for those, args in _ARGS.items():
            if name in those:
                return args(self, deck)
        return []

    def invitation(self) -> Invitation:
        """The group's link."""
        return Invitation.objects.get(group=self.group, email="")

    def mail(self) -> Invitation:
        """The mail's invitation."""
        return Invitation.objects.exclude(email="").get(group=self.group)

    def _card(self, deck: Deck) -> Card:
        return deck.cards.get()

    def form(self, name: str, deck: str = "public") -> dict[str, Any]:
        """What a page of ours would send there."""
        forms: dict[str, dict[str, Any]] = {
            "rate": self._rating(deck, seen=0),
            "practise": self._rating(deck, seen=1),
            "kept": self._kept(deck),
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
            "deck_report": {"reason": "spam"},
            "deck_copy": {"form_id": str(uuid.uuid4())},
            "deck_options": OPTIONS,
            "deck_defaults": OPTIONS,
            "preferences": PREFERENCES,
        }
        return (forms | self._forms_of_people(deck)).get(name, {})

    def _forms_of_people(self, deck: str) -> dict[str, dict[str, Any]]:
        """Those of groups, of notices and of what readers suggest."""
        return {
            "notices_read": {"until": "2026-01-01T00:00:00+00:00"},
            "notice_settings": {"kinds": ["shared"]},
            "mail_settings": {"digest": "daily", "reminds": "on"},
            "comment_add": {"text": "Said"},
            "suggestion_comment_add": {"text": "Said"},
            "comment_edit": {"edit-text": "Said otherwise"},
            "comment_resolve": {"on": "1"},
            "join": {"seen": "counted"},
            "invitation_answer": {"answer": "accept", "seen": "named"},
            "group_new": NEW_GROUP,
            "group_edit": {**NEW_GROUP, "name": "Changed", **OPTIONS},
            "group_delete": {"name": GROUP_NAME},
            "group_role": {"role": "editor"},
            "deck_share": {"group": self.group.pk, "rights": "study"},
            "group_share": {"deck": self.decks[deck].pk, "rights": "edit"},
            "group_deck_rights": {"rights": "edit"},
            "group_deck_place": {"by": 1},
            "group_me": {"seen": "named", "exam_date": ""},
            "group_invites": {"role": "member", "lasts": "7", "max_uses": ""},
            "group_invite_mail": {"addresses": "new@example.com", "role": "member"},
            "invite_role": {"role": "editor"},
            "group_ask_answer": {"answer": "let_in"},
            "suggest_change": SUGGESTED,
            "suggest_new": SUGGESTED,
            "suggest_removal": SUGGESTED,
            "suggestion_change": SUGGESTED | self._seen(self.decks[deck]),
            "suggestion_answer": {"do": "accept"} | self._seen(self.decks[deck]),
        }

    def _seen(self, deck: Deck) -> dict[str, Any]:
        """What the page of the deck's suggestion shows."""
        mark = text_mark(Suggestion.objects.get(deck=deck))
        return {"seen": mark, "seen_version": 2, "version": 2}

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

    def _kept(self, deck: str) -> dict[str, Any]:
        """A rating as the learner's browser kept it."""
        whose = {"learner": self.people["learner"].pk, "session": self.session.id}
        return self._rating(deck, seen=0) | whose

    def _last_rating(self) -> Review:
        learner = self.people["learner"]
        return Review.objects.get(user=learner, session_id=self.practice.id)


_ARGS: dict[tuple[str, ...], Callable[[World, Deck], list[Any]]] = {
    names.OF_DECK: lambda world, deck: [deck.pk],
    names.OF_LINK: lambda world, deck: [deck.link_key],
    (*names.OF_CARD, *names.OF_CARD_EDITING): lambda world, deck: [deck.cards.get().pk],
    names.OF_GROUP: lambda world, deck: [world.group.pk],
    names.OF_MEMBER: lambda world, deck: [world.group.pk, world.people["member"].pk],
    ("group_unblock",): lambda world, deck: [
        world.group.pk,
        world.people["blocked"].pk,
    ],
    names.OF_SHARE: lambda world, deck: [world.group.pk, deck.pk],
    names.OF_DELETION: lambda world, deck: [deck.pk, 1],
    ("deck_export_file",): lambda world, deck: [deck.pk, "csv"],
    ("progress_table",): lambda world, deck: ["calendar"],
    names.OF_SUGGESTION: lambda world, deck: [Suggestion.objects.get(deck=deck).pk],
    names.OF_COMMENT: lambda world, deck: [Comment.objects.get(card__deck=deck).pk],
    ("copy_pair",): lambda world, deck: [LikelyCopy.objects.get(deck=deck).pk],
    ("study_answer",): lambda world, deck: [world.session.id, deck.cards.get().pk],
    names.OF_SESSION: lambda world, deck: [world.session.id],
    names.OF_PRACTICE: lambda world, deck: [world.practice.id],
    ("browse",): lambda world, deck: [world.browsing.id, 1],
    ("notice_open",): lambda world, deck: [
        Notice.objects.get(user=world.people["learner"]).id
    ],
    ("session_end",): lambda world, deck: [
        UserSession.objects.get(user=world.people["learner"]).pk
    ],
    ("mail_off",): lambda world, deck: [
        off_link(world.people["learner"].pk).split("/")[-2]
    ],
    names.OF_IMPORT: lambda world, deck: [
        SentImport.objects.get(user=world.people["learner"]).pk
    ],
    ("join",): lambda world, deck: [world.invitation().token],
    names.OF_INVITE_LINK: lambda world, deck: [world.group.pk, world.invitation().pk],
    ("invite_resend",): lambda world, deck: [world.group.pk, world.mail().pk],
    ("invitation_answer",): lambda world, deck: [world.mail().pk],
}
"""What stands in the addresses, by the names of URLs."""
