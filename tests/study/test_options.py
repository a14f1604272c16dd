"""A learner's options in one deck, what a deck proposes, and what both come to."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.accounts.study_options import NO_LIMIT, OPTION_NAMES
from decks.models import Deck, Enrolment, User
from decks.study.learners import enrolment_options
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_deck,
    make_public_deck,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

EMPTY = dict.fromkeys(OPTION_NAMES, "")


@pytest.fixture
def deck(learner: User) -> Deck:
    """A public deck of 30 new cards that is the learner's."""
    deck = make_public_deck(cards=30)
    enrol(learner, deck, now=timezone.now())
    return deck


def options_url(deck: Deck) -> str:
    return reverse("deck_options", args=[deck.pk])


def save_options(client: Client, deck: Deck, **fields: Any) -> Any:
    return client.post(options_url(deck), EMPTY | fields)


def propose(client: Client, deck: Deck, **fields: Any) -> Any:
    return client.post(reverse("deck_defaults", args=[deck.pk]), EMPTY | fields)


def page_of(client: Client, deck: Deck) -> str:
    response = client.get(options_url(deck))
    assert response.status_code == 200
    return response.content.decode()


def own_options(user: User, deck: Deck) -> tuple[Any, ...]:
    row = Enrolment.objects.filter(user=user, deck=deck)
    return tuple(row.values_list(*OPTION_NAMES).get())


# --- the learner's own ---------------------------------------------------------------


def test_options_are_kept_and_lead_back_to_the_deck(
    browser: Client, learner: User, deck: Deck
) -> None:
    response = save_options(
        browser,
        deck,
        new_cards_per_day=3,
        reviews_per_day=0,
        retention_percent=95,
        longest_interval_days=60,
        new_card_order="shuffled",
    )
    there = reverse("deck", args=[deck.pk])
    assert (response.status_code, response["Location"]) == (302, there)
    assert own_options(learner, deck) == (3, 0, 95, 60, "shuffled")
    assert "Options saved." in browser.get(there).content.decode()


def test_emptied_options_are_decided_elsewhere_again(
    browser: Client, learner: User, deck: Deck
) -> None:
    save_options(browser, deck, new_cards_per_day=3, new_card_order="shuffled")
    save_options(browser, deck)
    assert own_options(learner, deck) == (None,) * 5


def test_what_one_has_chosen_stands_in_the_form(browser: Client, deck: Deck) -> None:
    save_options(browser, deck, new_cards_per_day=3, new_card_order="shuffled")
    form = browser.get(options_url(deck)).context["form"]
    assert form["new_cards_per_day"].value() == 3
    assert form["new_card_order"].value() == "shuffled"


def test_without_a_proposal_the_hints_name_ones_settings(
    browser: Client, learner: User, deck: Deck
) -> None:
    User.objects.update(retention_percent=85, new_card_order="shuffled")
    page = page_of(browser, deck)
    assert "Empty: 20, from your settings." in page
    assert "Empty: no limit, from your settings." in page
    assert "9999" not in page
    assert "Empty: 85%, from your settings." in page
    assert "Empty: 3650 days, from your settings." in page
    assert "As in your settings: shuffled" in page


def test_a_proposal_is_named_before_ones_settings(
    browser: Client, learner: User, deck: Deck
) -> None:
    User.objects.update(new_cards_per_day=50)
    Deck.objects.update(new_cards_per_day=10, new_card_order="deck")
    page = page_of(browser, deck)
    assert "Empty: 10, as the deck proposes." in page
    assert "As the deck proposes: in the deck&#x27;s order" in page
    assert "Empty: 90%, from your settings." in page


