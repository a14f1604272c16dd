"""Whatever a learner does, in whatever order: the log gives all the rest."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.models import Card, Deck, ReviewState
from decks.study.repair.checking import check_data
from decks.study.repair.states import replay_states
from tests.sampling import fewer_examples
from tests.study.repair.world import ACTIONS, GAPS, Action, World

# A rating is a statement of its own, outside of any transaction, and so it is here.
pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES_MAX = 300


@fewer_examples(EXAMPLES_MAX)
@given(actions=st.lists(ACTIONS, min_size=15, max_size=60))
def test_any_history_is_what_its_log_gives(actions: list[Action]) -> None:
    world = World()
    try:
        for action in actions:
            world.do(action)
            assert replay_states([world.user], fix=False).lines == []
        checked = check_data(fix=False, now=world.now)
        assert [found for found in checked.found if found.count] == []
    finally:
        world.user.delete()
        Deck.objects.filter(pk__in=[deck.pk for deck in world.decks]).delete()


def test_the_world_does_what_its_actions_say() -> None:
    """So that the test above is about something."""
    world = World()

    def do(name: str, **fields: Any) -> None:
        plain = {"gap": GAPS[1], "place": 0, "sitting": 0, "level": 4}
        world.do(Action(name, **{**plain, **fields}))

    card = Card.objects.get(pk=world.card_ids[0])
    do("rate")
    do("rate", level=2)
    do("send_again")
    assert world.reviews(card) == 2
    do("undo")
    assert world.reviews(card) == 1
    do("start_over")
    assert world.reviews(card) == 2
    do("practise")
    do("rate")
    assert len(world.sittings) == 3
    assert world.row(world.sittings[-1]).rating_count == 1
    assert world.reviews(card) == 2
    do("move_card_and_rate", sitting=1)
    assert Card.objects.get(pk=card.pk).deck_id == world.decks[1].pk
    assert world.reviews(card) == 3
    do("pass_before_exam", gap=GAPS[5], place=1)
    assert card.pk in world.row(world.sittings[-1]).card_ids
    do("rate")
    assert world.reviews(card) == 4
    do("delete_card")
    assert not ReviewState.objects.filter(card_id=card.pk).exists()
