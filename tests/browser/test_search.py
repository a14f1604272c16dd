"""Searching by keyboard, while typing, on a phone and without script."""

import pytest
from playwright.sync_api import expect

from decks.cards.writing import Pen, Sides, add_cards
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, too_wide, violations
from tests.factories import NOW, make_deck, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user():
    user = make_user(display_name="Ada")
    deck = make_deck(owner=user, title="Geography of rivers")
    texts = [Sides(f"River {n}", f"It flows, as river {n} does") for n in range(25)]
    texts.append(Sides("Mountain", "High\n\n• and steep\n" + "longest" * 40))
    add_cards(deck.pk, texts, Pen(user, NOW))
    return user


@pytest.fixture
def page(open_browser, user):
    page = signed_in(open_browser(), user)
    page.goto("/decks/")
    return page


def live(page):
    return page.locator("#live")


def test_the_whole_way_by_keyboard(page):
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search cards")).to_be_focused()
    page.keyboard.type("montain/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=montain%2F")
    row = page.locator("#found summary")
    expect(row).to_contain_text("Mountain")
    expect(row.locator("mark")).to_have_text(["Mountain"])
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search cards")).to_be_focused()
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".opencard__a")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Geography of rivers")).to_be_focused()


def test_results_come_while_typing_and_are_said(page):
    page.goto("/search/")
    box = page.get_by_role("searchbox", name="Search cards")
    expect(box).to_be_focused()
    box.press_sequentially("moun", delay=20)
    expect(live(page)).to_have_text("1 card.")
    assert page.url.endswith("/search/?q=moun")
    box.fill("river")
    expect(live(page)).to_have_text("25 cards.")
    expect(page.locator(".foundcard")).to_have_count(20)
    page.get_by_role("link", name="Show more").click()
    expect(page.locator(".foundcard")).to_have_count(25)
    box.fill("?")
    expect(live(page)).to_have_text("There is nothing to look for.")
    page.get_by_label("In which deck").select_option(label="Geography of rivers")
    box.fill("montain")
    expect(live(page)).to_have_text("1 card.")
    page.go_back()
    expect(page.locator("h1")).to_be_visible()


def test_too_much_is_told_and_kept(page):
    page.goto("/search/")
    box = page.get_by_role("searchbox", name="Search cards")
    box.fill("x" * 2000)
    expect(page.get_by_text("Search for at most 300 characters").first).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("x" * 2000)
    box.fill("river")
    expect(live(page)).to_have_text("25 cards.")
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_single_keys_can_be_off(open_browser, user):
    user.uses_single_keys = False
    user.save()
    page = signed_in(open_browser(), user)
    page.goto("/decks/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search cards")).not_to_be_focused()


def test_on_a_narrow_page_the_box_is_a_link(open_browser, user):
    page = signed_in(open_browser(width=390), user)
    page.goto("/decks/")
    expect(page.get_by_role("searchbox", name="Search cards")).to_be_hidden()
    page.get_by_role("link", name="Search cards").click()
    page.get_by_role("searchbox", name="Search cards").fill("mountain")
    expect(live(page)).to_have_text("1 card.")


def test_without_script(open_browser, user):
    page = signed_in(open_browser(scripts=False), user)
    page.goto("/decks/")
    page.get_by_role("searchbox", name="Search cards").fill("river")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Show more").click()
    expect(page.locator(".foundcard")).to_have_count(5)
    page.get_by_role("link", name="New", exact=True).click()
    expect(page.get_by_text("25 cards.").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_and_width(open_browser, user, width, scheme):
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    for query in ("", "?q=mountain", "?q=river&show=new", "?q=zzz", "?q=" + "x" * 400):
        page.goto("/search/" + query)
        assert violations(page) == [], query
        assert not too_wide(page), query
    page.goto("/search/?q=mountain")
    page.locator("#found summary").click()
    assert violations(page) == []
    assert not too_wide(page)
