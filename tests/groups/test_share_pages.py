"""The pages of sharing: a deck's groups, a group's decks, what each reader is told."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.groups import sharing
from decks.groups.models import Role, StudyGroup
from decks.models import Deck, GroupDeck, Notice, User
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

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
IN_DIALOG = HTMX | {"HX-Target": "share-dialog-body"}


@pytest.fixture
def group(learner: User) -> StudyGroup:
    """The learner is a plain member of it; somebody else owns it."""
    made = make_group(name="Cloud Certs")
    make_member(made, user=learner)
    return made


@pytest.fixture
def deck(learner: User) -> Deck:
    return make_deck(owner=learner, title="AWS Lambda", cards=3)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(reply: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", reply.content.decode())
    return " ".join(unescape(plain).split())


def share_url(deck: Deck) -> str:
    return reverse("deck_share", args=[deck.pk])


def of_share(name: str, deck: Deck, group: StudyGroup) -> str:
    return reverse(name, args=[group.pk, deck.pk])


# --- the deck's groups ---------------------------------------------------------------


def test_a_group_is_added_without_script(browser, deck, group):
    form = {"group": group.pk, "rights": "edit"}
    reply = browser.post(share_url(deck), form, follow=True)
    text = text_of(reply)
    assert reply.redirect_chain == [(share_url(deck), 302)]
    assert "Shared with Cloud Certs." in text
    assert "Cloud Certs 2 members" in text
    assert GroupDeck.objects.get().editors_may_edit


def test_the_page_says_that_progress_is_each_persons_own(browser, deck, group):
    said = (
        "Everyone studies the same cards. Ratings and progress stay each person’s own."
    )
    assert said in text_of(browser.get(share_url(deck)))


def test_only_groups_without_the_deck_are_offered(browser, deck, group, learner):
    other, strange = make_group(owner=learner, name="Other"), make_group(name="Strange")
    share(deck, group)
    page = browser.get(share_url(deck)).content.decode()
    offered = re.findall(r'<option value="(\d+)"', page)
    assert offered == [str(other.pk)]
    assert strange.name not in page


def test_without_a_group_it_says_how_to_get_one(browser, deck):
    page = browser.get(share_url(deck))
    assert "You are in no group yet." in text_of(page)
    assert f'href="{reverse("group_new")}"' in page.content.decode()
    assert "<select" not in page.content.decode()


def test_when_all_have_it_another_can_be_made(browser, deck, group):
    share(deck, group)
    assert "Every group of yours has it." in text_of(browser.get(share_url(deck)))


def test_nothing_chosen_or_a_strange_group_is_said_at_the_field(browser, deck, group):
    for chosen in ("", make_group().pk):
        reply = browser.post(share_url(deck), {"group": chosen, "rights": "study"})
        assert reply.status_code == 422
        assert 'id="id_group_error"' in reply.content.decode()
    assert not GroupDeck.objects.exists()


def test_a_full_group_says_so(browser, deck, group, monkeypatch):
    monkeypatch.setattr(sharing, "DECKS_MAX", 1)
    share(make_deck(), group)
    reply = browser.post(share_url(deck), {"group": group.pk, "rights": "study"})
    assert reply.status_code == 422
    assert "This group has 500 decks already." in text_of(reply)


def test_sending_it_twice_says_so(browser, deck, group):
    form = {"group": group.pk, "rights": "study"}
    browser.post(share_url(deck), form)
    reply = browser.post(share_url(deck), form, follow=True)
    assert "It was already shared with Cloud Certs." in text_of(reply)
    assert GroupDeck.objects.count() == 1


def test_rights_are_changed_by_the_keeper_alone(browser, deck, group):
    share(deck, group)
    url = of_share("group_deck_rights", deck, group)
    reply = browser.post(url, {"rights": "edit"}, follow=True)
    assert "Cloud Certs can edit it too." in text_of(reply)
    assert GroupDeck.objects.get().editors_may_edit
    owner = group.memberships.get(role=Role.OWNER).user
    assert signed_in(owner).post(url, {"rights": "study"}).status_code == 404
    assert GroupDeck.objects.get().editors_may_edit


def test_rights_that_are_none_change_nothing(browser, deck, group):
    share(deck, group, editors_may_edit=True)
    url = of_share("group_deck_rights", deck, group)
    reply = browser.post(url, {"rights": "own"}, follow=True)
    assert "Nothing was changed." in text_of(reply)
    assert GroupDeck.objects.get().editors_may_edit


def test_an_archived_deck_goes_to_no_other_group(browser, deck, group):
    Deck.objects.update(archived_at=NOW)
    page = text_of(browser.get(share_url(deck)))
    assert "This deck is archived" in page
    assert 'name="group"' not in browser.get(share_url(deck)).content.decode()


@pytest.mark.parametrize(
    ("visibility", "path"), [("public", "deck"), ("unlisted", "deck_link")]
)
def test_a_deck_that_is_open_has_its_link_to_copy(browser, deck, visibility, path):
    Deck.objects.update(visibility=visibility)
    key = deck.pk if path == "deck" else deck.link_key
    page = browser.get(share_url(deck)).content.decode()
    assert f'value="http://testserver{reverse(path, args=[key])}"' in page


def test_a_private_one_has_none(browser, deck):
    page = browser.get(share_url(deck)).content.decode()
    assert deck.link_key not in page
    assert "data-copy-link" not in page


# --- the same in a dialog ------------------------------------------------------------


def test_the_decks_page_opens_the_dialog(browser, deck):
    page = browser.get(reverse("deck", args=[deck.pk])).content.decode()
    assert 'id="share-dialog"' in page
    assert f'hx-get="{share_url(deck)}"' in page


def test_the_dialog_is_a_fragment_with_a_title_of_its_own(browser, deck, group):
    html = browser.get(share_url(deck), headers=IN_DIALOG).content.decode()
    assert "<html" not in html
    assert '<h2 id="share-title">' in html
    assert "<h1" not in html


def test_in_the_dialog_the_page_behind_follows(browser, deck, group):
    form = {"group": group.pk, "rights": "study", "in": "dialog"}
    html = browser.post(share_url(deck), form, headers=HTMX).content.decode()
    assert "Shared with Cloud Certs." in html
    line = html[html.index('id="deck-line"') :]
    assert 'hx-swap-oob="true"' in line
    assert "shared with" in line
    assert 'id="share-title"' in html


def test_on_the_page_a_swap_stays_the_page(browser, deck, group):
    form = {"group": group.pk, "rights": "study"}
    html = browser.post(share_url(deck), form, headers=HTMX).content.decode()
    assert "<h1>" in html
    assert "deck-line" not in html


def test_an_error_comes_into_the_dialog(browser, deck, group):
    form = {"group": "", "rights": "study", "in": "dialog"}
    reply = browser.post(share_url(deck), form, headers=HTMX)
    assert reply.status_code == 422
    assert "Choose a group." in reply.content.decode()


# --- no longer -----------------------------------------------------------------------


def test_before_it_stops_it_says_how_many_lose_it(browser, deck, group):
    share(deck, group)
    make_member(group)
    text = text_of(browser.get(of_share("group_unshare", deck, group)))
    assert "2 other members are in this group and lose the deck" in text
    assert "What they rated stays in their history" in text
    assert GroupDeck.objects.count() == 1


def test_the_number_says_nothing_of_who_studies(browser, deck, group):
    share(deck, group)
    url = of_share("group_unshare", deck, group)
    before = text_of(browser.get(url))
    enrol(make_member(group).user, deck, now=NOW)
    group.memberships.last().delete()
    for member in group.memberships.all():
        enrol(member.user, deck, now=NOW)
    assert text_of(browser.get(url)) == before


def test_its_keeper_stops_sharing_it_and_twice_is_once(browser, deck, group):
    share(deck, group)
    url = of_share("group_unshare", deck, group)
    reply = browser.post(url, follow=True)
    assert reply.redirect_chain == [(share_url(deck), 302)]
    assert "“AWS Lambda” is no longer shared with Cloud Certs." in text_of(reply)
    again = browser.post(url, follow=True)
    assert "The deck is not in that group any more." in text_of(again)
    assert Notice.objects.count() == 1


def test_the_groups_owner_takes_it_out(deck, group):
    share(deck, group)
    owner = signed_in(group.memberships.get(role=Role.OWNER).user)
    url = of_share("group_unshare", deck, group)
    assert "The deck stays with its owner." in text_of(owner.get(url))
    reply = owner.post(url)
    assert reply.headers["Location"] == reverse("group", args=[group.pk])
    assert not GroupDeck.objects.exists()


def test_editors_members_and_strangers_do_not(deck, group):
    share(deck, group)
    url = of_share("group_unshare", deck, group)
    for user in (
        make_member(group, role=Role.EDITOR).user,
        make_member(group).user,
        make_user(),
    ):
        assert signed_in(user).get(url).status_code == 404
        assert signed_in(user).post(url).status_code == 404
    assert GroupDeck.objects.exists()


def test_whoever_left_the_group_still_takes_their_deck_out(
    browser, deck, group, learner
):
    share(deck, group)
    group.memberships.filter(user=learner).delete()
    assert "Cloud Certs" in text_of(browser.get(share_url(deck)))
    browser.post(of_share("group_unshare", deck, group))
    assert not GroupDeck.objects.exists()


# --- the group's decks ---------------------------------------------------------------


def group_url(group: StudyGroup) -> str:
    return reverse("group_share", args=[group.pk])


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
