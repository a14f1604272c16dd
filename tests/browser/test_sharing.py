"""Sharing in Chromium: the dialog by keyboard, its looks, and without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from decks.groups.models import StudyGroup
from decks.models import Deck, GroupDeck, User
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, too_wide, violations
from tests.factories import make_deck, make_group, make_member, make_user, share

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsprüfung"


@pytest.fixture
def owner() -> User:
    return make_user(display_name="Mo Ortiz")


@pytest.fixture
def group(owner: User) -> StudyGroup:
    made = make_group(owner=owner, name="Cloud Certs")
    make_member(made)
    return made


@pytest.fixture
def deck(owner: User, group: StudyGroup) -> Deck:
    made = make_deck(owner=owner, title="AWS Lambda", cards=5, visibility="unlisted")
    share(made, group)
    make_group(owner=owner, name="Spanish B2")
    return made


def test_a_deck_is_shared_by_keyboard_alone(open_browser, owner, deck) -> None:
    page = signed_in(open_browser(), owner)
    page.goto(reverse("deck", args=[deck.pk]))
    opener = page.get_by_role("link", name="Share", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Share AWS Lambda")
    expect(dialog).to_be_visible()
    rights = dialog.get_by_label("What Cloud Certs may do", exact=True)
    rights.focus()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("status")).to_have_text("Cloud Certs can edit it too.")
    expect(rights).to_be_focused()
    page.keyboard.press("Tab")
    expect(dialog.get_by_label("Add a group")).to_be_focused()
    page.keyboard.type("Spanish")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("Shared with Spanish B2.")
    expect(dialog.locator("[data-done]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    line = page.locator("#deck-line")
    expect(line).to_contain_text("shared with Cloud Certs, Spanish B2 · yours")
    shares = GroupDeck.objects.order_by("id")
    assert [row.editors_may_edit for row in shares] == [True, False]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_of_sharing_and_its_dialog(
    open_browser, owner, group, deck, width, scheme
) -> None:
    watched = open_browser(width=width, color_scheme=scheme)
    page = signed_in(watched, owner)
    share(deck, make_group(owner=owner, name=LONG + " and others who come along"))
    for number in range(25):
        make_deck(owner=owner, title=f"{LONG} {number}")
    waiting = make_deck(owner=make_user(), title=LONG, cards=2)
    share(waiting, group)
    paths = [
        reverse("deck_share", args=[deck.pk]),
        reverse("group_share", args=[group.pk]),
        reverse("group_share", args=[group.pk]) + "?q=nothing-like-it",
        reverse("group_unshare", args=[group.pk, deck.pk]),
        reverse("deck_list"),
        reverse("deck", args=[waiting.pk]),
        reverse("group", args=[group.pk]),
    ]
    check(page, paths)
    page.locator("details.gplace summary").first.click()
    assert violations(page) == []
    page.goto(reverse("deck", args=[deck.pk]))
    page.get_by_role("link", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share AWS Lambda")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Choose a group.")
    (complaint,) = watched.complaints  # of the reply that the browser names an error
    assert "422" in complaint
    watched.complaints.clear()
    assert violations(page) == []
    assert not too_wide(page)
    sideways = "dialog => dialog.scrollWidth > dialog.clientWidth"
    assert not dialog.evaluate(sideways)


def test_without_script_all_of_it_works(open_browser, owner, group, deck) -> None:
    page = signed_in(open_browser(width=390, scripts=False), owner)
    page.goto(reverse("deck", args=[deck.pk]))
    page.get_by_role("link", name="Share", exact=True).click()
    row = page.get_by_role("listitem").filter(has_text="Cloud Certs")
    row.get_by_role("combobox").select_option("edit")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Cloud Certs can edit it too.")).to_be_visible()
    page.get_by_label("Add a group").select_option(label="Spanish B2")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Shared with Spanish B2.")).to_be_visible()
    page.get_by_role("link", name="Stop sharing with Cloud Certs").click()
    page.get_by_role("button", name="Stop sharing this deck").click()
    gone = "“AWS Lambda” is no longer shared with Cloud Certs."
    expect(page.get_by_text(gone)).to_be_visible()
    assert [row.group.name for row in GroupDeck.objects.all()] == ["Spanish B2"]
    page.goto(reverse("group_share", args=[group.pk]))
    page.get_by_role("button", name="Share AWS Lambda").click()
    assert GroupDeck.objects.filter(group=group, deck=deck).exists()
