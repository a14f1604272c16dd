"""Damage to seed: each function does one, and SEEDS says of which kind it is."""

import io
import uuid
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import F

from decks.models import (
    Card,
    DayCounter,
    Deck,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
    User,
)
from decks.study.repair.checking import check_data
from decks.study.repair.findings import Damage
from decks.study.sessions import enrol
from decks.study.tallies import recount_cards
from tests.factories import NOW, make_public_deck
from tests.study.repair.histories import Studied
from tests.study.sittings import DAY


def state(one: Studied, place: int) -> Any:
    return ReviewState.objects.filter(user=one.user, card=one.cards[place])


def live(one: Studied, place: int) -> Any:
    log = Review.objects.filter(user=one.user, card=one.cards[place], undone_at=None)
    return log.exclude(kind=Review.Kind.CRAM).order_by("sequence")


def sitting(one: Studied) -> Any:
    return StudySession.objects.filter(user=one.user, id=one.session.id)


def days(one: Studied) -> Any:
    return DayCounter.objects.filter(user=one.user).order_by("study_day")


def first_day(one: Studied) -> Any:
    return days(one).filter(study_day=NOW.date())


# --- one seed or more for each kind ---------------------------------------------------


def stability_is_wrong(one: Studied) -> None:
    state(one, 0).update(stability_days=F("stability_days") * (1 + 2**-52))


def due_date_forgets_a_mark(one: Studied) -> None:
    state(one, 2).update(due_at=one.now)


def state_is_lost(one: Studied) -> None:
    state(one, 0).delete()
    recount_cards([one.deck.pk])


def state_of_a_reset_card_is_lost(one: Studied) -> None:
    live(one, 3).filter(sequence=3).update(undone_at=one.now)
    state_is_right_again(one)
    state(one, 3).delete()


def state_is_right_again(one: Studied) -> None:
    """As undo would have left it; the rating is taken back everywhere but there."""
    call_command("replay", fix=True, stdout=io.StringIO())
    check_data(fix=True, now=one.now)


def log_is_lost(one: Studied) -> None:
    new = make_public_deck(cards=1)
    card = Card.objects.get(deck=new)
    taken = state(one, 0).values().get() | {"card_id": card.pk, "deck_id": new.pk}
    ReviewState.objects.create(**taken)


def only_a_count_is_left(one: Studied) -> None:
    new = make_public_deck(cards=1)
    ReviewState.objects.create(
        user=one.user, card=Card.objects.get(deck=new), deck=new, review_count=2
    )


def sequence_has_a_gap(one: Studied) -> None:
    live(one, 0).filter(sequence=3).update(sequence=5)


def sequence_has_a_double(one: Studied) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX review_once_per_showing")
    live(one, 0).filter(sequence=2).update(sequence=1)


def level_is_none(one: Studied) -> None:
    reset = live(one, 3).filter(kind=Review.Kind.RESET)
    assert reset.update(level=6) == 1


def kind_is_unknown(one: Studied) -> None:
    live(one, 3).filter(kind=Review.Kind.RESET).update(kind="other")


def day_counts_too_few(one: Studied) -> None:
    first_day(one).update(level_4=F("level_4") - 1)


def day_counts_too_many_new_cards(one: Studied) -> None:
    first_day(one).update(new_cards=F("new_cards") + 1)


def day_counts_no_reviews(one: Studied) -> None:
    assert days(one).filter(reviews__gt=0).update(reviews=0) == 1


def day_counts_no_practice(one: Studied) -> None:
    assert days(one).filter(practice_ratings__gt=0).update(practice_ms=0) == 1


def day_is_lost(one: Studied) -> None:
    first_day(one).delete()


def day_was_never_studied(one: Studied) -> None:
    day = (one.now - 100 * DAY).date()
    DayCounter.objects.create(user=one.user, study_day=day, deck=one.deck)


def enrolment_counts_wrong(one: Studied) -> None:
    Enrolment.objects.filter(user=one.user).update(level_3=F("level_3") + 1)


def enrolment_counts_below_zero(one: Studied) -> None:
    Enrolment.objects.filter(user=one.user).update(stuck=-1)


def deck_counts_wrong(one: Studied) -> None:
    Deck.objects.filter(pk=one.deck.pk).update(card_count=99)


def empty_deck_counts_cards(one: Studied) -> None:
    Deck.objects.filter(pk=make_public_deck().pk).update(card_count=1)


def card_moved_alone(one: Studied) -> None:
    new = make_public_deck(cards=1)
    enrol(one.user, new, now=one.now)
    Card.objects.filter(pk=one.cards[0].pk).update(deck=new)
    Deck.objects.filter(pk=new.pk).update(card_count=2)
    Deck.objects.filter(pk=one.deck.pk).update(card_count=3)


def sitting_forgets_a_level(one: Studied) -> None:
    sitting(one).update(levels=[0, 4, 1, 3])


def sitting_has_too_few_levels(one: Studied) -> None:
    sitting(one).update(levels=[3])


