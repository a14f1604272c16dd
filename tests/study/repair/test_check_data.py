"""`manage.py check_data`: each of the twelve kinds is found, by its own name alone."""

import dataclasses
import io
import re
import uuid

import pytest
from django.core.management import call_command

from decks.cards.counting import recount
from decks.management.commands import check_data as command
from decks.models import (
    Card,
    DayCounter,
    Deck,
    Enrolment,
    Review,
    ReviewState,
)
from decks.study.repair.checking import REPAIRS, check_data
from decks.study.repair.day_statements import COUNTERS
from decks.study.repair.findings import Damage
from decks.study.sessions import enrol
from decks.study.tallies import recount_cards
from decks.study.undo import CannotUndo, undo_rating
from tests.factories import make_public_deck
from tests.kept_rows import fingerprint
from tests.study.repair.damage import (
    SEEDS,
    card_moved_alone,
    day_counts_no_practice,
    day_counts_no_reviews,
    day_counts_too_few,
    day_counts_too_many_new_cards,
    day_is_lost,
    day_was_never_studied,
    days,
    deck_counts_wrong,
    due_date_forgets_a_mark,
    empty_deck_counts_cards,
    enrolment_counts_below_zero,
    enrolment_counts_wrong,
    live,
    log_is_lost,
    sequence_has_a_double,
    sitting,
    sitting_counts_wrong,
    sitting_forgets_a_level,
    sitting_has_no_levels,
    sitting_has_too_few_levels,
    sitting_points_at_an_undone_rating,
    sitting_took_other_time,
    stability_is_wrong,
    zone_is_unknown,
)
from tests.study.repair.histories import Studied, lived, rate_and_undo
from tests.study.sittings import DAY, rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Studied:
    return lived()


def check(one: Studied, *, fix: bool = False) -> tuple[dict[Damage, int], int]:
    """What was found, by kind, and how much is left."""
    checked = check_data(fix=fix, now=one.now)
    assert [found.damage for found in checked.found] == list(Damage)
    found = {found.damage: found.count for found in checked.found if found.count}
    return found, checked.left_count


def test_every_kind_is_seeded_as_the_command_says_it_is_treated():
    lines = re.findall(r"^ ?(\d+) ([ *]) (.*)$", command.__doc__ or "", re.MULTILINE)
    assert [int(number) for number, _, _ in lines] == list(range(1, 13))
    for (_, sign, words), damage in zip(lines, Damage, strict=True):
        assert words.startswith(damage.value)
        assert (sign == "*") == (damage in REPAIRS)
        ways = {is_mended for kind, is_mended in SEEDS.values() if kind is damage}
        is_both = damage is Damage.OPTION
        assert ways == ({True, False} if is_both else {sign == "*"})


def test_a_history_as_it_is_lived_is_clean(one):
    assert check(one) == ({}, 0)
    out = io.StringIO()
    call_command("check_data", stdout=out)
    assert out.getvalue() == (
        "12 kinds of damage looked for: 0 found, 0 repaired, 0 left to you.\n"
    )


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.__name__)
def test_damage_is_found_as_its_own_kind_and_no_other(one, seed):
    damage, _ = SEEDS[seed]
    seed(one)
    before = fingerprint()
    assert check(one) == ({damage: 1}, 1)
    assert fingerprint() == before


@pytest.mark.parametrize(
    "seed", [s for s in SEEDS if SEEDS[s][1]], ids=lambda seed: seed.__name__
)
def test_what_is_safe_is_repaired(one, seed):
    seed(one)
    assert check(one, fix=True) == ({SEEDS[seed][0]: 1}, 0)
    assert check(one) == ({}, 0)


@pytest.mark.parametrize(
    "seed", [s for s in SEEDS if not SEEDS[s][1]], ids=lambda seed: seed.__name__
)
def test_what_is_not_safe_is_left_as_it_is(one, seed):
    seed(one)
    before = fingerprint()
    assert check(one, fix=True) == ({SEEDS[seed][0]: 1}, 1)
    assert fingerprint() == before


REPAIRED_TO_THE_LETTER = [
    stability_is_wrong,
    due_date_forgets_a_mark,
    day_counts_too_few,
    day_counts_too_many_new_cards,
    day_counts_no_reviews,
    day_counts_no_practice,
    day_was_never_studied,
    enrolment_counts_wrong,
    enrolment_counts_below_zero,
    deck_counts_wrong,
    sitting_forgets_a_level,
    sitting_has_too_few_levels,
    sitting_has_no_levels,
    sitting_counts_wrong,
    sitting_points_at_an_undone_rating,
    sitting_took_other_time,
]


@pytest.mark.parametrize("seed", REPAIRED_TO_THE_LETTER, ids=lambda seed: seed.__name__)
def test_a_repair_gives_back_what_was_there(one, seed):
    before = fingerprint()
    seed(one)
    assert fingerprint() != before
    check(one, fix=True)
    assert fingerprint() == before


def test_a_lost_day_comes_back_without_how_it_began(one):
    kept = DayCounter.objects.filter(user=one.user).order_by("study_day")
    counted = list(kept.values_list(*COUNTERS))
    day_is_lost(one)
    check(one, fix=True)
    assert list(kept.values_list(*COUNTERS)) == counted
    assert kept.filter(start_cards=None, start_5=None).count() == 1


