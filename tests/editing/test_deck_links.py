"""The link of a deck; the archive."""

import pytest
from django.urls import reverse

from decks.models import Card, Deck, DeckReader, StudySession
from decks.progress.today import today_of
from decks.study.sessions import enrol, set_archived
from tests.editing.deck_settings import page_of, reads, rivers, save, study
from tests.factories import NOW, make_deck, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner):
    """A public deck of the learner's, whom the client is signed in as."""
    return rivers(learner)


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
