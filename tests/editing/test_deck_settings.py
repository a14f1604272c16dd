"""What is said of a deck, changed; who may see it."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from decks.models import Deck, Enrolment
from decks.progress.today import today_of
from decks.study.sessions import set_archived
from decks.transfer import formats
from decks.transfer.run import Target, import_cards
from tests.editing.deck_settings import page_of, reads, rivers, save, study
from tests.factories import NOW, make_deck, make_staff, make_user
from tests.transfer.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner):
    """A public deck of the learner's, whom the client is signed in as."""
    return rivers(learner)


# --- settings ------------------------------------------------------------------------


def test_settings_are_saved(browser, deck):
    form = page_of(deck)
    del form["allows_export"]
    reply = save(
        browser, deck, form, title="Seas", description="Salty", question_lang="Latin"
    )
    assert reply["Location"] == reverse("deck", args=[deck.pk])
    deck.refresh_from_db()
    assert (deck.title, deck.description, deck.question_lang) == ("Seas", "Salty", "la")
    assert deck.allows_export is False


def test_the_page_shows_what_holds(browser, deck):
    Deck.objects.filter(pk=deck.pk).update(question_lang="de", answer_lang="x1")
    html = browser.get(reverse("deck_edit", args=[deck.pk])).content.decode()
    assert 'value="Rivers"' in html
    assert 'value="German"' in html
    assert reverse("deck_defaults", args=[deck.pk]) in html
    assert reverse("deck_delete", args=[deck.pk]) in html


def test_what_another_editor_changed_meanwhile_stays_where_this_one_did_not_touch_it(
    browser, deck
):
    form = page_of(deck)
    save(browser, deck, page_of(deck), title="Seas", visibility="public")
    save(browser, deck, form, description="Salty")
    deck.refresh_from_db()
    assert (deck.title, deck.description) == ("Seas", "Salty")


def test_two_changes_of_one_setting_are_shown_before_the_later_wins(browser, deck):
    form = page_of(deck)
    save(browser, deck, page_of(deck), title="Seas")
    reply = save(browser, deck, form, title="Lakes", description="Salty")
    html = reply.content.decode()
    assert reply.status_code == 422
    assert "Meanwhile this was changed to “Seas”." in html
    assert 'value="Lakes"' in html
    deck.refresh_from_db()
    assert (deck.title, deck.description) == ("Seas", "")
    seen = reply.context["form"]["seen"].value()
    save(browser, deck, form, title="Lakes", description="Salty", seen=seen)
    deck.refresh_from_db()
    assert (deck.title, deck.description) == ("Lakes", "Salty")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_one_moment_one_is_asked():
    owner = make_user()
    deck = make_deck(owner=owner, title="Rivers")
    forms = [page_of(deck) | {"title": f"Title {number}"} for number in range(4)]
    statuses = []

    def press(form):
        client = Client()
        client.force_login(owner)
        try:
            statuses.append(save(client, deck, form).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[form]) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 422, 422, 422]


def test_both_changing_to_the_same_is_no_conflict(browser, deck):
    form = page_of(deck)
    save(browser, deck, page_of(deck), title="Seas")
    assert save(browser, deck, form, title="Seas").status_code == 302


def test_a_form_sent_twice_is_saved_once_and_twice_said_to_be(browser, deck):
    form = page_of(deck)
    replies = [save(browser, deck, form, title="Seas") for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]


@pytest.mark.parametrize("seen", ["", "{}", "[1]", "nonsense", '{"title": 1}'])
def test_a_page_that_is_not_ours_breaks_nothing(browser, deck, seen):
    form = page_of(deck) | {"seen": seen}
    assert save(browser, deck, form, title="Seas").status_code in (302, 422)


def test_strangers_find_no_settings(client, deck):
    client.force_login(make_user())
    page = reverse("deck_edit", args=[deck.pk])
    assert client.get(page).status_code == client.post(page).status_code == 404
    client.force_login(make_staff())
    assert client.get(page).status_code == 404


def test_staff_change_the_decks_that_nobody_owns(client, deck):
    Deck.objects.filter(pk=deck.pk).update(owner=None)
    client.force_login(make_staff())
    save(client, deck, page_of(deck), title="Seas")
    deck.refresh_from_db()
    assert deck.title == "Seas"


# --- who may see it ------------------------------------------------------------------


def test_whoever_studies_a_deck_that_becomes_unlisted_goes_on(browser, deck):
    studying, removed = study(deck, 2)
    set_archived(removed, deck, archived_at=NOW)
    stranger = make_user()
    reply = save(browser, deck, page_of(deck), visibility="unlisted")
    assert reply["Location"] == reverse("deck_edit", args=[deck.pk])
    assert reads(studying, deck)
    assert reads(removed, deck)
    assert not reads(stranger, deck)
    assert [row.deck for row in today_of(studying, now=NOW).rows] == [deck]


@pytest.mark.parametrize("way", ["command", "administration"])
def test_learners_stay_whichever_way_the_deck_is_unlisted(client, way):
    staff = make_staff(is_superuser=True)
    deck = make_deck(owner=staff, title="Seas", visibility="public", cards=1)
    Deck.objects.filter(pk=deck.pk).update(source_key="title:Seas")
    (studying,) = study(deck)
    if way == "command":
        parsed = formats.read(page([("Question 1", "Answer 1")], title="Seas").encode())
        target = Target("title:Seas", "Seas", owner=staff, visibility="unlisted")
        import_cards(parsed, target, now=NOW)
    else:
        client.force_login(staff)
        fields = {"title": "Seas", "visibility": "unlisted", "owner": staff.pk}
        change = reverse("admin:decks_deck_change", args=[deck.pk])
        assert client.post(change, fields).status_code == 302
    deck.refresh_from_db()
    assert deck.visibility == "unlisted"
    assert reads(studying, deck)


def test_a_private_deck_opened_by_link_is_back_with_those_who_studied_it(browser, deck):
    (studying,) = study(deck)
    save(browser, deck, page_of(deck), visibility="private", losing="1")
    assert not reads(studying, deck)
    save(browser, deck, page_of(deck), visibility="unlisted")
    assert reads(studying, deck)


def test_before_people_lose_a_deck_it_is_said_how_many(browser, deck):
    studying = study(deck, 2)
    form = page_of(deck)
    reply = save(browser, deck, form, visibility="private", title="Mine")
    html = reply.content.decode()
    assert "2 other people study this deck and would lose it." in html
    assert "Save, 2 people lose it" in html
    assert 'value="Mine"' in html
    assert all(reads(user, deck) for user in studying)
    study(deck)
    told = {"losing": reply.context["form"]["losing"].value()}
    reply = save(browser, deck, form, visibility="private", **told)
    assert "Save, 3 people lose it" in reply.content.decode()
    told = {"losing": reply.context["form"]["losing"].value()}
    assert save(browser, deck, form, visibility="private", **told).status_code == 302
    assert not any(reads(user, deck) for user in studying)
    assert Enrolment.objects.filter(deck=deck).count() == 4


def test_a_deck_that_nobody_else_studies_becomes_private_at_once(browser, deck):
    (removed,) = study(deck)
    set_archived(removed, deck, archived_at=NOW)
    save(browser, deck, page_of(deck), visibility="private")
    deck.refresh_from_db()
    assert deck.visibility == "private"
