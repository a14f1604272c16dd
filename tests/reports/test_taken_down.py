"""A deck that was taken down, as its owner has it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from decks.models import Deck, GroupDeck
from decks.reports.deciding import lift, take_down
from tests.editing.list_forms import ids
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_public_deck,
    make_staff,
    make_user,
)
from tests.reports.test_reporting import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck() -> Deck:
    return make_public_deck(owner=make_user(), title="Borrowed", cards=2)


@pytest.fixture
def owner(client: Client, deck: Deck) -> Client:
    """The owner's browser, whose deck was taken down."""
    take_down(deck.pk, by=make_staff(), words="A claim <b>.", now=NOW)
    assert deck.owner is not None
    client.force_login(deck.owner)
    return client


def test_its_owner_reads_why_and_whom_to_write_to(owner: Client, deck: Deck) -> None:
    page = owner.get(reverse("deck", args=[deck.pk])).content.decode()
    assert "Taken down on 2 March 2026" in page
    assert "A claim &lt;b&gt;." in page
    assert "write to flashcards@localhost" in page


def settings_of(deck: Deck, **changes: Any) -> dict[str, Any]:
    return {"title": deck.title, "visibility": "private", "losing": 0} | changes


@pytest.mark.parametrize("visibility", ["public", "unlisted"])
def test_its_owner_cannot_open_it_again(
    owner: Client, deck: Deck, visibility: str
) -> None:
    edit = reverse("deck_edit", args=[deck.pk])
    seen = owner.get(edit).context["form"]["seen"].value()
    given = settings_of(deck, visibility=visibility, seen=seen, title="Mended")
    response = owner.post(edit, given)
    assert response.status_code == 422
    page = response.content.decode()
    assert "it stays private until they let you" in page
    assert response.context["form"]["visibility"].value() == "private"
    deck.refresh_from_db()
    assert deck.visibility == "private"


def test_no_other_choice_is_offered(owner: Client, deck: Deck) -> None:
    def page() -> str:
        return owner.get(reverse("deck_edit", args=[deck.pk])).content.decode()

    assert page().count('name="visibility"') == 1
    assert "Anyone with the link" not in page()
    lift(deck.pk, now=NOW)
    assert page().count('name="visibility"') == 3


def test_its_owner_may_still_mend_it(owner: Client, deck: Deck) -> None:
    edit = reverse("deck_edit", args=[deck.pk])
    seen = owner.get(edit).context["form"]["seen"].value()
    given = settings_of(deck, seen=seen, title="Mended")
    assert owner.post(edit, given).status_code == 302
    deck.refresh_from_db()
    assert deck.title == "Mended"


def test_its_owner_cannot_share_or_copy_it(owner: Client, deck: Deck) -> None:
    group = make_group(owner=deck.owner)
    response = owner.post(
        reverse("deck_share", args=[deck.pk]), {"group": group.pk, "rights": "study"}
    )
    assert response.status_code == 422
    assert "cannot be shared" in response.content.decode()
    assert not GroupDeck.objects.exists()
    copy = reverse("deck_copy", args=[deck.pk])
    assert owner.post(copy, {}).status_code == 404


@pytest.mark.parametrize("what", ["copy", "move"])
def test_nor_put_its_cards_into_another_deck(
    owner: Client, deck: Deck, what: str
) -> None:
    another = make_deck(owner=deck.owner, visibility="public")
    given = {"act": what, "asked": what, "to": another.pk, "card": ids(deck)[:1]}
    page = owner.post(reverse("cards_act", args=[deck.pk]), given).content.decode()
    assert "its cards stay in it" in page
    assert ids(another) == []


def test_its_page_leads_to_nothing_that_is_refused(owner: Client, deck: Deck) -> None:
    def page() -> str:
        return owner.get(reverse("deck", args=[deck.pk])).content.decode()

    links = [reverse(name, args=[deck.pk]) for name in ("deck_export", "deck_copy")]
    assert not [link for link in links if link in page()]
    lift(deck.pk, now=NOW)
    assert [link for link in links if link in page()] == links


def test_lifted_its_owner_opens_it_again(owner: Client, deck: Deck) -> None:
    assert lift(deck.pk, now=NOW)
    assert not lift(deck.pk, now=NOW)
    assert deck.owner is not None
    assert sorted(told(deck.owner)) == [
        "lets you open Borrowed again. It is private until you do.",
        "took down your deck Borrowed. Only you see it now. A claim <b>.",
    ]
    edit = reverse("deck_edit", args=[deck.pk])
    seen = owner.get(edit).context["form"]["seen"].value()
    given = settings_of(deck, seen=seen, visibility="public")
    assert owner.post(edit, given).status_code == 302
    assert Deck.objects.listed().filter(pk=deck.pk).exists()
