"""A new deck by its form, and one's own copy of another."""

import threading
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.editing.deck_making import copy_deck, create_deck
from decks.models import Card, Deck, Enrolment
from decks.study.sessions import enrol
from tests.factories import NOW, make_card, make_deck, make_public_deck, make_user

pytestmark = pytest.mark.django_db


def new_deck(browser, **fields):
    form = {"title": "Rivers", "visibility": "private", "form_id": uuid.uuid4()}
    return browser.post(reverse("deck_new"), {**form, **fields})


def test_a_new_deck_is_its_makers_and_among_those_they_study(browser, learner):
    reply = new_deck(
        browser,
        title="  Rivers\n of   Europe ",
        description="Long\r\nones",
        question_lang="English",
        answer_lang="pt_br",
        visibility="unlisted",
    )
    deck = Deck.objects.get()
    assert reply["Location"] == reverse("card_new", args=[deck.pk])
    assert (deck.title, deck.description) == ("Rivers of Europe", "Long\nones")
    assert (deck.question_lang, deck.answer_lang) == ("en", "pt-BR")
    assert (deck.owner, deck.visibility) == (learner, "unlisted")
    assert Enrolment.objects.filter(user=learner, deck=deck, archived_at=None).exists()


def test_from_a_new_deck_one_may_go_on_to_importing(browser):
    reply = new_deck(browser, **{"import": "1"})
    deck = Deck.objects.get()
    assert reply["Location"] == reverse("import_into", args=[deck.pk])


def test_each_page_for_a_new_deck_carries_an_id_of_its_own(browser):
    forms = [browser.get(reverse("deck_new")).context["form"] for _ in range(2)]
    assert len({uuid.UUID(form["form_id"].value()) for form in forms}) == 2


def test_a_form_sent_twice_makes_one_deck(browser):
    form_id = uuid.uuid4()
    replies = [new_deck(browser, form_id=form_id)["Location"] for _ in range(2)]
    assert Deck.objects.count() == 1
    assert replies[0] == replies[1]


def test_two_forms_make_two_decks_of_one_title(browser):
    new_deck(browser)
    new_deck(browser)
    assert Deck.objects.filter(title="Rivers").count() == 2


def test_a_form_out_of_the_history_makes_another_when_its_deck_was_deleted(learner):
    form_id = uuid.uuid4()
    made = []
    for _ in range(2):
        deck = create_deck(learner, {"title": "Rivers"}, form_id=form_id, now=NOW)
        Deck.objects.filter(pk=deck.pk).update(deleted_at=NOW)
        made.append(deck.pk)
    assert made[0] != made[1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "  "}, "Give the deck a title."),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"question_lang": "Klingonish"}, "Write a language as a code"),
        ({"answer_lang": "klingon"}, "Write a language as a code"),
        ({"answer_lang": "<b>"}, "Write a language as a code"),
        ({"visibility": "secret"}, "is not one of the available choices"),
        ({"description": "x" * 5001}, "at most 5000 characters"),
    ],
)
def test_bad_input_is_said_at_its_field_and_what_was_typed_is_kept(
    browser, fields, words
):
    reply = new_deck(browser, **{"description": "Typed before", **fields})
    html = reply.content.decode()
    assert reply.status_code == 422
    assert words in html
    assert ("Typed before" in html) or "description" in fields
    assert not Deck.objects.exists()


def test_markup_in_a_title_is_text(browser):
    new_deck(browser, title="<script>alert(1)</script>")
    html = browser.get(reverse("deck_list")).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


# --- copies --------------------------------------------------------------------------


def copied(browser, deck, form_id=None):
    url = reverse("deck_copy", args=[deck.pk])
    return browser.post(url, {"form_id": form_id or uuid.uuid4()})


