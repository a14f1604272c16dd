"""What to study: decks, tags, kinds of cards, practice, browsing, minutes."""

import pytest

from decks.models import Card, DayCounter, Review, ReviewState, StudySession
from decks.study import marks
from decks.study.recording import NoSuchSession, Receipt, read_session
from decks.study.selections import Cards, Selection
from decks.study.sessions import advance, current_showing, enrol, start_session
from tests.factories import NOW, make_public_deck, make_review_state, make_user
from tests.study.sittings import (
    DAY,
    MINUTE,
    cards_of,
    make_learner,
    practise,
    rate,
    start,
)

pytestmark = pytest.mark.django_db

CRAM, BROWSE = StudySession.Kind.CRAM, StudySession.Kind.BROWSE


def planned(user, *, now=NOW, **chosen):
    session = start_session(user, Selection(**chosen), now=now)
    return [] if session is None else session.card_ids


def two_decks():
    user, first = make_learner(cards=2)
    second = make_public_deck(cards=2, title="zz")
    enrol(user, second, now=NOW)
    return user, first, second


def ids(deck):
    return [card.pk for card in cards_of(deck)]


def test_any_mix_of_decks():
    user, first, second = two_decks()
    third = make_public_deck(cards=1)
    enrol(user, third, now=NOW)
    got = planned(user, deck_ids=(first.pk, second.pk))
    assert got == ids(first) + ids(second)


def test_a_deck_that_is_not_the_learners_is_left_out():
    user, first, _ = two_decks()
    strange = make_public_deck(cards=1)
    assert planned(user, deck_ids=(first.pk, strange.pk)) == ids(first)
    assert planned(user, deck_ids=(strange.pk,)) == []


def test_by_tag():
    user, first, second = two_decks()
    Card.objects.filter(pk__in=[ids(first)[1], ids(second)[0]]).update(tags=["x", "y"])
    Card.objects.filter(pk=ids(second)[1]).update(tags=["z"])
    assert planned(user, tags=("x",)) == [ids(first)[1], ids(second)[0]]
    assert planned(user, tags=("x", "z"), deck_ids=(second.pk,)) == ids(second)
    assert planned(user, tags=("nothing",)) == []


def test_a_narrow_sitting_keeps_waiting_cards_of_others_out():
    user, deck = make_learner(cards=2)
    tagged, other = cards_of(deck)
    Card.objects.filter(pk=tagged.pk).update(tags=["x"])
    rate(user, start(user), other, 1)
    session = start_session(user, Selection(tags=("x",)), now=NOW)
    assert session is not None
    row = read_session(user, session.id)
    current = current_showing(user, session.id, row, now=NOW + 5 * MINUTE)
    assert current.showing is not None
    assert current.showing.card_id == tagged.pk
    recorded = rate(user, session, tagged, 4, now=NOW + 5 * MINUTE)
    later = NOW + 5 * MINUTE
    assert advance(user, session.id, recorded.session, now=later).showing is None


def test_only_new_cards():
    user, deck = make_learner(cards=2)
    seen, new = cards_of(deck)
    make_review_state(user=user, card=seen, due_at=NOW)
    assert planned(user, cards=Cards.NEW) == [new.pk]
    assert planned(user, cards=Cards.NEW, kind=CRAM) == [new.pk]


def test_the_hardest_come_hardest_first():
    user, deck = make_learner(cards=3)
    easy, hard, new = cards_of(deck)
    make_review_state(user=user, card=easy, difficulty=2.0)
    make_review_state(user=user, card=hard, difficulty=9.0)
    assert planned(user, cards=Cards.HARDEST, kind=CRAM) == [hard.pk, easy.pk]
    assert planned(user, cards=Cards.HARDEST) == []  # none of them is due
    assert new.pk not in planned(user, cards=Cards.HARDEST, now=NOW + DAY)


def test_flagged_cards():
    user, deck = make_learner(cards=3)
    _, flagged, _ = cards_of(deck)
    marks.set_flag(user, flagged, is_on=True, now=NOW)
    assert planned(user, cards=Cards.FLAGGED) == [flagged.pk]


def test_those_missed_in_the_last_session_even_if_known_at_its_end():
    user, deck = make_learner(cards=3)
    session, (first, second, third) = start(user), cards_of(deck)
    rate(user, session, first, 1)
    rate(user, session, second, 4)
    rate(user, session, third, 2)
    rate(user, session, first, 4, seen=1, now=NOW + MINUTE)
    assert planned(user, cards=Cards.MISSED, kind=CRAM) == [first.pk, third.pk]


