"""What a group learns of its members' ratings: sums of three people and more, and no
sum after another tells of fewer."""

import datetime as dt

import pytest

from decks.groups.models import GroupCard, GroupDay, Membership, Seen
from decks.models import Card, ReviewState
from tests.factories import NOW, make_group, make_member, make_user, share
from tests.groups.consent import BEGIN, DAY, HOUR, Circle, make_circle

pytestmark = pytest.mark.django_db

C, N, H = Seen.COUNTED, Seen.NAMED, Seen.HIDDEN


def rated(circle: Circle, *levels: int, now: dt.datetime = NOW) -> Card:
    """The first card, rated by the first people at these levels."""
    (card, *_) = circle.cards
    for user, level in zip(circle.people, levels, strict=False):
        circle.rate(user, card, level, now)
    return card


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_make_no_figure(count: int) -> None:
    circle = make_circle(C, C, C, C)
    rated(circle, *[1] * count)
    assert circle.figures(NOW + HOUR) == {}
    assert "rated 1 or 2" not in circle.look(NOW + HOUR)


def test_three_make_one() -> None:
    circle = make_circle(C, C, N)
    card = rated(circle, 1, 2, 4)
    assert circle.figures(NOW + HOUR) == {card.pk: (3, 2, 7)}
    page = circle.look(NOW + HOUR)
    assert (
        '<span class="num">2</span> of <span class="num">3</span> rated 1 or 2' in page
    )


def test_the_hidden_do_not_make_up_the_three() -> None:
    circle = make_circle(C, C, H, H)
    rated(circle, 1, 1, 1, 1)
    assert circle.figures(NOW + HOUR) == {}


def test_the_hidden_are_not_in_the_sum() -> None:
    circle = make_circle(C, C, C, H)
    card = rated(circle, 3, 3, 3, 1)
    assert circle.figures(NOW + HOUR) == {card.pk: (3, 0, 9)}


def test_a_fourth_is_not_seen_alone() -> None:
    circle = make_circle(C, C, C, C)
    card = rated(circle, 5, 5, 5)
    before = circle.figures(NOW + HOUR)
    circle.rate(circle.people[3], card, 1, NOW + 2 * HOUR)
    assert circle.figures(NOW + 3 * HOUR) == before
    circle.rate(circle.people[2], card, 4, NOW + 4 * HOUR)
    assert circle.figures(NOW + 5 * HOUR) == before
    circle.rate(circle.people[1], card, 4, NOW + 6 * HOUR)
    assert circle.figures(NOW + 7 * HOUR) == {card.pk: (4, 1, 14)}


def test_one_who_rates_three_times_is_one() -> None:
    circle = make_circle(C, C, C)
    card = rated(circle, 5, 5, 5)
    before = circle.figures(NOW + HOUR)
    for hours in (2, 3, 4):
        circle.rate(circle.people[0], card, 1, NOW + hours * HOUR)
    assert circle.figures(NOW + 5 * HOUR) == before


@pytest.mark.parametrize("what", ["undo", "hide", "leave", "remove", "account"])
def test_who_goes_is_not_read_from_what_changes(what: str) -> None:
    circle = make_circle(C, C, C, C)
    card = rated(circle, 5, 5, 5)
    last = circle.people[3]
    review = circle.rate(last, card, 1, NOW)
    before = circle.figures(NOW + HOUR)
    assert before == {card.pk: (4, 1, 16)}
    now = NOW + 2 * HOUR
    if what == "undo":
        circle.undo(review, now)
    elif what == "hide":
        circle.choose(last, H, now)
    elif what == "leave":
        circle.leave(last, now)
    elif what == "remove":
        circle.remove(last, now)
    else:
        last.delete()
    assert circle.figures(now + HOUR) == before


def test_a_choice_does_not_reach_back() -> None:
    circle = make_circle(C, C, H)
    card = rated(circle, 1, 1, 1)
    circle.choose(circle.people[2], C, NOW + HOUR)
    assert circle.figures(NOW + 2 * HOUR) == {}
    circle.rate(circle.people[2], card, 2, NOW + 3 * HOUR)
    assert circle.figures(NOW + 4 * HOUR) == {card.pk: (3, 3, 4)}


