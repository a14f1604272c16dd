"""Two groups with the same people: no difference of their figures tells of a third."""

import pytest

from decks.cards.models import How
from decks.cards.writing import Pen
from decks.editing.copy_merging import Seen as SeenCard
from decks.editing.copy_merging import merge_cards
from decks.editing.moving import move_cards
from decks.groups.leaving import delete_group
from decks.groups.models import GroupDay, GroupDeck, Membership, Seen
from decks.groups.sharing import unshare_deck
from tests.factories import NOW, make_deck, make_group, make_member, make_user, share
from tests.groups.consent import BEGIN, DAY, HOUR, Circle, make_circle

pytestmark = pytest.mark.django_db
COUNTED = Seen.COUNTED
LATER = NOW + 2 * HOUR


@pytest.fixture
def first() -> Circle:
    """The group that counts two people and the one who is looked for."""
    return make_circle(COUNTED, COUNTED, COUNTED)


@pytest.fixture
def second(first: Circle) -> Circle:
    """The same two, and the curious one; all four have rated the card."""
    group = make_group(owner=first.head, created_at=BEGIN)
    began = {"seen_since": BEGIN, "joined_at": BEGIN}
    Membership.objects.filter(group=group).update(seen=Seen.HIDDEN, **began)
    both, curious = first.people[:2], make_user()
    for user in (*both, curious):
        make_member(group, user=user, seen_since=BEGIN, joined_at=BEGIN + HOUR)
    share(first.deck, group, shared_at=BEGIN)
    card = first.cards[0]
    people = (*first.people, curious)
    for user, level in zip(people, (3, 4, 1, 5), strict=True):
        first.rate(user, card, level, NOW)
    return Circle(group, first.deck, first.head, [*both, curious])


def removed(first: Circle, second: Circle) -> None:
    for user in first.people[:2]:
        first.remove(user, LATER)


def hidden(first: Circle, second: Circle) -> None:
    for user in first.people[:2]:
        first.choose(user, Seen.HIDDEN, LATER)


def ended(first: Circle, second: Circle) -> None:
    delete_group(first.group.pk, by=first.head, now=LATER)


def unshared(first: Circle, second: Circle) -> None:
    shares = GroupDeck.objects.select_related("group", "deck")
    row = shares.get(deck=first.deck, group=first.group)
    unshare_deck(row, by=first.head, now=LATER)


def moved(first: Circle, second: Circle) -> None:
    other = make_deck(owner=first.head)
    share(other, second.group, shared_at=BEGIN)
    move_cards([first.cards[0].pk], other.pk, now=LATER)


@pytest.mark.parametrize("way", [removed, hidden, ended, unshared, moved])
def test_what_one_group_knew_of_a_card_is_not_made_known_in_another(
    first: Circle, second: Circle, way
) -> None:
    assert list(first.figures(NOW + HOUR).values()) == [(3, 1, 8)]
    assert second.figures(NOW + HOUR) == {}
    way(first, second)
    assert second.figures(LATER + HOUR) == {}


def test_what_is_rated_from_then_on_counts(first: Circle, second: Circle) -> None:
    first.figures(NOW + HOUR)
    removed(first, second)
    for user in second.people:
        first.rate(user, first.cards[0], 5, LATER + DAY)
    assert list(second.figures(LATER + 2 * DAY).values()) == [(3, 0, 15)]


def test_a_day_that_one_group_counted_is_no_sum_of_another(
    first: Circle, second: Circle
) -> None:
    now = NOW + 3 * DAY
    first.look(now)
    removed(first, second)
    second.look(now + HOUR)
    days = GroupDay.objects.filter(study_day=NOW.date())
    assert days.get(group=first.group).reviews == 3
    assert days.get(group=second.group).reviews is None


def test_a_merged_card_keeps_the_figure_that_was_made_known() -> None:
    circle = make_circle(COUNTED, COUNTED, COUNTED, COUNTED, cards=2)
    dropped, kept = circle.cards
    for user, level in zip(circle.people, (3, 4, 5, 1), strict=True):
        circle.rate(user, dropped, level, NOW)
    before = circle.figures(NOW + HOUR)[dropped.pk]
    circle.remove(circle.people[3], LATER)
    merge_cards(
        circle.deck.pk,
        keep=SeenCard(kept.pk, kept.version),
        drop=SeenCard(dropped.pk, dropped.version),
        pen=Pen(circle.head, LATER, How.MERGED),
    )
    assert circle.figures(LATER + DAY) == {kept.pk: before}
