"""A group's decks and one's own for it; what each reader is told; the list of decks."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.groups import sharing
from decks.groups.models import Role
from decks.models import Deck, GroupDeck
from decks.study.sessions import enrol, set_archived
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_user,
    share,
)
from tests.groups.share_pages import (
    group_url,
    of_share,
    share_url,
    signed_in,
    text_of,
)

pytestmark = pytest.mark.django_db


# --- the group's decks ---------------------------------------------------------------


def test_a_member_shares_one_of_their_decks(browser, deck, group):
    make_deck(title="Somebody else's")
    share(make_deck(owner=deck.owner, title="There already"), group)
    page = browser.get(group_url(group)).content.decode()
    assert "AWS Lambda" in page
    assert "Somebody else" not in page
    assert "There already" not in page
    reply = browser.post(group_url(group), {"deck": deck.pk, "rights": "edit"})
    assert reply.headers["Location"] == reverse("group", args=[group.pk])
    assert GroupDeck.objects.get(deck=deck).editors_may_edit


def test_a_deck_that_is_not_theirs_is_refused(browser, group):
    theirs = make_deck()
    reply = browser.post(group_url(group), {"deck": theirs.pk, "rights": "study"})
    assert reply.status_code == 422
    assert "That deck is not yours to share any more." in text_of(reply)
    assert not GroupDeck.objects.exists()


def test_two_hundred_decks_are_paged_and_found(browser, learner, group):
    for number in range(200):
        make_deck(owner=learner, title=f"Deck number {number:03}")
    page = browser.get(group_url(group))
    assert page.content.count(b'name="deck"') == 20
    assert "Page 1 of 10" in text_of(page)
    found = browser.get(group_url(group), {"q": "number 137"})
    assert found.content.count(b'name="deck"') < 20
    assert "Deck number 137" in text_of(found)
    none = browser.get(group_url(group), {"q": "zebra"})
    assert "Show all" in text_of(none)


def test_without_a_deck_it_says_how_to_get_one(browser, group):
    assert "You have no deck that this group does not have" in text_of(
        browser.get(group_url(group))
    )


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR, Role.MEMBER])
def test_owners_and_editors_order_the_decks(role, group, learner):
    first, second = make_deck(), make_deck()
    for deck in (first, second):
        share(deck, group)
    client = signed_in(make_member(group, role=role).user)
    reply = client.post(of_share("group_deck_place", second, group), {"by": -1})
    is_moved = sharing.shares_of(group)[0].deck == second
    assert is_moved is (role != Role.MEMBER)
    assert reply.status_code == (302 if is_moved else 404)


# --- what a reader of the deck is told -----------------------------------------------


def line(client: Client, deck: Deck) -> str:
    page = client.get(reverse("deck", args=[deck.pk])).content.decode()
    found = re.search(r'<p class="mut" id="deck-line">(.*?)</p>', page, re.S)
    assert found is not None
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


def test_the_head_names_the_groups_that_the_reader_is_in(browser, deck, group):
    secret = make_group(name="Secret circle")
    member = make_member(group, role=Role.EDITOR).user
    for there in (group, secret):
        share(deck, there, editors_may_edit=True)
    enrol(member, deck, now=NOW)
    theirs = line(signed_in(member), deck)
    assert theirs.startswith("3 cards · shared with Cloud Certs · by ")
    assert theirs.endswith(" · you can edit")
    assert "Secret circle" not in theirs
    assert (
        line(browser, deck)
        == "3 cards · shared with Cloud Certs, Secret circle · yours"
    )


def test_who_only_studies_is_not_told_that_they_can_edit(deck, group):
    share(deck, group)
    member = make_member(group).user
    assert "you can edit" not in line(signed_in(member), deck)


def test_a_deck_that_nobody_has_is_private(browser, deck, group):
    assert line(browser, deck) == "3 cards · private · yours"


def test_of_many_groups_three_are_named(browser, deck, learner):
    for name in "abcde":
        share(deck, make_group(owner=learner, name=name))
    assert "shared with a, b, c and 2 more groups" in line(browser, deck)


def test_the_group_is_a_link_for_those_in_it(browser, deck, group, learner):
    share(deck, group)
    here, url = reverse("deck", args=[deck.pk]), reverse("group", args=[group.pk])
    assert f'href="{url}"' in browser.get(here).content.decode()
    group.memberships.filter(user=learner).delete()
    page = browser.get(here).content.decode()
    assert f'href="{url}"' not in page
    assert "Cloud Certs" in page


def test_a_stranger_to_the_group_reads_nothing_of_it(group):
    deck = make_public_deck(owner=make_user(), cards=1)
    share(deck, group)
    for client in (Client(), signed_in(make_user())):
        assert (
            "Cloud Certs"
            not in client.get(reverse("deck", args=[deck.pk])).content.decode()
        )


# --- the list of decks ---------------------------------------------------------------


def shared_section(client: Client) -> str:
    page = client.get(reverse("deck_list")).content.decode()
    found = re.search(r"<h2>Shared with you</h2>.*?</section>", page, re.S)
    return found[0] if found else ""


def test_a_shared_deck_waits_in_the_list_until_it_is_studied(deck, group):
    share(deck, group)
    member = make_member(group).user
    client = signed_in(member)
    assert "AWS Lambda" in shared_section(client)
    assert "Cloud Certs" in shared_section(client)
    enrol(member, deck, now=NOW)
    assert shared_section(client) == ""
    set_archived(member, deck, archived_at=NOW)
    assert shared_section(client) == ""


def test_neither_own_nor_deleted_decks_nor_those_of_other_groups(browser, deck, group):
    share(deck, group)
    gone, theirs = make_deck(title="Gone", deleted_at=NOW), make_deck(title="Theirs")
    share(gone, group)
    share(theirs, make_group())
    assert shared_section(browser) == ""


def test_of_two_groups_with_a_deck_it_stands_once(deck, group):
    other = make_group(name="Other")
    member = make_member(group).user
    make_member(other, user=member)
    for there in (group, other):
        share(deck, there)
    assert shared_section(signed_in(member)).count("AWS Lambda") == 1


def counted(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as statements:
        client.get(url)
    return len(statements)


def test_the_lists_statements_do_not_grow(browser, deck, learner, group):
    share(make_deck(owner=make_user(), cards=1), group)
    counts = []
    for _ in range(2):
        counts.append(
            (counted(browser, reverse("deck_list")), counted(browser, group_url(group)))
        )
        for _ in range(20):
            share(make_deck(owner=make_user(), cards=1), group)
            make_deck(owner=learner)
    assert counts[0] == counts[1]


def test_the_share_pages_statements_do_not_grow(browser, deck, learner):
    counts = []
    for _ in range(2):
        for _ in range(10):
            share(deck, make_group(owner=learner))
            make_group(owner=learner)
        counts.append(counted(browser, share_url(deck)))
    assert counts[0] == counts[1]
