"""Rows for tests, by keyword: a test names what it is about, the rest is filled in."""

import datetime
import itertools
import uuid
from typing import Any

from decks.groups.models import Role, Seen
from decks.models import (
    Card,
    Comment,
    Deck,
    Enrolment,
    GroupDeck,
    Membership,
    Review,
    ReviewState,
    StudyGroup,
    StudySession,
    Suggestion,
    User,
)
from decks.study.tallies import recount_cards

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
"""The moment at which rows made here happened, unless a test says another."""

_counter = itertools.count(1)


def make_user(*, email: str = "", password: str | None = None, **fields: Any) -> User:
    """A saved learner; without a password (quick), nobody can sign in as them."""
    number = next(_counter)
    return User.objects.create_user(
        email or f"learner{number}@example.com",
        password,
        **{"display_name": f"Learner {number}", **fields},
    )


def make_staff(**fields: Any) -> User:
    """A saved user who may use the administration, but is no superuser."""
    return make_user(**{"is_staff": True, **fields})


def make_deck(*, owner: User | None = None, cards: int = 0, **fields: Any) -> Deck:
    """A saved deck (private unless said) with `cards` numbered cards."""
    deck = Deck.objects.create(
        **{"owner": owner, "title": f"Deck {next(_counter)}", **fields},
    )
    if cards:
        rows = [
            Card(deck=deck, position=n, question=f"Question {n}", answer=f"Answer {n}")
            for n in range(1, cards + 1)
        ]
        # A statement takes at most 65,535 parameters (server-side binding).
        Card.objects.bulk_create(rows, batch_size=1000)
        deck.card_count = cards
        deck.save(update_fields=["card_count"])
    return deck


def make_public_deck(**fields: Any) -> Deck:
    """A saved deck that anyone may see."""
    return make_deck(**{"visibility": Deck.Visibility.PUBLIC, **fields})


def make_card(*, deck: Deck | None = None, **fields: Any) -> Card:
    """A saved card at the end of `deck` (a new deck if none is given)."""
    deck = deck or make_deck()
    deck.card_count += 1
    number = fields.setdefault("position", deck.card_count)
    card = Card.objects.create(
        **{
            "deck": deck,
            "question": f"Question {number}",
            "answer": f"Answer {number}",
            **fields,
        },
    )
    deck.save(update_fields=["card_count"])
    return card


def make_enrolment(
    *, user: User | None = None, deck: Deck | None = None, **fields: Any
) -> Enrolment:
    """Makes `deck` one of `user`'s decks."""
    return Enrolment.objects.create(
        user=user or make_user(),
        deck=deck or make_public_deck(cards=1),
        **{"created_at": NOW, **fields},
    )


def make_review_state(*, user: User, card: Card, **fields: Any) -> ReviewState:
    """A card that `user` has seen once and that is due a day after NOW."""
    defaults = {
        "deck_id": card.deck_id,
        "prompt": 0,
        "phase": ReviewState.Phase.REVIEW,
        "stability_days": 1.0,
        "difficulty": 5.0,
        "due_at": NOW + datetime.timedelta(days=1),
        "last_reviewed_at": NOW,
        "last_study_day": NOW.date(),
        "showings_that_day": 1,
        "review_count": 1,
        "last_level": 3,
    }
    state = ReviewState.objects.create(user=user, card=card, **{**defaults, **fields})
    recount_cards([state.deck_id], user=user)
    return state


def make_review(*, user: User, card: Card, **fields: Any) -> Review:
    """One line of `user`'s log: `card` rated 3 at NOW."""
    defaults = {
        "rating_id": uuid.uuid4(),
        "deck_id": card.deck_id,
        "sequence": 1,
        "level": 3,
        "reviewed_at": NOW,
        "study_day": NOW.date(),
        "answer_ms": 1000,
        "due_at": NOW + datetime.timedelta(days=1),
        "interval_days": 1,
    }
    return Review.objects.create(user=user, card=card, **{**defaults, **fields})


def make_study_session(*, user: User, **fields: Any) -> StudySession:
    """An open sitting of `user` without cards."""
    defaults = {
        "id": uuid.uuid4(),
        "selection": {},
        "study_day": NOW.date(),
        "started_at": NOW,
    }
    return StudySession.objects.create(user=user, **{**defaults, **fields})


def make_group(*, owner: User | None = None, **fields: Any) -> StudyGroup:
    """A saved group with this owner (somebody new if none is given)."""
    group = StudyGroup.objects.create(
        **{"name": f"Group {next(_counter)}", "created_at": NOW, **fields}
    )
    make_member(group, user=owner, role=Role.OWNER)
    return group


def make_member(
    group: StudyGroup, *, user: User | None = None, **fields: Any
) -> Membership:
    """Somebody in the group: a member who is counted, unless the fields say else."""
    defaults = {
        "role": Role.MEMBER,
        "seen": Seen.COUNTED,
        "seen_since": NOW,
        "joined_at": NOW,
    }
    return Membership.objects.create(
        group=group, user=user or make_user(), **{**defaults, **fields}
    )


def share(deck: Deck, group: StudyGroup, **fields: Any) -> GroupDeck:
    """The deck in the group, for its members to study."""
    defaults = {
        "position": 1 + GroupDeck.objects.filter(group=group).count(),
        "shared_by": deck.owner,
        "shared_at": NOW,
    }
    return GroupDeck.objects.create(deck=deck, group=group, **{**defaults, **fields})


def make_suggestion(
    *, deck: Deck | None = None, card: Card | None = None, **fields: Any
) -> Suggestion:
    """An open suggestion: of a card's change, or without a card of a new one."""
    deck_id = deck.pk if card is None and deck is not None else None
    defaults = {
        "deck_id": card.deck_id if card is not None else deck_id,
        "card": card,
        "kind": Suggestion.Kind.NEW if card is None else Suggestion.Kind.CHANGE,
        "card_version": None if card is None else card.version,
        "question": "Suggested question",
        "answer": "Suggested answer",
        "reason": "It is clearer",
        "form_id": uuid.uuid4(),
        "created_at": NOW,
    }
    return Suggestion.objects.create(**{**defaults, **fields})


def make_comment(
    *, card: Card | None = None, suggestion: Suggestion | None = None, **fields: Any
) -> Comment:
    """What somebody said about the card, or about the suggestion."""
    defaults = {"text": "A comment", "form_id": uuid.uuid4(), "created_at": NOW}
    return Comment.objects.create(
        card=card, suggestion=suggestion, **{**defaults, **fields}
    )
