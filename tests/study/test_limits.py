"""Options at work: reviews a day, new cards shuffled, retention, longest interval."""

import pytest

from decks.models import Deck, Enrolment, User
from decks.progress.today import today_of
from decks.study.recording import read_session
from decks.study.selections import Selection
from decks.study.sessions import current_showing, start_session
from decks.study.showings import card_showing, showing_outcomes
from tests.factories import NOW, make_review_state
from tests.study.sittings import DAY, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


def many_due(count, **fields):
    user, deck = make_learner(cards=count, **fields)
    for card in cards_of(deck):
        make_review_state(user=user, card=card, due_at=NOW - DAY)
    return user, deck


def test_reviews_stop_at_the_days_limit():
    user, deck = many_due(5, reviews_per_day=3)
    session = start(user)
    assert len(session.card_ids) == session.planned_count == 3
    assert today_of(user, now=NOW).due_count == 3
    for card_id in session.card_ids:
        card = next(card for card in cards_of(deck) if card.pk == card_id)
        rate(user, session, card, 4, seen=1)
    assert start_session(user, now=NOW) is None
    assert today_of(user, now=NOW).due_count == 0
    assert len(start(user, now=NOW + DAY).card_ids) == 2


def test_a_card_that_waits_since_minutes_is_no_review():
    user, deck = many_due(3, reviews_per_day=1)
    session = start(user)
    card = next(card for card in cards_of(deck) if card.pk == session.card_ids[0])
    rate(user, session, card, 1, seen=1)
    assert start(user, now=NOW + DAY / 48).card_ids == [card.pk]


def test_shuffled_new_cards_are_the_same_all_day_and_others_tomorrow():
    user, deck = make_learner(cards=60, new_card_order="shuffled")
    first = start(user).card_ids
    assert len(first) == 20
    assert first != [card.pk for card in cards_of(deck)[:20]]
    assert start(user, deck).card_ids == first
    assert start(user, now=NOW + DAY).card_ids != first


def days_of(user, card):
    showing = card_showing(user, card.pk)
    assert showing is not None
    return [row.interval_days for row in showing_outcomes(showing, user=user, now=NOW)]


def known_card(**fields):
    user, deck = make_learner(cards=1, **fields)
    (card,) = cards_of(deck)
    since = {"last_study_day": NOW.date() - 40 * DAY, "stability_days": 40.0}
    make_review_state(user=user, card=card, due_at=NOW, **since)
    return user, card


def test_the_tiles_follow_retention_and_longest_interval():
    user, card = known_card()
    usual = days_of(user, card)
    User.objects.update(retention_percent=97)
    strict = days_of(User.objects.get(pk=user.pk), card)
    assert strict[3] < usual[3]
    User.objects.update(retention_percent=90, longest_interval_days=7)
    capped = days_of(User.objects.get(pk=user.pk), card)
    assert max(capped) == 7


def test_what_the_tiles_say_is_what_happens_under_ones_own_options():
    user, card = known_card(retention_percent=80, longest_interval_days=400)
    promised = days_of(user, card)
    recorded = rate(user, start(user), card, 4, seen=1)
    assert recorded.interval_days == promised[3]


def test_an_enrolments_option_wins_over_the_decks_and_that_over_the_learners():
    user, _ = make_learner(cards=30, new_cards_per_day=3)
    assert len(start(user).card_ids) == 3
    Deck.objects.update(new_cards_per_day=5)
    assert len(start(user, now=NOW + DAY).card_ids) == 5
    Enrolment.objects.update(new_cards_per_day=7)
    assert len(start(user, now=NOW + 2 * DAY).card_ids) == 7


def test_two_sittings_of_a_day_share_its_limit_of_new_cards():
    user, deck = make_learner(cards=6, new_cards_per_day=2)
    for number, card in enumerate(cards_of(deck)):
        card.tags = ["odd" if number % 2 else "even"]
        card.save()
    sittings = [
        start_session(user, Selection(tags=(tag,)), now=NOW) for tag in ("odd", "even")
    ]
    rated = []
    for session in sittings:
        assert session is not None
        while True:
            row = read_session(user, session.id)
            showing = current_showing(user, session.id, row, now=NOW).showing
            if showing is None:
                break
            card = next(card for card in cards_of(deck) if card.pk == showing.card_id)
            rate(user, session, card, 5)
            rated.append(card.pk)
    assert len(rated) == len(set(rated)) == 2