def test_who_missed_it_and_rated_it_again_that_day_found_it_hard() -> None:
    circle = make_circle(C, C, C)
    now = NOW + 4 * DAY
    for user in circle.people:
        (card,) = circle.cards
        circle.rate(user, card, 1, now)
        circle.rate(user, card, 4, now + HOUR)
    assert circle.figures(now + 2 * HOUR) == {card.pk: (3, 3, 12)}
    for user in circle.people:
        circle.rate(user, card, 5, now + 5 * DAY)
    assert circle.figures(now + 6 * DAY) == {card.pk: (3, 0, 15)}


def test_a_miss_from_before_the_choice_is_never_counted() -> None:
    circle = make_circle(H, C, C)
    card = rated(circle, 1, 4, 4)
    circle.choose(circle.people[0], C, NOW + HOUR)
    circle.rate(circle.people[0], card, 5, NOW + 2 * HOUR)
    assert circle.figures(NOW + 3 * HOUR) == {card.pk: (3, 0, 13)}


def test_what_was_rated_before_joining_or_sharing_is_not_counted() -> None:
    circle = make_circle(C, C, C)
    card = rated(circle, 1, 1, 1)
    circle.leave(circle.people[0], NOW + HOUR)
    circle.join(circle.people[0], C, NOW + 2 * HOUR)
    assert circle.figures(NOW + 3 * HOUR) == {}
    circle.rate(circle.people[0], card, 1, NOW + 4 * HOUR)
    circle.unshare(NOW + 5 * HOUR)
    circle.share(NOW + 6 * HOUR)
    assert circle.figures(NOW + 7 * HOUR) == {}


def test_sharing_anew_does_not_tell_of_one_who_came_to_it() -> None:
    circle = make_circle(C, C, C, C)
    card = rated(circle, 5, 5, 5)
    circle.figures(NOW + HOUR)
    circle.rate(circle.people[3], card, 1, NOW + 2 * HOUR)
    circle.unshare(NOW + 3 * HOUR)
    circle.share(NOW + 4 * HOUR)
    page = circle.look(NOW + 5 * HOUR)
    assert "not rated by three people yet" in page
    for user in circle.people[:3]:
        circle.rate(user, card, 2, NOW + 6 * HOUR)
    assert circle.figures(NOW + 7 * HOUR) == {card.pk: (3, 3, 6)}


def test_a_card_that_moves_to_another_shared_deck_keeps_its_figure() -> None:
    """Else the figure there would be new, and differ by those who rated meanwhile."""
    circle = make_circle(C, C, C, C)
    card = rated(circle, 5, 5, 5)
    circle.figures(NOW + HOUR)
    other = make_circle().deck
    share(other, circle.group, shared_at=BEGIN)
    circle.rate(circle.people[3], card, 1, NOW + 2 * HOUR)
    Card.objects.filter(pk=card.pk).update(deck=other)
    ReviewState.objects.filter(card=card).update(deck=other)
    circle.unshare(NOW + 3 * HOUR)
    circle.look(NOW + 4 * HOUR)
    row = GroupCard.objects.get(card=card)
    assert (row.raters, row.low, row.level_sum) == (3, 0, 15)


def test_an_old_figure_is_not_shown_and_not_forgotten() -> None:
    circle = make_circle(C, C, C, C)
    card = rated(circle, 1, 1, 1)
    circle.figures(NOW + HOUR)
    circle.rate(circle.people[3], card, 5, NOW + 80 * DAY)
    later = NOW + 91 * DAY
    assert "rated 1 or 2" not in circle.look(later)
    assert circle.figures(later) == {}
    assert GroupCard.objects.get(card=card).raters == 3


