"""Whatever learners did with two cards: as one, its log gives all the rest."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.writing import Pen
from decks.editing.copy_merging import Seen, merge_cards
from decks.editing.moving import move_cards, restore_cards
from decks.models import Card, Deck, Review, ReviewState
from decks.scheduling.schedule import NEW_CARD
from decks.study.models import CardNote
from decks.study.repair.checking import check_data
from decks.study.repair.states import mend_states, replay_states
from decks.study.sessions import enrol
from tests.factories import make_user
from tests.sampling import fewer_examples
from tests.study.repair.world import ASIDES, GAPS, RATINGS, Action, World

# A rating is a statement of its own, outside of any transaction, and so it is here.
pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES_MAX = 200


class Beside(World):
    """Another learner of the same decks."""

    def __init__(self, first: World) -> None:
        self.user = make_user(time_zone="America/New_York")
        self.decks, self.card_ids = first.decks, first.card_ids
        self.now, self.sent, self.sittings = first.now, [], []
        enrol(self.user, self.decks[0], now=self.now)
        self.begin_sitting(Action("begin_sitting", GAPS[0], 0, 0, 3))

    def bring_history(self, action: Action) -> None:
        """A rating of another program, with the memory it had."""
        bring_history(self, action)

    def write_note(self, action: Action) -> None:
        write_note(self, action)


class First(World):
    """The learner of whom most is told."""

    def bring_history(self, action: Action) -> None:
        bring_history(self, action)

    def write_note(self, action: Action) -> None:
        write_note(self, action)


def bring_history(world: World, action: Action) -> None:
    card = world.card(action)
    assert card is not None
    Review.objects.create(
        user=world.user,
        rating_id=uuid.uuid4(),
        card=card,
        deck_id=card.deck_id,
        kind=Review.Kind.IMPORT,
        sequence=world.reviews(card) + 1,
        level=action.level,
        reviewed_at=world.now,
        study_day=world.now.date(),
        answer_ms=0,
        due_at=world.now + dt.timedelta(days=action.level),
        interval_days=action.level,
        memory_stability_days=4.5 if action.sitting else None,
        memory_difficulty=3.5 if action.sitting else None,
    )
    mend_states(world.user, [(card.pk, 0)])


def write_note(world: World, action: Action) -> None:
    CardNote.objects.update_or_create(
        user=world.user,
        card=world.card(action),
        defaults={"text": f"Note {action.level}", "updated_at": world.now},
    )


ACTIONS = st.builds(
    Action,
    name=st.sampled_from([*RATINGS, *ASIDES, "bring_history", "write_note"]),
    gap=st.sampled_from(GAPS),
    place=st.sampled_from([0, 0, 0, 1, 1, 1, 2]),
    sitting=st.integers(0, 2),
    level=st.integers(1, 5),
)
MANY = st.lists(st.tuples(st.sampled_from([0, 0, 1, 2]), ACTIONS), max_size=45)


def all_is_right(worlds: list[World]) -> None:
    replayed = replay_states([world.user for world in worlds], fix=False)
    assert replayed.lines == []
    checked = check_data(fix=False, now=max(world.now for world in worlds))
    assert [found for found in checked.found if found.count] == []


def live(card_id: int) -> int:
    return Review.objects.filter(card_id=card_id, undone_at=None).count()


@fewer_examples(EXAMPLES_MAX)
@given(before=MANY, after=MANY, keeps_second=st.booleans())
def test_two_cards_become_one(before, after, keeps_second) -> None:
    first = First()
    worlds = [first, Beside(first), Beside(first)]
    try:
        for who, action in before:
            worlds[who].do(action)
        merge(worlds, keeps_second=keeps_second)
        for who, action in after:
            worlds[who].do(action)
        all_is_right(worlds)
    finally:
        for world in worlds:
            world.user.delete()
        trash = [deck.pk for deck in first.decks]
        Deck.objects.filter(trash_of__in=trash).delete()
        Deck.objects.filter(pk__in=trash).delete()


def merge(worlds: list[World], *, keeps_second: bool) -> None:
    now = max(world.now for world in worlds)
    ids = worlds[0].card_ids[:2]
    kept_id, dropped_id = reversed(ids) if keeps_second else ids
    deck_id = Card.objects.get(pk=kept_id).deck_id
    move_cards([dropped_id], deck_id, now=now)
    rows = Review.objects.filter(card__in=ids).count()
    were_live = live(kept_id) + live(dropped_id)
    merge_cards(
        deck_id, keep=Seen(kept_id, 1), drop=Seen(dropped_id, 1), pen=Pen(None, now)
    )
    all_is_right(worlds)
    assert Review.objects.filter(card=kept_id).count() == rows
    assert live(kept_id) == were_live
    for state in ReviewState.objects.filter(card=dropped_id):
        assert state.phase == NEW_CARD.phase
        assert (state.flagged_at, state.put_aside_at) == (None, None)
    restore_cards(deck_id, now, now=now)
    all_is_right(worlds)