def test_a_limit_can_be_lifted_in_one_deck(
    browser: Client, learner: User, deck: Deck
) -> None:
    User.objects.update(reviews_per_day=5)
    limited = "Empty: 5, from your settings. 9999: no limit."
    assert limited in page_of(browser, deck)
    save_options(browser, deck, reviews_per_day=NO_LIMIT)
    enrolment = Enrolment.objects.select_related("deck").get()
    options = enrolment_options(User.objects.get(), enrolment)
    assert options.reviews_per_day == NO_LIMIT


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("new_cards_per_day", "-1", "a whole number from 0 to 9999"),
        ("reviews_per_day", "10000", "a whole number from 0 to 9999"),
        ("retention_percent", "69", "a whole number from 70 to 97"),
        ("retention_percent", "98", "a whole number from 70 to 97"),
        ("longest_interval_days", "0", "a whole number from 1 to 36500"),
        ("longest_interval_days", "36501", "a whole number from 1 to 36500"),
        ("longest_interval_days", "a year", "a whole number from 1 to 36500"),
    ],
)
@pytest.mark.parametrize("send", [save_options, propose])
def test_what_is_out_of_range_is_refused_in_words_and_stays_as_typed(
    browser: Client,
    learner: User,
    deck: Deck,
    send: Any,
    field: str,
    wrong: str,
    words: str,
) -> None:
    Deck.objects.update(owner=learner)
    typed = {"new_card_order": "shuffled", field: wrong}
    response = send(browser, deck, **typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    control = re.search(f'<input[^>]* name="{field}"[^>]*>', page)
    assert control is not None
    assert f'value="{wrong}"' in control[0]
    assert re.search('value="shuffled"[^>]* checked', page)
    assert own_options(learner, deck) == (None,) * 5
    assert Deck.objects.values_list(*OPTION_NAMES).get() == (None,) * 5


def test_an_unknown_order_is_refused(browser: Client, deck: Deck) -> None:
    assert save_options(browser, deck, new_card_order="worst").status_code == 422


def test_saving_leaves_the_counts_of_the_row_alone(
    browser: Client, learner: User, deck: Deck
) -> None:
    """A rating may move them while the page is open: only the options are written."""
    with CaptureQueriesContext(connection) as statements:
        save_options(browser, deck, new_cards_per_day=3)
    updates = [s["sql"] for s in statements if s["sql"].startswith("UPDATE")]
    written = [sql for sql in updates if "decks_enrolment" in sql]
    assert len(written) == 1
    assert not re.search("level_|mastered|archived_at", written[0])


def test_options_are_of_ones_own_decks_only(
    browser: Client, learner: User, deck: Deck
) -> None:
    assert browser.get(options_url(make_public_deck())).status_code == 404
    Enrolment.objects.update(archived_at=NOW)
    assert browser.get(options_url(deck)).status_code == 404


def test_the_deck_page_leads_to_the_options(browser: Client, deck: Deck) -> None:
    page = browser.get(reverse("deck", args=[deck.pk])).content.decode()
    assert f'href="{options_url(deck)}"' in page


# --- what a deck proposes ------------------------------------------------------------


def test_an_owner_proposes_without_studying(browser: Client, learner: User) -> None:
    deck = make_deck(owner=learner, cards=2)
    response = propose(browser, deck, new_cards_per_day=10, retention_percent=80)
    assert response["Location"] == reverse("deck", args=[deck.pk])
    kept = Deck.objects.values_list(*OPTION_NAMES).get()
    assert kept == (10, None, 80, None, None)
    assert not Enrolment.objects.exists()


def test_staff_propose_for_a_deck_without_an_owner(client: Client) -> None:
    client.force_login(make_staff())
    deck = make_public_deck(cards=2)
    assert propose(client, deck, new_cards_per_day=10).status_code == 302
    assert Deck.objects.get().new_cards_per_day == 10


def test_learners_of_a_deck_do_not_propose(browser: Client, deck: Deck) -> None:
    assert propose(browser, deck, new_cards_per_day=10).status_code == 404
    assert Deck.objects.get().new_cards_per_day is None
    link = reverse("deck_defaults", args=[deck.pk])
    assert link not in page_of(browser, deck)


def test_the_options_lead_an_editor_to_the_proposal(
    browser: Client, learner: User, deck: Deck
) -> None:
    Deck.objects.update(owner=learner)
    link = reverse("deck_defaults", args=[deck.pk])
    assert f'href="{link}"' in page_of(browser, deck)


def test_a_proposal_moves_no_word_of_the_deck(browser: Client, learner: User) -> None:
    deck = make_deck(owner=learner, title="Rivers", description="Long ones")
    before = Deck.objects.values().get()
    propose(browser, deck, new_cards_per_day=10)
    assert Deck.objects.values().get() == before | {"new_cards_per_day": 10}


@pytest.mark.parametrize("studies", [True, False])
@pytest.mark.parametrize("may_edit", [True, False])
def test_the_deck_page_leads_those_who_may_edit_to_the_proposal(
    browser: Client, learner: User, studies: bool, may_edit: bool
) -> None:
    deck = make_public_deck(owner=learner if may_edit else make_user(), cards=2)
    if studies:
        enrol(learner, deck, now=NOW)
    page = browser.get(reverse("deck", args=[deck.pk])).content.decode()
    link = reverse("deck_defaults", args=[deck.pk])
    assert (f'href="{link}"' in page) is may_edit