def test_of_two_groups_with_the_deck_one_counts_a_person() -> None:
    circle = make_circle(C, C, C)
    second = make_group(owner=circle.head)
    share(circle.deck, second, shared_at=BEGIN)
    for user in [*circle.people, make_user()]:
        make_member(second, user=user, seen_since=BEGIN, joined_at=BEGIN + HOUR)
    fourth = Membership.objects.filter(group=second).last()
    assert fourth is not None
    card = rated(circle, 1, 1, 1)
    circle.rate(fourth.user, card, 5, NOW)
    assert circle.figures(NOW + HOUR) == {card.pk: (3, 3, 3)}
    there = Circle(second, circle.deck, circle.head, [])
    assert there.figures(NOW + HOUR) == {}


def test_who_looks_twice_within_seconds_counts_once() -> None:
    circle = make_circle(C, C, C)
    circle.look(NOW)
    rated(circle, 1, 1, 1, now=NOW + dt.timedelta(seconds=1))
    circle.look(NOW + dt.timedelta(seconds=9))
    assert not GroupCard.objects.exists()
    circle.group.refresh_from_db()
    pause = max(10, circle.group.figures_ms / 10)
    circle.look(NOW + dt.timedelta(seconds=pause))
    assert GroupCard.objects.count() == 1


# --- Sums of days ---------------------------------------------------------------------


def day_sum(circle: Circle, day: dt.date) -> int | None:
    return GroupDay.objects.get(group=circle.group, study_day=day).reviews


@pytest.mark.parametrize(("count", "said"), [(1, None), (2, None), (3, 3), (4, 4)])
def test_a_day_has_a_sum_of_three_and_more(count: int, said: int | None) -> None:
    circle = make_circle(*[C] * count, N, H)
    rated(circle, *[3] * (count + 2))
    page = circle.look(NOW + 3 * DAY)
    assert day_sum(circle, NOW.date()) == said
    reviews = (said or 0) + 1
    assert f'<span class="num">{reviews}</span> review' in page


def test_a_day_is_summed_when_it_is_over_everywhere() -> None:
    circle = make_circle(C, C, C)
    rated(circle, 3, 3, 3)
    circle.look(NOW + DAY)
    assert not GroupDay.objects.filter(study_day=NOW.date()).exists()
    circle.look(NOW + 2 * DAY)
    assert day_sum(circle, NOW.date()) == 3


@pytest.mark.parametrize("what", ["undo", "hide", "named", "leave", "account"])
def test_a_days_sum_stays(what: str) -> None:
    circle = make_circle(C, C, C, C)
    card = rated(circle, 3, 3, 3)
    last = circle.people[3]
    review = circle.rate(last, card, 3, NOW)
    now = NOW + 3 * DAY
    before = circle.look(now)
    if what == "undo":
        circle.undo(review, now)
    elif what == "hide":
        circle.choose(last, H, now)
    elif what == "named":
        circle.choose(last, N, now)
    elif what == "leave":
        circle.leave(last, now)
    else:
        last.delete()
    assert day_sum(circle, NOW.date()) == 4
    assert "4</span> reviews this week" in before
    assert "4</span> reviews this week" in circle.look(now)


def test_the_day_of_a_choice_is_in_no_sum() -> None:
    circle = make_circle(C, C, C, H)
    circle.choose(circle.people[3], C, NOW)
    rated(circle, 3, 3, 3, 3, now=NOW + HOUR)
    rated(circle, 3, 3, 3, 3, now=NOW + DAY)
    circle.look(NOW + 4 * DAY)
    assert day_sum(circle, NOW.date()) == 3
    assert day_sum(circle, (NOW + DAY).date()) == 4


def test_who_is_named_in_another_group_is_in_no_sum() -> None:
    circle = make_circle(C, C, C)
    make_member(make_group(), user=circle.people[0], seen=N)
    rated(circle, 3, 3, 3)
    circle.look(NOW + 3 * DAY)
    assert day_sum(circle, NOW.date()) is None


def test_who_is_counted_in_an_older_group_is_not_counted_twice() -> None:
    circle = make_circle(C, C, C)
    older = make_group()
    make_member(older, user=circle.people[0], joined_at=BEGIN - DAY)
    rated(circle, 3, 3, 3)
    circle.look(NOW + 3 * DAY)
    assert day_sum(circle, NOW.date()) is None