def sitting_has_no_levels(one: Studied) -> None:
    sitting(one).update(levels=[])


def sitting_is_past_its_end(one: Studied) -> None:
    sitting(one).update(position=40)


def sitting_counts_wrong(one: Studied) -> None:
    sitting(one).update(rating_count=F("rating_count") + 1)


def sitting_points_at_an_undone_rating(one: Studied) -> None:
    undone = Review.objects.filter(session_id=one.session.id)
    sitting(one).update(last_rating_id=undone.exclude(undone_at=None)[0].rating_id)


def sitting_took_other_time(one: Studied) -> None:
    sitting(one).update(answer_ms=1)


def rating_lies_in_the_future(one: Studied) -> None:
    live(one, 0).filter(sequence=2).update(
        reviewed_at=one.now + DAY, due_at=one.now + 2 * DAY
    )
    live(one, 0).filter(sequence=2).update(study_day=(one.now + DAY).date())
    mend_what_follows(one)


def rating_was_due_before_it_was_given(one: Studied) -> None:
    live(one, 0).filter(sequence=1).update(due_at=F("reviewed_at"))


def rating_is_of_another_day(one: Studied) -> None:
    row = live(one, 0).filter(sequence=2)
    row.update(study_day=(row.get().reviewed_at + 3 * DAY).date())
    mend_what_follows(one)


def rating_names_no_sitting(one: Studied) -> None:
    practice = Review.objects.filter(kind=Review.Kind.CRAM, undone_at=None)
    practice.update(session_id=uuid.uuid4())
    mend_what_follows(one)


def mend_what_follows(one: Studied) -> None:
    """States, days and sittings as that log gives them: the row alone is wrong."""
    check_data(fix=True, now=one.now)


def retention_is_outside(one: Studied) -> None:
    Enrolment.objects.filter(user=one.user).update(retention_percent=99)


def longest_interval_is_nothing(one: Studied) -> None:
    Deck.objects.filter(pk=one.deck.pk).update(longest_interval_days=0)


def order_is_unknown(one: Studied) -> None:
    User.objects.filter(pk=one.user.pk).update(new_card_order="upwards")


def zone_is_unknown(one: Studied) -> None:
    User.objects.filter(pk=one.user.pk).update(time_zone="Mars/Olympus")


def day_starts_on_another(one: Studied) -> None:
    User.objects.filter(pk=one.user.pk).update(day_start_minutes=1440)


Seed = Callable[[Studied], None]
SEEDS: dict[Seed, tuple[Damage, bool]] = {
    stability_is_wrong: (Damage.STATE, True),
    due_date_forgets_a_mark: (Damage.STATE, True),
    state_is_lost: (Damage.NO_STATE, True),
    state_of_a_reset_card_is_lost: (Damage.NO_STATE, True),
    log_is_lost: (Damage.NO_LOG, False),
    only_a_count_is_left: (Damage.NO_LOG, False),
    sequence_has_a_gap: (Damage.SEQUENCE, False),
    sequence_has_a_double: (Damage.SEQUENCE, False),
    level_is_none: (Damage.LEVEL, False),
    kind_is_unknown: (Damage.LEVEL, False),
    day_counts_too_few: (Damage.DAY, True),
    day_counts_too_many_new_cards: (Damage.DAY, True),
    day_counts_no_reviews: (Damage.DAY, True),
    day_counts_no_practice: (Damage.DAY, True),
    day_is_lost: (Damage.DAY, True),
    day_was_never_studied: (Damage.DAY, True),
    enrolment_counts_wrong: (Damage.ENROLMENT, True),
    enrolment_counts_below_zero: (Damage.ENROLMENT, True),
    deck_counts_wrong: (Damage.DECK, True),
    empty_deck_counts_cards: (Damage.DECK, True),
    card_moved_alone: (Damage.MOVED, True),
    sitting_forgets_a_level: (Damage.SITTING, True),
    sitting_has_too_few_levels: (Damage.SITTING, True),
    sitting_has_no_levels: (Damage.SITTING, True),
    sitting_is_past_its_end: (Damage.SITTING, True),
    sitting_counts_wrong: (Damage.SITTING, True),
    sitting_points_at_an_undone_rating: (Damage.SITTING, True),
    sitting_took_other_time: (Damage.SITTING, True),
    rating_lies_in_the_future: (Damage.PLACE, False),
    rating_was_due_before_it_was_given: (Damage.PLACE, False),
    rating_is_of_another_day: (Damage.PLACE, False),
    rating_names_no_sitting: (Damage.PLACE, False),
    retention_is_outside: (Damage.OPTION, True),
    longest_interval_is_nothing: (Damage.OPTION, True),
    order_is_unknown: (Damage.OPTION, True),
    zone_is_unknown: (Damage.OPTION, False),
    day_starts_on_another: (Damage.OPTION, False),
}
"""Each with its kind, and whether it can be repaired."""
