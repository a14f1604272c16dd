import pytest

from decks.models import Review, ReviewState
from decks.scheduling.levels import Level
from decks.scheduling.replay import Kind
from decks.scheduling.schedule import Phase
from decks.study.recording import read_session
from decks.study.screens import last_word, progress_label, study_context
from decks.study.sessions import current_showing
from decks.study.showings import card_showing
from decks.study.summary import duration_words, summary_context
from tests.factories import NOW
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


def test_the_pure_names_are_the_tables():
    assert {kind.value for kind in Kind} == set(Review.Kind.values)
    assert {phase.value for phase in Phase} == set(ReviewState.Phase.values)


@pytest.mark.parametrize(
    ("answer_ms", "words"),
    [
        (0, ""),
        (59_999, " in under a minute"),
        (60_000, " in 1 minute"),
        (11 * 60_000, " in 11 minutes"),
    ],
)
def test_durations(answer_ms, words):
    assert duration_words(answer_ms) == words


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (MINUTE, "Barely, today"),
        (DAY, "Barely, yesterday"),
        (9 * DAY, "Barely, 9 days ago"),
        (-2 * DAY, "Barely, today"),
    ],
)
def test_the_last_word_and_its_age(later, words):
    user, deck = make_learner()
    card = cards_of(deck)[0]
    showing = card_showing(user, card.pk)
    assert showing is not None
    assert last_word(showing, user=user, now=NOW) == ""
    rate(user, start(user), card, 2)
    showing = card_showing(user, card.pk)
    assert showing is not None
    assert last_word(showing, user=user, now=NOW + later) == words


def context(user, session, *, now=NOW):
    row = read_session(user, session.id)
    current = current_showing(user, session.id, row, now=now)
    return study_context(user, session.id, current, now=now)


def test_a_card_that_comes_back_does_not_move_the_count():
    user, deck = make_learner(cards=3)
    session = start(user)
    first = context(user, session)
    assert (first["number"], first["total"], first["tick"]) == (1, 3, 0)
    rate(user, session, cards_of(deck)[0], 1)
    second = context(user, session)
    assert (second["number"], second["total"], second["tick"]) == (2, 3, 1)
    back = context(user, session, now=NOW + MINUTE)
    assert back["showing"].card_id == cards_of(deck)[0].pk
    assert (back["number"], back["total"], back["tick"]) == (2, 3, 0)


def test_the_last_card_coming_back_stays_the_last():
    user, deck = make_learner(cards=1)
    session = start(user)
    rate(user, session, cards_of(deck)[0], 1)
    back = context(user, session, now=NOW + MINUTE)
    assert (back["number"], back["total"], back["tick"]) == (1, 1, 0)


def test_a_waiting_card_from_before_adds_to_the_count():
    user, deck = make_learner(cards=3)
    rate(user, start(user, deck), cards_of(deck)[0], 1)
    later = start(user)
    shown = context(user, later, now=NOW + MINUTE)
    assert (shown["number"], shown["total"], shown["tick"]) == (1, 3, 0)


def test_the_label_says_the_levels_so_far():
    user, deck = make_learner(cards=3)
    session = start(user)
    for card, level in zip(cards_of(deck), (4, 4, 1), strict=True):
        rate(user, session, card, level)
    label = progress_label(read_session(user, session.id), 3, 3)
    assert label == "Card 3 of 3. Rated so far: 1 not at all, 2 mostly."


def test_the_summary_adds_up():
    user, deck = make_learner(cards=4)
    session = start(user)
    first, second, third, _ = cards_of(deck)
    rate(user, session, first, 1)
    rate(user, session, second, 5)
    rate(user, session, third, 3)
    session.refresh_from_db()
    summary = summary_context(user, session, now=NOW)
    assert (summary["rated_count"], summary["known_well"]) == (3, 1)
    assert (summary["left_count"], summary["tomorrow_count"]) == (1, 1)
    assert [(bar.level, bar.count) for bar in summary["bars"]] == [
        (Level.PERFECTLY, 1),
        (Level.MOSTLY, 0),
        (Level.PARTLY, 1),
        (Level.BARELY, 0),
        (Level.NOT_AT_ALL, 1),
    ]
    (move,) = summary["moves"]
    assert (move.before_percent, move.after_percent) == (0, 38)
    (missed,) = summary["missed"]
    assert (missed.card_id, missed.back) == (first.pk, "Again today")
