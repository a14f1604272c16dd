"""A group whose members rate, choose what is seen of them, come and go; and looks."""

import dataclasses
import datetime as dt
import uuid

from django.db import connection
from django.template.loader import render_to_string

from decks.groups.choosing import choose
from decks.groups.figures import shown_cards
from decks.groups.joining import join_group
from decks.groups.leaving import leave_group, remove_member
from decks.groups.models import (
    GroupCard,
    GroupDeck,
    Membership,
    Role,
    Seen,
    StudyGroup,
)
from decks.groups.sharing import share_deck, unshare_deck
from decks.models import Card, Deck, StudySession, User
from decks.progress.group_page import group_context
from decks.scheduling.levels import Level
from decks.study.models import Review, ReviewState
from decks.study.recording import SentRating, record_rating
from decks.study.sessions import enrol
from decks.study.undo import undo_rating
from tests.factories import NOW, make_deck, make_group, make_study_session, make_user

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

BEGIN = NOW - 2 * DAY
"""When the group begins: before the first rating at NOW."""

Figure = tuple[int, int, int]
"""Raters, how many of them rated 1 or 2, the sum of their levels."""


@dataclasses.dataclass
class Circle:
    """A group with one deck; its head is hidden and never rates."""

    group: StudyGroup
    deck: Deck
    head: User
    people: list[User]

    @property
    def cards(self) -> list[Card]:
        return list(Card.objects.filter(deck=self.deck).in_deck_order())

    def member(self, user: User) -> Membership | None:
        return Membership.objects.filter(group=self.group, user=user).first()

    def rate(self, user: User, card: Card, level: int, now: dt.datetime) -> Review:
        """A rating, as a session sends it, in a sitting of its own."""
        enrol(user, self.deck, now=now)
        session = _sitting(user, card, now)
        seen = ReviewState.objects.filter(user=user, card=card, prompt=0).first()
        sent = SentRating(
            session_id=session.id,
            rating_id=uuid.uuid4(),
            confidence=Level(level),
            seen_reviews=seen.review_count if seen else 0,
            answer_ms=1000,
        )
        record_rating(user=user, card_id=card.pk, sent=sent, now=now)
        return Review.objects.get(user=user, rating_id=sent.rating_id)

    def undo(self, review: Review, now: dt.datetime) -> None:
        assert review.session_id is not None
        undo_rating(
            user=review.user,
            session_id=review.session_id,
            rating_id=review.rating_id,
            now=now,
        )

    def choose(self, user: User, seen: Seen, now: dt.datetime) -> None:
        row = Membership.objects.get(group=self.group, user=user)
        choose(row, seen=seen, exam_date=None, now=now)

    def join(self, user: User, seen: Seen, now: dt.datetime) -> None:
        join_group(user, self.group.pk, Role.MEMBER, seen=seen, now=now)

    def leave(self, user: User, now: dt.datetime) -> None:
        leave_group(self.group.pk, user, now=now)

    def remove(self, user: User, now: dt.datetime) -> None:
        remove_member(self.group.pk, user.pk, by=self.head, block=False, now=now)

    def unshare(self, now: dt.datetime) -> None:
        share = GroupDeck.objects.select_related("group", "deck").get(deck=self.deck)
        unshare_deck(share, by=self.head, now=now)

    def share(self, now: dt.datetime) -> None:
        share_deck(
            self.head, self.deck.pk, self.group.pk, editors_may_edit=False, now=now
        )

    def look(self, now: dt.datetime, reader: User | None = None) -> str:
        """The page as this member sees it then (the head, unless another is named)."""
        rows = Membership.objects.select_related("group", "user")
        row = rows.get(group=self.group, user=reader or self.head)
        context = group_context(row, page=None, now=now) | {"user": row.user}
        return render_to_string("groups/group.html", context)

    def figures(self, now: dt.datetime) -> dict[int, Figure]:
        """What the page may say of cards then, by card id, after a look."""
        self.look(now)
        shown = shown_cards(self.group.pk, now=now)
        rows = GroupCard.objects.filter(
            group=self.group,
            published_at__gte=shown["oldest"],
            card__deck__shares__group=self.group,
        )
        return {row.card_id: (row.raters, row.low, row.level_sum) for row in rows}


def _sitting(user: User, card: Card, now: dt.datetime) -> StudySession:
    return make_study_session(
        user=user,
        deck_ids=[card.deck_id],
        card_ids=[card.pk],
        levels=[0],
        planned_count=1,
        study_day=now.date(),
        started_at=now,
    )


def make_circle(*choices: Seen, cards: int = 1) -> Circle:
    """A circle with a member for each of these choices, made at BEGIN."""
    head = make_user()
    group = make_group(owner=head, created_at=BEGIN)
    Membership.objects.filter(group=group).update(
        seen=Seen.HIDDEN, seen_since=BEGIN, joined_at=BEGIN
    )
    deck = make_deck(owner=head, cards=cards)
    circle = Circle(group, deck, head, [make_user() for _ in choices])
    circle.share(BEGIN)
    for user, seen in zip(circle.people, choices, strict=True):
        circle.join(user, seen, BEGIN)
    return circle


def forget_pause(group: StudyGroup) -> None:
    """Have the next look count, however long the last one took."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE decks_studygroup SET figures_ms = 0 WHERE id = %s", [group.pk]
        )
