"""What a wanted recall costs: about so many reviews a day."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from decks.accounts.study_options import Options
from decks.models import Deck, Enrolment, ReviewState, User
from decks.scheduling.fsrs import exact_interval_days, interval_days
from decks.study.cost import COMPARED_PERCENTS, Prices, prices_of
from decks.study.sessions import enrol
from tests.factories import NOW, make_public_deck, make_review_state, make_user
from tests.study.sittings import cards_of

pytestmark = pytest.mark.django_db

STABILITIES = [0.437 + 1.713 * n for n in range(25)]


def deck_known_by(user: User, stabilities: list[float]) -> Deck:
    """One of the user's decks, with a card in review for each of these S in days."""
    deck = make_public_deck(cards=len(stabilities) + 1)
    enrol(user, deck, now=timezone.now())
    for card, stability_days in zip(cards_of(deck), stabilities, strict=False):
        make_review_state(user=user, card=card, stability_days=stability_days)
    return deck


def prices(user: User, deck: Deck, percent: int = 90, longest: int = 3650) -> Prices:
    options = Options(longest_interval_days=longest)
    found = prices_of(user, {deck.pk: options}, chosen_percent=percent)
    assert found is not None
    return found


@pytest.mark.parametrize("longest_days", [3650, 9])
def test_the_price_is_the_sum_of_one_through_each_cards_interval(
    learner: User, longest_days: int
) -> None:
    deck = deck_known_by(learner, STABILITIES)
    found = prices(learner, deck, 77, longest_days)
    assert found.card_count == 25
    assert [row.retention_percent for row in found.rows] == [77, 80, 85, 90, 95]
    for row in found.rows:
        wanted = row.retention_percent / 100
        days = [min(longest_days, interval_days(s, wanted)) for s in STABILITIES]
        assert row.reviews_per_day == pytest.approx(sum(1 / day for day in days))


@given(st.floats(0.001, 36500), st.integers(70, 97))
def test_an_interval_is_a_multiple_of_s(stability_days: float, percent: int) -> None:
    """What the statement relies on, which knows the formula by one factor."""
    of_one = exact_interval_days(1, percent / 100)
    exact = exact_interval_days(stability_days, percent / 100)
    assert exact == pytest.approx(stability_days * of_one)


def test_a_chosen_value_among_the_compared_stands_there_once(learner: User) -> None:
    found = prices(learner, deck_known_by(learner, STABILITIES))
    assert tuple(row.retention_percent for row in found.rows) == COMPARED_PERCENTS
    assert found.chosen.retention_percent == 90


def test_a_higher_value_never_costs_less(learner: User) -> None:
    found = prices(learner, deck_known_by(learner, STABILITIES))
    costs = [row.reviews_per_day for row in found.rows]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_only_cards_in_review_count_and_only_ones_own(learner: User) -> None:
    deck = deck_known_by(learner, STABILITIES)
    states = ReviewState.objects.order_by("card_id")
    first, second, third = states.values_list("card_id", flat=True)[:3]
    states.filter(card_id=first).update(phase=ReviewState.Phase.RELEARNING)
    states.filter(card_id=second).update(phase=None, stability_days=None)
    states.filter(card_id=third).update(put_aside_at=NOW, due_at=None)
    other = make_user()
    enrol(other, deck, now=timezone.now())
    for card in cards_of(deck):
        make_review_state(user=other, card=card)
    assert prices(learner, deck).card_count == 22


@pytest.mark.parametrize(("known", "is_enough"), [(0, False), (19, False), (20, True)])
def test_twenty_known_cards_are_needed(
    learner: User, known: int, is_enough: bool
) -> None:
    deck = deck_known_by(learner, [10.0] * known)
    found = prices_of(learner, {deck.pk: Options()}, chosen_percent=90)
    assert (found is not None) is is_enough


def test_without_decks_there_is_no_price(learner: User) -> None:
    assert prices_of(learner, {}, chosen_percent=90) is None


def test_what_rounds_to_nothing_is_said_in_words(learner: User) -> None:
    found = prices(learner, deck_known_by(learner, [900.0] * 20))
    assert found.chosen.words == "under 1"


# --- on the pages --------------------------------------------------------------------


def settings_page(client: Client) -> str:
    return client.get(reverse("preferences")).content.decode()


def test_the_settings_say_what_the_value_costs(browser: Client, learner: User) -> None:
    deck_known_by(learner, [10.0] * 24)
    User.objects.update(retention_percent=93)
    page = settings_page(browser)
    # At 93 % a card with S of 10 days comes back after 6 days: 24 / 6.
    assert interval_days(10, 0.93) == 6
    assert "At 93%: about 4 reviews a day for the 24 cards you know." in page
    assert '<th scope="col" class="is-on">93%</th>' in page
    assert '<td class="is-on">4</td>' in page


def test_without_enough_cards_the_settings_say_so(
    browser: Client, learner: User
) -> None:
    deck_known_by(learner, [10.0] * 19)
    assert "Not enough cards yet" in settings_page(browser)


@pytest.mark.parametrize("own", ["deck", "enrolment"])
def test_decks_with_a_value_of_their_own_are_left_out_and_named(
    browser: Client, learner: User, own: str
) -> None:
    deck_known_by(learner, [10.0] * 20)
    apart = deck_known_by(learner, [10.0] * 30)
    assert "the 50 cards you know" in settings_page(browser)
    if own == "deck":
        Deck.objects.filter(pk=apart.pk).update(retention_percent=80)
    else:
        Enrolment.objects.filter(deck=apart).update(retention_percent=80)
    page = settings_page(browser)
    assert "the 20 cards you know" in page
    assert "1 of your decks has a wanted recall of its own" in page


def test_decks_that_were_removed_are_left_out(browser: Client, learner: User) -> None:
    deck_known_by(learner, [10.0] * 20)
    apart = deck_known_by(learner, [10.0] * 30)
    Enrolment.objects.filter(deck=apart).update(archived_at=NOW)
    assert "the 20 cards you know" in settings_page(browser)


def test_a_decks_options_say_what_it_costs_there(
    browser: Client, learner: User
) -> None:
    deck_known_by(learner, [10.0] * 30)
    deck = deck_known_by(learner, [10.0] * 24)
    Deck.objects.filter(pk=deck.pk).update(retention_percent=93)
    url = reverse("deck_options", args=[deck.pk])
    page = browser.get(url).content.decode()
    assert "At 93%: about 4 reviews a day for the 24 cards you know." in page


def test_a_refused_form_shows_the_price_of_what_is_kept(
    browser: Client, learner: User
) -> None:
    deck = deck_known_by(learner, [10.0] * 24)
    url = reverse("deck_options", args=[deck.pk])
    typed = {"retention_percent": "93", "longest_interval_days": "0"}
    assert "At 90%: about" in browser.post(url, typed).content.decode()


def test_the_settings_cost_the_same_for_one_deck_and_for_ten(
    browser: Client, learner: User
) -> None:
    counts = []
    for more in (1, 9):
        for _ in range(more):
            deck_known_by(learner, [10.0] * 3)
        with CaptureQueriesContext(connection) as statements:
            settings_page(browser)
        counts.append(len(statements))
    # The session, the learner, the decks, the price.
    assert counts == [4, 4]
