"""A deck that is deleted is there for nobody, and back as it was for everybody."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from decks.editing.deck_deleting import delete_deck, restore_deck
from decks.editing.deck_making import copy_deck
from decks.models import Deck, Enrolment, Review, StudySession
from decks.progress.today import today_of
from decks.study.sessions import enrol, set_archived, start_session
from decks.transfer import formats
from decks.transfer.run import Target, import_cards
from tests.editing.test_moving import assert_sound, learners_rows, make_class
from tests.factories import NOW, make_deck, make_public_deck, make_staff, make_user
from tests.study.sittings import MINUTE, cards_of, start
from tests.transfer.pages import page

pytestmark = pytest.mark.django_db

DAYS_29, DAYS_31 = dt.timedelta(days=29), dt.timedelta(days=31)


@pytest.fixture
def deck(learner):
    made = make_public_deck(owner=learner, title="Rivers", cards=5)
    enrol(learner, made, now=NOW)
    return made


def delete(browser, deck, **more):
    return browser.post(reverse("deck_delete", args=[deck.pk]), **more)


def restore(browser, deck):
    return browser.post(reverse("deck_restore", args=[deck.pk]))


def age(deck, by):
    """As if the deck had been deleted so long before."""
    Deck.objects.filter(pk=deck.pk).update(deleted_at=dt.datetime.now(dt.UTC) - by)


# --- what the page says --------------------------------------------------------------


def text_of(browser, deck):
    page = browser.get(reverse("deck_delete", args=[deck.pk]))
    return " ".join(page.content.decode().split())


def test_the_page_says_what_goes_and_who_loses_it(browser, deck):
    make_class(deck)
    text = text_of(browser, deck)
    assert "5 cards go with it." in text
    assert "3 other people study it and will not reach it any more." in text
    ratings = Review.objects.count()
    assert f"The {ratings} ratings that others gave stay in their history" in text
    assert "Delete 5 cards and this deck" in text
    assert "For 30 days you can bring it back" in text


def test_the_page_counts_one_person_one_card_and_nobody(browser, learner):
    deck = make_public_deck(owner=learner, cards=1)
    text = text_of(browser, deck)
    assert "1 card goes with it." in text
    assert "Nobody else studies it." in text
    assert "Delete 1 card and this deck" in text
    (user,) = make_class(deck, count=1)
    assert "1 other person studies it" in text_of(browser, deck)
    set_archived(user, deck, archived_at=NOW)
    assert "that others gave before" in text_of(browser, deck)
    empty = make_deck(owner=learner)
    assert "It has no cards." in text_of(browser, empty)
    assert "Delete this deck</button>" in text_of(browser, empty)


def test_the_page_alone_deletes_nothing(browser, deck):
    text_of(browser, deck)
    assert Deck.objects.filter(deleted_at=None).count() == 1


# --- deleting ------------------------------------------------------------------------


def test_a_deleted_deck_is_there_for_nobody(browser, learner, deck):
    (other,) = make_class(deck, count=1)
    delete(browser, deck)
    assert browser.get(reverse("deck", args=[deck.pk])).status_code == 404
    for user in (learner, other, make_user(), make_staff()):
        assert today_of(user, now=NOW).rows == []
        assert not Deck.objects.readable_by(user).exists()
        assert not Deck.objects.editable_by(user).exists()
    assert not Deck.objects.listed().exists()
    assert "No cards yet" in browser.get("/").content.decode()
    assert start_session(other, now=NOW + MINUTE) is None


def test_the_toast_offers_to_undo_it(browser, deck):
    html = delete(browser, deck, follow=True).content.decode()
    undo = f'<form method="post" action="{reverse("deck_restore", args=[deck.pk])}">'
    assert "Deleted “Rivers”." in html
    assert undo in html
    assert restore(browser, deck)["Location"] == reverse("deck", args=[deck.pk])
    assert browser.get(reverse("deck", args=[deck.pk])).status_code == 200


def test_deleting_or_restoring_twice_is_doing_it_once(browser, deck):
    replies = [delete(browser, deck).status_code for _ in range(2)]
    first = Deck.objects.get().deleted_at
    delete(browser, deck)
    assert Deck.objects.get().deleted_at == first
    replies += [restore(browser, deck).status_code for _ in range(2)]
    assert replies == [302] * 4
    assert Deck.objects.get().deleted_at is None


def test_a_restore_gives_everyone_back_exactly_what_they_had(browser, deck):
    make_class(deck)
    before, deck_before = learners_rows(), Deck.objects.values().get()
    delete(browser, deck)
    restore(browser, deck)
    assert learners_rows() == before
    assert Deck.objects.values().get() == deck_before
    assert_sound()


def test_while_a_deck_is_deleted_the_rows_are_sound(deck):
    make_class(deck)
    delete_deck(deck.pk, now=NOW)
    assert_sound()


def test_only_its_owner_deletes_and_restores(client, deck):
    staff, stranger = make_staff(), make_user()
    for user in (staff, stranger):
        client.force_login(user)
        assert delete(client, deck).status_code == 404
        assert text_of(client, deck)
    assert Deck.objects.get().deleted_at is None
    delete_deck(deck.pk, now=NOW)
    age(deck, dt.timedelta())
    for user in (staff, stranger):
        client.force_login(user)
        assert restore(client, deck).status_code == 404
        assert "Rivers" not in client.get(reverse("decks_deleted")).content.decode()


def test_deleted_decks_are_listed_with_until_when(browser, deck):
    assert "No deck of yours" in browser.get(reverse("decks_deleted")).content.decode()
    delete(browser, deck)
    age(deck, DAYS_29)
    deck.refresh_from_db()
    until = deck.deleted_at + dt.timedelta(days=30)
    html = browser.get(reverse("decks_deleted")).content.decode()
    assert "Rivers" in html
    assert f"until {until.day} {until:%B %Y}" in html


def test_after_30_days_a_deck_cannot_be_restored(browser, deck):
    delete(browser, deck, follow=True)
    age(deck, DAYS_31)
    assert "Rivers" not in browser.get(reverse("decks_deleted")).content.decode()
    assert restore(browser, deck).status_code == 404


def test_the_list_of_deleted_decks_costs_the_same_at_1_and_at_20(
    browser, learner, django_assert_max_num_queries
):
    for count in (1, 19):
        for number in range(count):
            made = make_deck(owner=learner, title=f"Gone {count} {number}")
            age(made, dt.timedelta(days=1))
        with django_assert_max_num_queries(5):
            html = browser.get(reverse("decks_deleted")).content.decode()
    assert html.count("Bring back<") == 20


# --- in the middle of a sitting ------------------------------------------------------


def rating_of(card):
    return {
        "card": card.pk,
        "prompt": 0,
        "rating_id": str(uuid.uuid4()),
        "seen_reviews": 0,
        "confidence": 4,
        "answer_ms": 1000,
    }


def test_a_rating_for_a_deck_that_was_just_deleted_says_so(client, deck):
    other = make_user()
    enrol(other, deck, now=NOW)
    client.force_login(other)
    client.post(reverse("study_deck", args=[deck.pk]))
    session = StudySession.objects.get(user=other)
    delete_deck(deck.pk, now=NOW)
    rate = reverse("rate", args=[session.id])
    reply = client.post(rate, rating_of(cards_of(deck)[0]), follow=True)
    assert reply.status_code == 200
    assert "You no longer have this deck. Nothing was counted" in reply.content.decode()
    assert not Review.objects.exists()


def test_a_sitting_goes_on_with_the_cards_of_other_decks(client, deck):
    other, second = make_user(), make_public_deck(title="Seas", cards=2)
    for each in (deck, second):
        enrol(other, each, now=NOW)
    client.force_login(other)
    client.post(reverse("study_due"))
    session = StudySession.objects.get(user=other)
    assert session.planned_count == 7
    delete_deck(deck.pk, now=NOW)
    shown = client.get(reverse("study", args=[session.id]))
    assert shown.status_code == 200
    assert shown.context["showing"].card_id in {card.pk for card in cards_of(second)}


def test_a_restored_deck_goes_on_where_its_learners_were(client, deck):
    (other,) = make_class(deck, count=1)
    rows = today_of(other, now=NOW + MINUTE).rows
    delete_deck(deck.pk, now=NOW)
    restore_deck(deck)
    assert today_of(other, now=NOW + MINUTE).rows == rows
    assert start(other, deck, now=NOW + MINUTE)


def test_a_copy_of_a_deleted_deck_stays_and_no_longer_links_to_it(browser, deck):
    other = make_user()
    copy = copy_deck(deck, other, form_id=uuid.uuid4(), now=NOW)
    delete_deck(deck.pk, now=NOW)
    browser.force_login(other)
    html = browser.get(reverse("deck", args=[copy.pk])).content.decode()
    assert f"Copied from Rivers by {deck.owner.display_name}" in html
    assert reverse("deck", args=[deck.pk]) not in html
    assert copy.cards.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_who_delete_at_one_moment_delete_once():
    deck, said = make_public_deck(cards=1), []

    def press():
        try:
            said.append(delete_deck(deck.pk, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [False, False, False, True]
    assert Enrolment.objects.count() == 0


def test_importing_its_text_again_makes_a_new_deck_and_leaves_the_deleted_one(learner):
    parsed = formats.read(page([("Danube", "Europe")], title="Rivers").encode())
    target = Target("title:Rivers", "Rivers", owner=learner)
    first = import_cards(parsed, target, now=NOW).deck_id
    delete_deck(first, now=NOW)
    second = import_cards(parsed, target, now=NOW).deck_id
    assert second != first
    restore_deck(Deck.objects.get(pk=first))
    assert import_cards(parsed, target, now=NOW).deck_id == second
