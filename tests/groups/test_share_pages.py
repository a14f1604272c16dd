"""The page and the dialog of a deck's groups, and the page on which sharing stops."""

import re

import pytest
from django.urls import reverse

from decks.groups import sharing
from decks.groups.models import Role
from decks.models import Deck, GroupDeck, Notice
from decks.study.sessions import enrol
from tests.factories import NOW, make_deck, make_group, make_member, make_user, share
from tests.groups.share_pages import of_share, share_url, signed_in, text_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
IN_DIALOG = HTMX | {"HX-Target": "share-dialog-body"}


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