def test_a_copy_has_the_cards_with_tags_and_order_and_says_where_from(browser, learner):
    ada = make_user(display_name="Ada")
    deck = make_public_deck(
        owner=ada,
        title="AWS Lambda",
        description="All of it",
        question_lang="en",
        answer_lang="de",
        new_cards_per_day=7,
    )
    make_card(deck=deck, question="Two", position=9, tags=["x", "y"])
    make_card(deck=deck, question="One ", answer=" a\n", position=4)
    reply = copied(browser, deck)
    copy = Deck.objects.get(owner=learner)
    assert reply["Location"] == reverse("deck", args=[copy.pk])
    assert (copy.title, copy.visibility) == ("AWS Lambda (copy)", "private")
    assert (copy.description, copy.new_cards_per_day) == ("All of it", 7)
    assert (copy.question_lang, copy.answer_lang) == ("en", "de")
    assert copy.card_count == 2
    cards = copy.cards.in_deck_order()
    columns = "question", "answer", "tags", "position", "version", "written_by"
    assert list(cards.values_list(*columns)) == [
        ("One ", " a\n", [], 1, 1, learner.pk),
        ("Two", "Answer 9", ["x", "y"], 2, 1, learner.pk),
    ]
    html = browser.get(reverse("deck", args=[copy.pk])).content.decode()
    link = f'<a href="{reverse("deck", args=[deck.pk])}">AWS Lambda by Ada</a>'
    assert f"Copied from {link}" in html
    Deck.objects.filter(pk=deck.pk).update(visibility="private")
    html = browser.get(reverse("deck", args=[copy.pk])).content.decode()
    assert "Copied from AWS Lambda by Ada" in html


def test_a_copy_lives_on_when_the_other_deck_goes_for_good(learner):
    deck = make_public_deck(cards=2)
    copy = copy_deck(deck, learner, form_id=uuid.uuid4(), now=NOW)
    deck.delete()
    copy.refresh_from_db()
    assert copy.copied_from is None
    assert copy.copied_from_words == deck.title
    assert copy.cards.count() == 2


def test_a_copy_of_the_longest_title_fits(learner):
    deck = make_public_deck(title="x" * 200, cards=1)
    copy = copy_deck(deck, learner, form_id=uuid.uuid4(), now=NOW)
    assert len(copy.title) == 200
    assert copy.title.endswith("x (copy)")


def test_a_copy_button_pressed_twice_copies_once(browser, learner):
    deck, form_id = make_public_deck(cards=3), uuid.uuid4()
    assert copied(browser, deck, form_id).url == copied(browser, deck, form_id).url
    copy = Deck.objects.get(owner=learner)
    assert copy.cards.count() == copy.card_count == 3


def test_a_copy_form_without_its_id_copies_nothing(browser, learner):
    deck = make_public_deck(cards=3)
    reply = browser.post(reverse("deck_copy", args=[deck.pk]), follow=True)
    assert "Nothing was copied." in reply.content.decode()
    assert not Deck.objects.filter(owner=learner).exists()


def test_what_its_owner_keeps_from_being_copied_only_the_owner_copies(browser, learner):
    deck = make_public_deck(cards=1, owner=make_user(), allows_export=False)
    page = reverse("deck", args=[deck.pk])
    assert "Make my own copy" not in browser.get(page).content.decode()
    assert copied(browser, deck).status_code == 404
    Deck.objects.filter(pk=deck.pk).update(owner=learner)
    assert copied(browser, deck).status_code == 302
    assert Deck.objects.filter(owner=learner).count() == 2


@pytest.mark.full
def test_copying_costs_the_same_statements_at_1_card_and_at_10_000(learner):
    counts = []
    for cards in (1, 10_000):
        deck = make_public_deck(cards=cards)
        with CaptureQueriesContext(connection) as statements:
            copy = copy_deck(deck, learner, form_id=uuid.uuid4(), now=NOW)
        assert copy.card_count == cards
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 25


def test_the_sample_offers_a_copy_to_those_who_are_signed_in(client, browser):
    page = reverse("deck", args=[make_public_deck(cards=1).pk])
    assert "Make my own copy" in browser.get(page).content.decode()
    client.logout()
    assert "Make my own copy" not in client.get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_one_moment_make_one_copy():
    learner, deck, form_id = make_user(), make_public_deck(cards=50), uuid.uuid4()
    failures = []

    def press():
        try:
            copy_deck(deck, learner, form_id=form_id, now=NOW)
        except Exception as error:  # what a thread raises would be lost
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Deck.objects.filter(owner=learner).count() == 1
    assert Card.objects.filter(deck__owner=learner).count() == 50


def test_an_empty_deck_is_copied_too(learner):
    deck = make_deck(owner=learner)
    enrol(learner, deck, now=NOW)
    copy = copy_deck(deck, learner, form_id=uuid.uuid4(), now=NOW)
    assert copy.card_count == 0
