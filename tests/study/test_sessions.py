import datetime as dt
import zoneinfo

import pytest

from decks.models import Deck, Enrolment, StudySession
from decks.study.recording import read_session
from decks.study.selections import Selection
from decks.study.sessions import (
    advance,
    end_session,
    enrol,
    set_archived,
    start_session,
)
from tests.factories import NOW, make_deck, make_public_deck, make_user
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start
from tests.study.test_recording import in_threads

pytestmark = pytest.mark.django_db


def test_without_decks_there_is_nothing_to_start():
    assert start_session(make_user(), now=NOW) is None
    assert not StudySession.objects.exists()


def test_an_empty_deck_starts_nothing():
    user, deck = make_learner(cards=0)
    assert start_session(user, Selection(deck_ids=(deck.pk,)), now=NOW) is None


def test_starting_again_goes_on_where_one_left_off():
    user, deck = make_learner()
    session = start(user, deck)
    rate(user, session, cards_of(deck)[0], 4)
    assert start(user, deck, now=NOW + 60 * MINUTE).id == session.id


def test_one_deck_and_all_decks_are_different_sittings():
    user, deck = make_learner()
    assert start(user, deck).id != start(user).id


def test_an_ended_sitting_is_not_gone_on_with():
    user, deck = make_learner()
    session = start(user, deck)
    end_session(user, session.id, now=NOW)
    assert start(user, deck).id != session.id


def test_yesterdays_sitting_is_not_gone_on_with():
    user, deck = make_learner()
    assert start(user, deck).id != start(user, deck, now=NOW + DAY).id


def test_the_day_turns_at_the_learners_four_in_the_morning():
    user, deck = make_learner(time_zone="Asia/Kathmandu")
    zone = zoneinfo.ZoneInfo("Asia/Kathmandu")
    late = dt.datetime(2026, 3, 3, 3, 59, tzinfo=zone)
    assert start(user, deck, now=late).study_day == dt.date(2026, 3, 2)
    later = start(user, deck, now=late + MINUTE)
    assert later.study_day == dt.date(2026, 3, 3)


def test_a_sitting_ends_itself_with_its_last_card():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    recorded = rate(user, session, card, 4)
    assert advance(user, session.id, recorded.session, now=NOW).showing is None
    assert StudySession.objects.get().ended_at == NOW


def test_only_waiting_cards_left_can_be_studied_again():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    rate(user, session, card, 1)
    end_session(user, session.id, now=NOW)
    again = start(user)
    assert (again.card_ids, again.planned_count) == ([card.pk], 1)


def test_ending_anothers_sitting_changes_nothing():
    user, _ = make_learner()
    session = start(user)
    end_session(make_user(), session.id, now=NOW)
    assert StudySession.objects.get().ended_at is None


def test_ending_twice_keeps_the_first_end():
    user, _ = make_learner()
    session = start(user)
    end_session(user, session.id, now=NOW)
    end_session(user, session.id, now=NOW + DAY)
    assert StudySession.objects.get().ended_at == NOW


def test_an_archived_deck_is_not_studied_and_comes_back_as_it_was():
    user, deck = make_learner()
    rate(user, start(user), cards_of(deck)[0], 5)
    set_archived(user, deck, archived_at=NOW)
    assert start_session(user, now=NOW + DAY) is None
    enrol(user, deck, now=NOW + DAY)
    assert Enrolment.objects.get().archived_at is None
    assert len(start(user, now=NOW + DAY).card_ids) == 2


def test_an_unreadable_deck_is_not_planned():
    user = make_user()
    deck = make_deck(owner=make_user(), cards=3, visibility=Deck.Visibility.PRIVATE)
    enrol(user, deck, now=NOW)
    assert start_session(user, now=NOW) is None


def test_the_mastery_at_the_start_is_kept():
    user, deck = make_learner(cards=2)
    first, _ = cards_of(deck)
    rate(user, start(user), first, 5)
    session = start(user, now=NOW + DAY)
    assert session.mastery_at_start == {str(deck.pk): 50}


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_start_one_sitting():
    user, deck = make_learner()
    chosen = Selection(deck_ids=(deck.pk,))
    sessions = in_threads(6, lambda: start_session(user, chosen, now=NOW))
    assert len({session.id for session in sessions}) == 1
    assert StudySession.objects.count() == 1


def test_counts_say_what_is_done_and_what_is_planned():
    user, deck = make_learner(cards=3)
    session = start(user)
    rate(user, session, cards_of(deck)[0], 2)
    row = read_session(user, session.id)
    assert (row.rated_count, row.total_count, row.position) == (1, 3, 1)


def test_all_decks_are_planned_in_title_order():
    user = make_user()
    for title in ("Beta", "Alpha"):
        enrol(user, make_public_deck(title=title, cards=1), now=NOW)
    decks = {deck.pk: deck.title for deck in Deck.objects.all()}
    assert [decks[deck_id] for deck_id in start(user).deck_ids] == ["Alpha", "Beta"]
