"""What is said of a deck, changed; who may see it; its link; the archive."""

import json
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from decks.editing.deck_forms import SETTINGS
from decks.models import Card, Deck, DeckReader, Enrolment, StudySession
from decks.progress.today import today_of
from decks.study.sessions import enrol, set_archived
from decks.transfer import formats
from decks.transfer.run import Target, import_cards
from tests.factories import NOW, make_deck, make_staff, make_user
from tests.transfer.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner):
    """A public deck of the learner's, whom the client is signed in as."""
    made = make_deck(owner=learner, title="Rivers", visibility="public", cards=3)
    enrol(learner, made, now=NOW)
    return made


def page_of(deck):
    """The settings page's form as it stands when it is opened."""
    deck.refresh_from_db()
    now = {name: getattr(deck, name) for name in SETTINGS}
    form = {**now, "seen": json.dumps(now), "losing": "0"}
    if not form["allows_export"]:
        del form["allows_export"]
    return form


def save(browser, deck, form, **changes):
    return browser.post(reverse("deck_edit", args=[deck.pk]), {**form, **changes})


def study(deck, count=1):
    """So many other learners of the deck."""
    users = [make_user() for _ in range(count)]
    for user in users:
        enrol(user, deck, now=NOW)
    return users


def reads(user, deck):
    return Deck.objects.readable_by(user).filter(pk=deck.pk).exists()


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


# --- the link ------------------------------------------------------------------------


@pytest.fixture
def unlisted(deck):
    Deck.objects.filter(pk=deck.pk).update(visibility="unlisted")
    deck.refresh_from_db()
    return deck


def link_to(deck):
    return reverse("deck_link", args=[deck.link_key])


def test_the_settings_show_the_link_and_not_for_a_private_deck(browser, unlisted):
    page = reverse("deck_edit", args=[unlisted.pk])
    link = f"http://testserver{link_to(unlisted)}"
    assert f'readonly value="{link}"' in browser.get(page).content.decode()
    Deck.objects.filter(pk=unlisted.pk).update(visibility="private")
    assert unlisted.link_key not in browser.get(page).content.decode()


