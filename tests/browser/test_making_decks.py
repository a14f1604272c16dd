"""Making decks in Chromium: by keyboard, by mouse, without script; axe on each page."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from decks.models import Deck, DeckReader, User
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import make_deck, make_public_deck, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deck(learner: User) -> Deck:
    """A private deck of the learner's, beside the public one that they study."""
    made = make_deck(owner=learner, title="Seas", cards=7)
    enrol(learner, made, now=timezone.now())
    return made


def test_a_deck_is_made_by_keyboard(open_browser, learner):
    watched = open_browser()
    page = signed_in(watched, learner)
    page.goto("/")
    page.get_by_label("New deck or import").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="New deck")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="New deck")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/decks/new/")
    page.get_by_label("Title").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    watched.complaints.clear()  # Chromium says of each 422 that it is one
    page.keyboard.type("Lakes")
    page.keyboard.press("Tab")
    page.keyboard.type("Deep ones")
    page.keyboard.press("Tab")
    page.keyboard.type("German")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/cards/new/"))
    deck = Deck.objects.get(owner=learner)
    assert (deck.title, deck.description) == ("Lakes", "Deep ones")
    assert (deck.question_lang, deck.visibility) == ("de", "unlisted")


def test_a_deck_is_opened_to_a_link_that_is_copied(open_browser, learner, deck):
    watched = open_browser()
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = signed_in(watched, learner)
    page.goto(reverse("deck_edit", args=[deck.pk]))
    page.get_by_label("Anyone with the link").check()
    page.get_by_role("button", name="Save deck").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#live")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Link to this deck").input_value()
    friend = make_user()
    theirs = signed_in(open_browser(), friend)
    theirs.goto(copied)
    expect(theirs.get_by_role("heading", name="Seas")).to_be_visible()
    theirs.get_by_role("button", name="Study this").click()
    theirs.wait_for_url("**/study/*/")
    assert DeckReader.objects.filter(user=friend, deck=deck).exists()


def test_where_the_clipboard_is_closed_the_link_is_selected(
    open_browser, learner, deck
):
    Deck.objects.filter(pk=deck.pk).update(visibility="unlisted")
    watched = open_browser()
    watched.context.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    )
    page = signed_in(watched, learner)
    page.goto(reverse("deck_edit", args=[deck.pk]))
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#live")).to_contain_text("Press Ctrl+C")
    field = page.get_by_label("Link to this deck")
    expect(field).to_be_focused()
    selected = field.evaluate("field => field.value.slice(0, field.selectionEnd)")
    assert selected == field.input_value()


def test_a_deck_is_deleted_and_the_toast_brings_it_back(open_browser, learner, deck):
    page = signed_in(open_browser(), learner)
    page.goto(reverse("deck_edit", args=[deck.pk]))
    page.get_by_role("link", name="Delete this deck").click()
    page.get_by_role("button", name="Delete 7 cards and this deck").click()
    page.wait_for_url("**/decks/")
    expect(page.get_by_role("link", name="Seas")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Seas")).to_be_visible()
    assert Deck.objects.get(pk=deck.pk).deleted_at is None


def test_without_script_a_deck_is_changed_deleted_and_brought_back(
    open_browser, learner, deck
):
    page = signed_in(open_browser(scripts=False), learner)
    page.goto(reverse("deck_edit", args=[deck.pk]))
    page.get_by_label("Public").check()
    page.get_by_role("button", name="Save deck").click()
    page.goto(reverse("deck_edit", args=[deck.pk]))
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    page.get_by_role("button", name="Archive this deck").click()
    page.get_by_role("button", name="Bring back Seas").click()
    page.goto(reverse("deck_delete", args=[deck.pk]))
    page.get_by_role("button", name="Delete 7 cards and this deck").click()
    page.goto(reverse("decks_deleted"))
    page.get_by_role("button", name="Bring back Seas").click()
    expect(page.get_by_role("heading", name="Seas")).to_be_visible()
    page.get_by_label("New deck or import").click()
    page.get_by_role("link", name="New deck").click()
    page.wait_for_url("**/decks/new/")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_about_decks_passes_axe(open_browser, learner, deck, width, scheme):
    Deck.objects.filter(pk=deck.pk).update(
        visibility="unlisted", title="Schifffahrtsgesellschaft" * 8, answer_lang="de"
    )
    make_deck(owner=learner, title="Away", archived_at=timezone.now())
    make_deck(owner=learner, title="Gone", deleted_at=timezone.now())
    for number in range(21):
        make_public_deck(title=f"River {number}", cards=1, description="Long " * 60)
    watched = open_browser(width=width, color_scheme=scheme)
    page = signed_in(watched, learner)
    names = ["deck_list", "library", "deck_new", "decks_deleted"]
    of_deck = ["deck_edit", "deck_delete", "deck"]
    deck.refresh_from_db()
    link = reverse("deck_link", args=[deck.link_key])
    check(
        page,
        [
            *map(reverse, names),
            reverse("library") + "?q=volcano",
            *(reverse(name, args=[deck.pk]) for name in of_deck),
        ],
    )
    page.get_by_label("New deck or import").click()
    assert violations(page) == []
    check(open_browser(width=width, color_scheme=scheme).page(), [link, "/library/"])
    check(signed_in(open_browser(width=width, color_scheme=scheme), make_user()), ["/"])
    enrol(make_user(), deck, now=timezone.now())
    page.goto(reverse("deck_edit", args=[deck.pk]))
    page.get_by_label("Private").check()
    page.get_by_role("button", name="Save deck").click()
    page.get_by_role("button", name="Save, 1 person loses it").wait_for()
    assert violations(page) == []
