"""Writing a deck and keeping it good, as a person does it."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import Card, CardVersion, Deck, User
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.sitting import begin
from tests.factories import make_deck, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user() -> User:
    return make_user(display_name="Grace")


@pytest.fixture
def deck(user: User) -> Deck:
    """Five cards of the user's own, which they study."""
    deck = make_deck(owner=user, title="Rivers", cards=5)
    enrol(user, deck, now=timezone.now())
    return deck


@pytest.fixture
def page(open_browser, user: User) -> Page:
    return signed_in(open_browser(), user)


def questions(deck: Deck) -> list[str]:
    return [card.question for card in Card.objects.filter(deck=deck).in_deck_order()]


def row(page: Page, text: str):
    return page.locator("ul.cards > li", has_text=text)


def test_five_cards_are_written_by_keyboard(page: Page, user: User) -> None:
    deck = make_deck(owner=user)
    page.goto(f"/decks/{deck.pk}/")
    page.keyboard.press("n")
    question = page.get_by_label("Question")
    for number in range(1, 6):
        expect(question).to_be_focused()
        page.keyboard.insert_text(f"  Question {number}\nwith two lines ")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(f"Answer {number}")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".added li")).to_have_count(number)
    rows = list(Card.objects.filter(deck=deck).in_deck_order())
    assert [card.answer for card in rows] == [f"Answer {n}" for n in range(1, 6)]
    assert rows[0].question == "  Question 1\nwith two lines "


def test_a_card_is_edited_in_its_row(page: Page, deck: Deck) -> None:
    page.goto(f"/decks/{deck.pk}/")
    row(page, "Question 2").locator("details.menu summary").click()
    row(page, "Question 2").get_by_role("link", name="Edit", exact=True).click()
    answer = page.get_by_label("Answer")
    answer.fill("Better")
    answer.press("Control+Enter")
    expect(row(page, "Better")).to_be_visible()
    assert Card.objects.get(question="Question 2").answer == "Better"
    assert CardVersion.objects.get().answer == "Answer 2"


def test_a_card_is_edited_in_the_session(page: Page, deck: Deck, user: User) -> None:
    begin(user, page)
    page.keyboard.press("Space")
    page.keyboard.press("e")
    answer = page.locator(".cardform").get_by_label("Answer")
    answer.fill("Better")
    answer.press("Control+Enter")
    expect(page.get_by_role("region", name="Answer")).to_contain_text("Better")
    page.keyboard.press("4")
    expect(page.get_by_role("heading", name="Question 2")).to_be_visible()
    assert Card.objects.get(question="Question 1").answer == "Better"


def test_two_editors_see_each_other(open_browser, deck: Deck, user: User) -> None:
    watched = open_browser()
    page, other = signed_in(watched, user), signed_in(open_browser(), user)
    card = Card.objects.get(question="Question 1")
    for one in (page, other):
        one.goto(f"/cards/{card.pk}/edit/")
    other.get_by_label("Answer").fill("Theirs")
    other.get_by_role("button", name="Save card").click()
    expect(other.get_by_text("Card saved.")).to_be_visible()
    page.get_by_label("Answer").fill("Mine")
    page.get_by_role("button", name="Save card").click()
    expect(page.locator("ins, del").first).to_be_visible()
    expect(page.get_by_label("Answer")).to_have_value("Mine")
    # Chromium says so of every form that comes back.
    assert ["422" in complaint for complaint in watched.complaints] == [True]
    watched.complaints.clear()
    card.refresh_from_db()
    assert card.answer == "Theirs"
    page.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_text("Card saved.")).to_be_visible()
    card.refresh_from_db()
    assert (card.answer, card.version) == ("Mine", 3)


def test_cards_are_ordered_by_drag_and_by_their_menu(page: Page, deck: Deck) -> None:
    page.goto(f"/decks/{deck.pk}/")
    grip = row(page, "Question 1").locator("[data-grip]")
    target = row(page, "Question 3").bounding_box()
    assert target is not None
    grip.hover()
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + target["height"] - 4, steps=12)
    with page.expect_response("**/place/"):
        page.mouse.up()
    assert questions(deck)[:3] == ["Question 2", "Question 3", "Question 1"]
    moved = row(page, "Question 5")
    moved.locator("details.menu summary").press("Enter")
    with page.expect_response("**/place/"):
        moved.get_by_role("button", name="Move up").press("Enter")
    assert questions(deck)[3:] == ["Question 5", "Question 4"]


def test_ticked_cards_are_tagged_deleted_and_brought_back(
    page: Page, deck: Deck
) -> None:
    page.goto(f"/decks/{deck.pk}/")
    for number in (2, 4):
        row(page, f"Question {number}").get_by_role("checkbox").check()
    page.get_by_role("button", name="Tag…").click()
    # The script has put its field, with the focus, where a plain one was.
    expect(page.locator(".tagbox input")).to_be_focused()
    page.get_by_label("Tags").fill("long, wide")
    page.get_by_role("button", name="Tag 2 cards").click()
    expect(page.get_by_text("2 cards tagged.")).to_be_visible()
    assert Card.objects.filter(tags=["long", "wide"]).count() == 2
    for number in (2, 4):
        row(page, f"Question {number}").get_by_role("checkbox").check()
    page.get_by_role("button", name="Delete 2 cards").click()
    expect(page.get_by_text("2 cards deleted.")).to_be_visible()
    assert len(questions(deck)) == 3
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 cards are back.")).to_be_visible()
    assert questions(deck) == [f"Question {n}" for n in range(1, 6)]


def test_without_script_cards_are_written_changed_and_deleted(
    open_browser, deck: Deck, user: User
) -> None:
    page = signed_in(open_browser(width=390, scripts=False), user)
    page.goto(f"/decks/{deck.pk}/cards/new/")
    page.get_by_label("Question").fill("Question 6")
    page.get_by_role("button", name="Save and add another").click()
    expect(page.get_by_text("Card added.")).to_be_visible()
    card = Card.objects.get(question="Question 6")
    page.goto(f"/cards/{card.pk}/edit/")
    page.get_by_label("Answer").fill("Written later")
    page.get_by_label("Tags").fill("a\nb")
    page.get_by_role("button", name="Save card").click()
    card.refresh_from_db()
    assert (card.answer, card.tags) == ("Written later", ["a", "b"])
    row(page, "Question 6").get_by_role("checkbox").check()
    page.get_by_role("button", name="Delete").last.click()
    expect(page.get_by_text("1 card deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert len(questions(deck)) == 6