def test_anyone_with_the_link_sees_a_sample(client, unlisted):
    reply = client.get(link_to(unlisted))
    html = reply.content.decode()
    assert "Question 1" in html
    assert "Rivers" in html
    assert f"{reverse('account_signup')}?next={link_to(unlisted)}" in html
    assert reply["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    assert not DeckReader.objects.exists()


def test_by_its_number_an_unlisted_deck_is_not_there_for_strangers(client, unlisted):
    page = reverse("deck", args=[unlisted.pk])
    assert client.get(page).status_code == 404
    client.force_login(make_user())
    assert client.get(page).status_code == 404


def test_studying_by_link_lets_in_for_good_and_begins(client, unlisted):
    user = make_user()
    client.force_login(user)
    for _ in range(2):
        reply = client.post(reverse("deck_link_study", args=[unlisted.link_key]))
    session = StudySession.objects.get(user=user)
    assert reply["Location"] == reverse("study", args=[session.id])
    assert client.get(reverse("deck", args=[unlisted.pk])).status_code == 200
    assert client.get(link_to(unlisted))["Location"] == reverse(
        "deck", args=[unlisted.pk]
    )


def test_a_deck_without_cards_is_taken_by_its_link_too(client, unlisted):
    Card.objects.filter(deck=unlisted).delete()
    Deck.objects.filter(pk=unlisted.pk).update(card_count=0)
    client.force_login(make_user())
    reply = client.post(reverse("deck_link_study", args=[unlisted.link_key]))
    assert reply["Location"] == reverse("deck", args=[unlisted.pk])


@pytest.mark.parametrize("key", ["nonsense", "x" * 33, "x" * 5000, "-_-"])
def test_an_unknown_link_leads_nowhere(browser, key):
    assert browser.get(reverse("deck_link", args=[key])).status_code == 404
    assert browser.post(reverse("deck_link_study", args=[key])).status_code == 404


@pytest.mark.parametrize(
    "closed", [{"visibility": "private"}, {"deleted_at": NOW}, {"archived_at": NOW}]
)
def test_the_link_of_a_closed_deck_looks_like_an_unknown_one(client, unlisted, closed):
    Deck.objects.filter(pk=unlisted.pk).update(**closed)
    client.force_login(make_user())
    reply = client.get(link_to(unlisted))
    unknown = client.get(reverse("deck_link", args=["unknown"]))
    assert reply.status_code == 404
    assert reply.content == unknown.content
    study_it = reverse("deck_link_study", args=[unlisted.link_key])
    assert client.post(study_it).status_code == 404
    assert not DeckReader.objects.exists()


def test_a_new_link_ends_the_old_one_and_who_came_by_it_stays(browser, unlisted):
    came = make_user()
    DeckReader.objects.create(user=came, deck=unlisted, came_at=NOW)
    old = link_to(unlisted)
    browser.post(reverse("deck_link_renew", args=[unlisted.pk]))
    unlisted.refresh_from_db()
    assert link_to(unlisted) != old
    browser.logout()
    assert browser.get(old).status_code == 404
    assert browser.get(link_to(unlisted)).status_code == 200
    assert reads(came, unlisted)


def test_the_link_outlives_that_the_deck_becomes_public(client, unlisted):
    Deck.objects.filter(pk=unlisted.pk).update(visibility="public")
    page = reverse("deck", args=[unlisted.pk])
    assert client.get(link_to(unlisted))["Location"] == page


# --- the archive ---------------------------------------------------------------------


def test_an_archived_deck_takes_in_nobody_new_and_keeps_its_learners(browser, deck):
    (studying,) = study(deck)
    stranger = make_user()
    for _ in range(2):
        browser.post(reverse("deck_archive", args=[deck.pk]))
    assert reads(studying, deck)
    assert [row.deck for row in today_of(studying, now=NOW).rows] == [deck]
    assert not reads(stranger, deck)
    html = browser.get(reverse("library")).content.decode()
    assert f'href="{reverse("deck", args=[deck.pk])}"' not in html


def test_its_owner_finds_it_under_archived_decks_and_brings_it_back(
    browser, deck, learner
):
    browser.post(reverse("deck_archive", args=[deck.pk]))
    html = browser.get(reverse("deck_list")).content.decode()
    assert "Archived decks" in html
    assert "Your decks" not in html
    assert today_of(learner, now=NOW).rows == []
    page = browser.get(reverse("deck_edit", args=[deck.pk])).content.decode()
    assert "This deck is archived since" in page
    page = browser.get(reverse("deck", args=[deck.pk])).content.decode()
    assert "nobody new finds it" in page
    for _ in range(2):
        browser.post(reverse("deck_unarchive", args=[deck.pk]))
    html = browser.get(reverse("deck_list")).content.decode()
    assert "Archived decks" not in html
    assert "Your decks" in html
    assert reads(make_user(), deck)


def test_who_joined_before_the_archive_stays_when_it_opens_by_link_only(browser, deck):
    (studying,) = study(deck)
    browser.post(reverse("deck_archive", args=[deck.pk]))
    browser.post(reverse("deck_unarchive", args=[deck.pk]))
    save(browser, deck, page_of(deck), visibility="unlisted")
    assert reads(studying, deck)


def test_the_list_tells_ones_own_decks_from_those_of_others(browser, learner, deck):
    other = make_deck(owner=make_user(), visibility="public", cards=1, title="Not mine")
    enrol(learner, other, now=NOW)
    make_deck(owner=learner, title="Idle")
    html = browser.get(reverse("deck_list")).content.decode()
    own, _, studied = html.partition("Decks of others that you study")
    assert "Rivers" in own
    assert "Idle" in own
    assert "You do not study this one" in own
    assert "Not mine" in studied
    assert "Not mine" not in own
    set_archived(learner, other, archived_at=NOW)
    html = browser.get(reverse("deck_list")).content.decode()
    assert "Not mine" in html.partition("Removed from your decks")[2]


def test_lists_of_decks_that_are_put_away_cost_no_statements_of_their_own(
    browser, learner, django_assert_max_num_queries
):
    for number in range(20):
        make_deck(owner=learner, archived_at=NOW, title=f"Away {number}")
    with django_assert_max_num_queries(9):
        html = browser.get(reverse("deck_list")).content.decode()
    assert "Away 19" in html