def test_all_at_once_is_told_kind_by_kind(one):
    stability_is_wrong(one)
    log_is_lost(one)
    day_is_lost(one)
    zone_is_unknown(one)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_data", fix=True, stdout=out)
    assert ended.value.code == 1
    lines = out.getvalue().splitlines()
    assert "states that differ from the log: 1 found, 1 repaired, 0 left" in lines
    no_log = "states of cards that the log does not know: 1 found, 0 repaired, 1 left"
    assert no_log in lines
    assert f"learner {one.user.pk}: There is no time zone named" in out.getvalue()
    assert lines[-1] == (
        "12 kinds of damage looked for: 4 found, 2 repaired, 2 left to you."
    )


def test_many_of_a_kind_are_counted_and_five_are_told(one):
    for _ in range(7):
        empty_deck_counts_cards(one)
    lines = list(check_data(fix=False, now=one.now).summary())
    assert len(lines) == 8
    assert lines[-2].strip() == "and 2 more"
    assert "7 found, 0 repaired, 7 left" in lines[0]


def test_a_moved_state_is_counted_where_its_card_is(one):
    card_moved_alone(one)
    check(one, fix=True)
    enrolments = Enrolment.objects.filter(user=one.user).order_by("deck_id")
    assert [row.review for row in enrolments] == [2, 1]


# --- what looks like damage and is none -----------------------------------------------


def test_a_deleted_card_takes_nothing_from_the_days_it_was_studied_on(one):
    before = list(days(one).values())
    delete_card(one, one.cards[0])
    assert check(one, fix=True) == ({}, 0)
    assert list(days(one).values()) == before


def test_a_sitting_goes_on_after_its_last_rated_card_was_deleted(one):
    rate(one.user, one.session, one.cards[0], 5, seen=3, now=one.now)
    delete_card(one, one.cards[0])
    assert check(one) == ({}, 0)
    rate(one.user, one.session, one.cards[1], 5, seen=2, now=one.now)
    assert check(one) == ({}, 0)


def test_undo_passes_over_a_deleted_card_and_goes_on(one):
    last = sitting(one).get().last_rating_id
    rating_id = uuid.uuid4()
    rate(
        one.user,
        one.session,
        one.cards[0],
        5,
        seen=3,
        now=one.now,
        rating_id=rating_id,
    )
    delete_card(one, one.cards[0])
    with pytest.raises(CannotUndo):
        take_back(one, rating_id)
    assert sitting(one).get().last_rating_id == last
    assert check(one) == ({}, 0)
    take_back(one, last)
    assert check(one) == ({}, 0)


def take_back(one: Studied, rating_id: uuid.UUID) -> None:
    undo_rating(
        user=one.user, session_id=one.session.id, rating_id=rating_id, now=one.now
    )


def test_days_below_the_log_are_found_even_where_a_card_was_deleted(one):
    delete_card(one, one.cards[0])
    days(one).update(level_5=0)
    assert check(one, fix=True) == ({Damage.DAY: 1}, 0)


def test_a_lost_rating_takes_nothing_from_its_day(one):
    before = list(days(one).values())
    live(one, 0).filter(sequence=2).delete()
    found, _ = check(one, fix=True)
    assert Damage.SEQUENCE in found
    assert Damage.DAY not in found
    assert list(days(one).values()) == before


@pytest.mark.parametrize("is_first_later", [False, True])
def test_ratings_of_one_number_are_no_damage_to_their_days(one, is_first_later):
    """Whichever of the two is taken for the first."""
    sequence_has_a_double(one)
    before = list(days(one).values())
    first, second = live(one, 0).filter(sequence=1).order_by("reviewed_at")
    if is_first_later:
        was = first.reviewed_at
        live(one, 0).filter(pk=first.pk).update(reviewed_at=second.reviewed_at)
        live(one, 0).filter(pk=second.pk).update(reviewed_at=was)
    found, _ = check(one, fix=True)
    assert found[Damage.SEQUENCE] == 1
    assert Damage.DAY not in found
    assert list(days(one).values()) == before


def test_a_lost_first_rating_makes_no_new_card_of_the_next(one):
    """Without the first its day has fewer new cards, and the next has one too many."""
    before = list(days(one).values())
    live(one, 0).filter(sequence=1).delete()
    found, _ = check(one, fix=True)
    assert found[Damage.SEQUENCE] == 1
    assert Damage.DAY not in found
    assert list(days(one).values()) == before


def test_days_above_the_log_are_found_before_a_card_was_deleted(one):
    delete_card(one, one.cards[0])
    day_was_never_studied(one)
    assert check(one) == ({Damage.DAY: 1}, 1)


def test_a_deck_that_is_gone_left_its_moved_cards_with_their_log(one):
    card_moved_alone(one)
    ReviewState.objects.filter(card=one.cards[0]).update(
        deck_id=Card.objects.get(pk=one.cards[0].pk).deck_id
    )
    recount_cards(Deck.objects.values_list("pk", flat=True))
    Deck.objects.get(pk=one.deck.pk).delete()
    assert Review.objects.filter(deck_id=one.deck.pk).exists()
    assert not days(one).exists()
    assert check(one, fix=True) == ({}, 0)


def test_undone_ratings_count_nowhere(one):
    new = make_public_deck(cards=1)
    enrol(one.user, new, now=one.now)
    other = dataclasses.replace(
        one, deck=new, cards=list(Card.objects.filter(deck=new))
    )
    sitting(one).update(deck_ids=[one.deck.pk, new.pk])
    rate_and_undo(other, other.cards[0], 4, now=one.now)
    undone = Review.objects.filter(card=other.cards[0])
    undone.update(level=9, sequence=4, kind="other", reviewed_at=one.now + 9 * DAY)
    assert check(one) == ({}, 0)


def delete_card(one: Studied, card: Card) -> None:
    """As the administration does."""
    Card.objects.get(pk=card.pk).delete()
    recount([one.deck.pk])
    recount_cards([one.deck.pk])