def test_it_stops_after_the_minutes_that_were_asked_for():
    user, deck = make_learner(cards=3)
    session = start_session(user, Selection(minutes=1), now=NOW)
    assert session is not None
    first, second, _ = cards_of(deck)
    recorded = rate(user, session, first, 4, answer_ms=59_999)
    assert advance(user, session.id, recorded.session, now=NOW).showing is not None
    recorded = rate(user, session, second, 4, answer_ms=1)
    assert advance(user, session.id, recorded.session, now=NOW).showing is None
    assert read_session(user, session.id).ended_at == NOW


def test_the_same_choice_goes_on_where_it_was_left():
    user, deck = make_learner(cards=3)
    chosen = Selection(deck_ids=(deck.pk,), kind=CRAM)
    session = start_session(user, chosen, now=NOW)
    assert session is not None
    practise(user, session, cards_of(deck)[0], 4)
    again = start_session(user, chosen, now=NOW + MINUTE)
    assert again is not None
    assert again.id == session.id


class TestPractice:
    def start(self, user, deck, *, now=NOW):
        chosen = Selection(deck_ids=(deck.pk,), kind=CRAM)
        session = start_session(user, chosen, now=now)
        assert session is not None
        return session

    def test_it_takes_cards_that_are_not_due_and_changes_no_schedule(self):
        user, deck = make_learner(cards=2)
        known, new = cards_of(deck)
        make_review_state(user=user, card=known, due_at=NOW + 9 * DAY)
        before = list(ReviewState.objects.values())
        session = self.start(user, deck)
        assert session.card_ids == [known.pk, new.pk]
        practise(user, session, known, 1)
        practise(user, session, new, 5, seen=1)
        assert list(ReviewState.objects.values()) == before
        assert [row.kind for row in Review.objects.all()] == ["cram", "cram"]

    def test_the_day_counts_it_apart(self):
        user, deck = make_learner(cards=1)
        practise(user, self.start(user, deck), cards_of(deck)[0], 3)
        day = DayCounter.objects.get()
        assert (day.practice_ratings, day.practice_ms) == (1, 4000)
        assert (day.level_3, day.answer_ms, day.new_cards) == (0, 0, 0)

    def test_any_number_of_times(self):
        user, deck = make_learner(cards=1)
        (card,) = cards_of(deck)
        for minutes in range(3):
            now = NOW + minutes * MINUTE
            session = self.start(user, deck, now=now)
            recorded = practise(user, session, card, 4, now=now)
            advance(user, session.id, recorded.session, now=now)
        assert Review.objects.filter(kind="cram", sequence=0).count() == 3

    def test_a_retry_counts_once_and_a_second_tab_is_told(self):
        user, deck = make_learner(cards=2)
        session, (card, _) = self.start(user, deck), cards_of(deck)
        first = practise(user, session, card, 4)
        retry = practise(user, session, card, 4, rating_id=first.session.last_rating_id)
        tab = practise(user, session, card, 1)
        receipts = [first.receipt, retry.receipt, tab.receipt]
        assert receipts == [
            Receipt.COUNTED,
            Receipt.ALREADY_COUNTED,
            Receipt.RATED_ELSEWHERE,
        ]
        assert Review.objects.count() == 1

    def test_a_practice_takes_no_rating_that_counts_nor_the_other_way_round(self):
        user, deck = make_learner(cards=1)
        (card,) = cards_of(deck)
        with pytest.raises(NoSuchSession):
            rate(user, self.start(user, deck), card, 4)
        with pytest.raises(NoSuchSession):
            practise(user, start(user), card, 4)
        assert not Review.objects.exists()

    def test_more_than_a_batch(self):
        user, deck = make_learner(cards=205)
        session = self.start(user, deck)
        assert (len(session.card_ids), session.planned_count) == (200, 205)
        StudySession.objects.update(position=199)
        recorded = practise(user, session, cards_of(deck)[199], 4)
        current = advance(user, session.id, recorded.session, now=NOW)
        assert current.showing is not None
        assert current.showing.card_id == cards_of(deck)[200].pk

    def test_cards_put_aside_stay_away(self):
        user, deck = make_learner(cards=2)
        first, second = cards_of(deck)
        marks.put_aside(user, first, now=NOW)
        assert self.start(user, deck).card_ids == [second.pk]


def test_nothing_to_study_is_no_sitting():
    assert planned(make_user()) == []
    assert planned(make_user(), kind=BROWSE) == []


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(deck_ids=(1, 2), tags=("a",), cards="new", kind="cram", minutes=5),
    ],
)
def test_a_selection_is_kept_as_json(selection):
    assert Selection.from_json(selection.as_json()) == selection
