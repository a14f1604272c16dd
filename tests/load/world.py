"""A hundred learners beside the demo's twelve, with cards due, and signed in."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.test import Client as DjangoClient
from django.utils import timezone

from decks.models import Deck, Review, User
from decks.study.sessions import enrol
from tests.factories import make_public_deck, make_user
from tests.faults.world import leave_database
from tests.study.sittings import cards_of, rate, start

CARDS = 1000
"""Of the deck that nobody gets through in half an hour, a card each 4 s."""

RATED_BEFORE = 10
DAYS_AGO = dt.timedelta(days=3)
MINUTE = dt.timedelta(minutes=1)
NEW_CARDS_A_DAY = 9999


@dataclasses.dataclass(frozen=True)
class Learner:
    """Somebody who is signed in, and a deck of theirs."""

    user_id: int
    deck_id: int
    cookies: dict[str, str]


def make_learners(count: int) -> list[Learner]:
    """New learners of every public deck, each with cards due since yesterday.

    What they did before is rated by the site's own code, so that the log, the states
    and the counters are what they would be.
    """
    now = timezone.now()
    make_public_deck(cards=CARDS, title="A long one")
    decks = list(Deck.objects.filter(visibility=Deck.Visibility.PUBLIC).order_by("pk"))
    learners = [_learner(decks, now) for _ in range(count)]
    leave_database()
    return learners


def _learner(decks: Sequence[Deck], now: dt.datetime) -> Learner:
    user = make_user(new_cards_per_day=NEW_CARDS_A_DAY)
    for deck in decks:
        enrol(user, deck, now=now - DAYS_AGO)
    _study(user, decks[-1], now - DAYS_AGO)
    return Learner(user.pk, decks[-1].pk, _signed_in(user))


def _study(user: User, deck: Deck, begun_at: dt.datetime) -> None:
    session = start(user, deck, now=begun_at)
    for number, card in enumerate(cards_of(deck)[:RATED_BEFORE]):
        rate(user, session, card, 3, now=begun_at + number * MINUTE)


def _signed_in(user: User) -> dict[str, str]:
    client = DjangoClient()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}


def unlike_the_log(
    learners: Sequence[Learner], acknowledged: Sequence[str], sent: Sequence[str]
) -> list[str]:
    """Where the log differs from what was acknowledged and sent, each a sentence."""
    theirs = Review.objects.filter(user_id__in=[each.user_id for each in learners])
    kept = {str(rating_id) for rating_id in theirs.values_list("rating_id", flat=True)}
    leave_database()
    lost = len(set(acknowledged) - kept)
    unasked = len(kept - set(sent)) - RATED_BEFORE * len(learners)
    found = [f"{lost} acknowledged ratings are not in the log"] if lost else []
    if unasked:
        found.append(f"the log has {unasked} ratings that nobody sent")
    return found
