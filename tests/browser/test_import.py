"""Bringing cards in, as a person does it: paste, look, choose, save."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from decks.models import Card, Deck, User
from decks.transfer.files import LAMBDA_DECK
from tests.browser.signing_in import signed_in
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEED = LAMBDA_DECK.read_text(encoding="utf-8")


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def page(open_browser, user: User) -> Page:
    page = signed_in(open_browser(), user)
    page.goto("/import/")
    return page


def text_of(page: Page):
    return page.get_by_role("textbox", name="Your text")


def found(page: Page, count: int) -> None:
    words = f"{count} card{'' if count == 1 else 's'} found"
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def test_the_real_deck_is_pasted_looked_at_and_saved(page: Page) -> None:
    text_of(page).fill(SEED)
    found(page, 47)
    expect(page.get_by_text("5 cards look like copies", exact=True)).to_be_visible()
    page.locator("label.chip", has_text="Copies").click()
    expect(page.locator(".prev > li")).to_have_count(10)
    page.get_by_label("Deck name").fill("AWS Lambda")
    save = page.get_by_role("button", name="Save 42 cards")
    save.click()
    expect(page.get_by_role("heading", name="AWS Lambda")).to_be_visible()
    expect(page.get_by_text("42 cards saved.")).to_be_visible()
    assert Deck.objects.get().card_count == 42


def test_by_keyboard_alone(page: Page) -> None:
    text_of(page).focus()
    page.keyboard.insert_text("France;Paris\nSpain;Madrid")
    found(page, 2)
    page.get_by_label("Deck name").focus()
    page.keyboard.insert_text("Capitals")
    page.get_by_role("button", name="Save 2 cards").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Capitals")).to_be_visible()
    assert Card.objects.filter(question="France", answer="Paris").exists()


def test_a_file_is_chosen_and_how_it_is_read_is_changed(page: Page) -> None:
    data = b"a,b;c,d\ne,f;g,h"
    file = FilePayload(name="signs.csv", mimeType="text/csv", buffer=data)
    page.locator("input[type=file]").set_input_files(file)
    found(page, 2)
    expect(text_of(page)).to_have_value(data.decode())
    page.get_by_text("Not right?").click()
    page.get_by_label("Format").select_option("csv")
    page.get_by_label("Between question and answer").fill(";")
    expect(page.locator(".prev")).to_contain_text("a,b")
    expect(page.get_by_label("Deck name")).to_have_value("signs")


def test_what_is_wrong_is_said_and_the_text_stays(page: Page) -> None:
    text_of(page).fill("These are no cards.\nNeither is this.")
    expect(page.get_by_role("alert")).to_contain_text("This could not be read")
    expect(text_of(page)).to_have_value("These are no cards.\nNeither is this.")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def test_without_script_the_same_page_checks_and_saves(open_browser, user) -> None:
    page = signed_in(open_browser(width=390, scripts=False), user)
    page.goto("/import/")
    text_of(page).fill(SEED)
    page.get_by_role("button", name="Check").last.click()
    found(page, 47)
    page.get_by_label("Deck name").fill("AWS Lambda")
    page.get_by_role("button", name="Save 42 cards").click()
    expect(page.get_by_role("heading", name="AWS Lambda")).to_be_visible()
    assert Deck.objects.get().card_count == 42


def test_whoever_comes_back_finds_text_and_cards_again(page: Page) -> None:
    text_of(page).fill("France;Paris\nSpain;Madrid")
    found(page, 2)
    page.get_by_label("Deck name").fill("Capitals")
    page.get_by_role("button", name="Save 2 cards").click()
    expect(page.get_by_role("heading", name="Capitals")).to_be_visible()
    page.go_back()
    expect(text_of(page)).to_have_value("France;Paris\nSpain;Madrid")
    found(page, 2)
    expect(page.get_by_role("button", name="Save 2 cards")).to_be_visible()
