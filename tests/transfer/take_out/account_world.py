"""Somebody with a row in every list of the account, and words that are not theirs."""

import dataclasses
import datetime as dt
import json
import uuid
from typing import Any

from allauth.account.models import EmailAddress

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.moving import delete_cards
from decks.mails.choosing import choose
from decks.models import (
    Deck,
    DeckReader,
    JoinRequest,
    SentMail,
    Suggestion,
    User,
)
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.reports.reporting import report_deck
from decks.study.marks import save_note
from decks.study.sessions import enrol
from decks.transfer.take_out.account import account_json
from tests.factories import (
    NOW,
    make_card,
    make_comment,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_review,
    make_review_state,
    make_suggestion,
    make_user,
    share,
)
from tests.study.repair.histories import lived

SECRET = "Sphinx of black quartz"
"""Stands in all words of decks that are lost, and of what belongs to others alone."""

CLOSED = "Pack my box with jugs"
"""Stands on the cards of a deck that may be read and not taken along."""

TO_THE_LETTER = '  =1+1 \n\n\t•“two”, "three"; \\ \u202eאב\x01 <b>&amp;\u2028'


@dataclasses.dataclass
class Owner:
    """The learner of `lived`, who studies its deck (`studied`), and decks by name."""

    user: User
    decks: dict[str, Deck]


def account_of(user: User) -> dict[str, Any]:
    """The file, read."""
    text = b"".join(account_json(user, now=NOW)).decode()
    account: dict[str, Any] = json.loads(text)
    return account


def make_owner() -> Owner:
    one = lived()
    decks = {"studied": one.deck, "own": _own_deck(one.user)}
    decks |= {"lost": _lost_deck(one.user), "closed": _closed_deck(one.user)}
    _join_groups(one.user, decks["own"])
    _say(one.user, decks["studied"])
    email = one.user.email
    EmailAddress.objects.create(user=one.user, email=email, verified=True, primary=True)
    save_note(one.user, one.cards[0], TO_THE_LETTER, now=NOW)
    return Owner(one.user, decks)


def _own_deck(user: User) -> Deck:
    """Two cards, the first of which was changed, and one that was deleted."""
    deck = make_deck(owner=user, title="Mine", description=TO_THE_LETTER)
    card = make_card(deck=deck, question="Earlier", answer=TO_THE_LETTER)
    sides = Sides(TO_THE_LETTER, TO_THE_LETTER, ("a", "b"))
    change_card(card.pk, sides, Pen(user, NOW), seen_version=1)
    make_card(deck=deck, question="Second")
    gone = make_card(deck=deck, question="Deleted")
    delete_cards(deck.pk, [gone.pk], now=NOW)
    deck.refresh_from_db()
    return deck


def _lost_deck(user: User) -> Deck:
    """Another's, private by now, with the learner's history in it."""
    deck = make_deck(owner=make_user(), title=SECRET, description=SECRET)
    card = make_card(deck=deck, question=SECRET, answer=SECRET, tags=[SECRET])
    enrol(user, deck, now=NOW)
    make_review(user=user, card=card)
    make_review_state(user=user, card=card)
    make_suggestion(
        card=card,
        author=user,
        question=SECRET,
        answer=SECRET,
        tags=[SECRET],
        reason="Mine, of a lost card",
        answer_words=SECRET,
        state=Suggestion.State.DECLINED,
    )
    make_suggestion(deck=deck, author=user, question="My own new card")
    make_comment(card=card, author=user, text="Mine, on a lost card")
    make_comment(card=card, author=make_user(), text=SECRET)
    return deck


def _closed_deck(user: User) -> Deck:
    """Another's that may be read, by its link, and not exported."""
    deck = make_deck(
        owner=make_user(), title="Closed", visibility="unlisted", allows_export=False
    )
    make_card(deck=deck, question=CLOSED, answer=CLOSED)
    enrol(user, deck, now=NOW)
    DeckReader.objects.create(user=user, deck=deck, came_at=NOW)
    return deck


def _join_groups(user: User, own: Deck) -> None:
    """In one with a deck of theirs; asked to get into another."""
    group = make_group(name="Together", description=SECRET)
    make_member(group, user=user, seen="named", exam_date=dt.date(2026, 6, 1))
    share(own, group)
    asked = make_group(name="Wanted")
    JoinRequest.objects.create(group=asked, user=user, asked_at=NOW)


def _say(user: User, deck: Deck) -> None:
    """What they said, and what they were told; beside it what others did."""
    card = deck.cards.all()[0]
    suggested = make_suggestion(
        card=card, author=user, question="Better", answer_words="Thanks"
    )
    make_comment(card=card, author=user, text=TO_THE_LETTER)
    make_comment(suggestion=suggested, author=make_user(), text=SECRET)
    make_suggestion(card=card, author=make_user(), question=SECRET)
    public = make_public_deck(title=SECRET, cards=1)
    for told in (user, make_user()):
        about, words = (public, TO_THE_LETTER) if told == user else (deck, SECRET)
        assert report_deck(told, about.pk, reason="wrong", words=words, now=NOW)
        choose(told, digest="weekly", reminds=True, now=NOW)
        SentMail.objects.create(
            user=told, local_date=NOW.date(), has_digest=True, tells_until=NOW
        )
        tell(
            [told.pk],
            NoticeKind.SHARED,
            about=f"deck {uuid.uuid4()}",
            words="shared Mine" if told == user else SECRET,
            path="/decks/1/",
            actor=None,
            now=NOW,
        )
