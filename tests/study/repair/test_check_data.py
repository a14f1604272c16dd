"""`manage.py check_data`: each of the twelve kinds is found, by its own name alone."""

import io
import re

import pytest
from django.core.management import call_command

from decks.management.commands import check_data as command
from decks.models import (
    DayCounter,
    Enrolment,
)
from decks.study.repair.checking import REPAIRS, check_data
from decks.study.repair.day_statements import COUNTERS
from decks.study.repair.findings import Damage
from tests.kept_rows import fingerprint
from tests.study.repair.checked import check
from tests.study.repair.damage import (
    SEEDS,
    card_moved_alone,
    day_counts_no_practice,
    day_counts_no_reviews,
    day_counts_too_few,
    day_counts_too_many_new_cards,
    day_is_lost,
    day_was_never_studied,
    deck_counts_wrong,
    due_date_forgets_a_mark,
    empty_deck_counts_cards,
    enrolment_counts_below_zero,
    enrolment_counts_wrong,
    log_is_lost,
    sitting_counts_wrong,
    sitting_forgets_a_level,
    sitting_has_no_levels,
    sitting_has_too_few_levels,
    sitting_points_at_an_undone_rating,
    sitting_took_other_time,
    stability_is_wrong,
    zone_is_unknown,
)

pytestmark = pytest.mark.django_db


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
