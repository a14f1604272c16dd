"""The study screen under a person's hands: keys, double presses, a failing network."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import Card, Review, StudySession
from decks.study.sessions import enrol, start_session
from tests.browser.signing_in import signed_in
from tests.browser.sitting import answer
from tests.factories import make_public_deck, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sitting(learner):
    session = start_session(learner, now=timezone.now())
    assert session is not None
    return session


@pytest.fixture
def page(open_browser, learner, sitting) -> Page:
    page = signed_in(open_browser(), learner)
    page.goto(f"/study/{sitting.id}/")
    return page


def forgive(watched, *expected: str) -> None:
    """Drop the complaints that the test itself provoked."""
    kept = [c for c in watched.complaints if not any(e in c for e in expected)]
    watched.complaints[:] = kept


def test_a_digit_before_turning_rates_nothing(page):
    page.keyboard.press("4")
    page.keyboard.press("Space")
    expect(answer(page)).to_be_visible()
    assert not Review.objects.exists()


def test_space_turns_there_and_back(page):
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("link", name="Show answer")).to_be_visible()
    expect(page.locator("h1.q1")).to_be_focused()
    page.keyboard.press("3")
    assert not Review.objects.exists()


def test_a_held_key_counts_once(page):
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    for _ in range(10):
        page.keyboard.down("4")
    page.keyboard.up("4")
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.wait_for_timeout(300)
    assert Review.objects.count() == 1


def test_a_double_click_on_a_tile_counts_once(page):
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="4 Mostly").dblclick()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.wait_for_timeout(300)
    assert Review.objects.count() == 1


def test_keys_with_a_modifier_are_the_browsers(page):
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    page.keyboard.press("Alt+4")
    page.wait_for_timeout(200)
    assert not Review.objects.exists()


def test_after_a_rating_the_new_question_has_the_focus_and_is_announced(page):
    page.keyboard.press("Space")
    expect(page.locator("#live")).to_have_text("Answer shown.")
    page.keyboard.press("4")
    expect(page.locator("h1.q1")).to_have_text("Question 2")
    expect(page.locator("h1.q1")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Rated 4, Mostly.")
    expect(page.locator("#live")).to_contain_text("Card 2 of 5.")


def test_the_toast_says_when_the_card_comes_back(page):
    page.keyboard.press("Space")
    page.keyboard.press("2")
    expect(page.locator(".toast", has_text="Back in 10 minutes.")).to_be_visible()


def test_a_failing_network_keeps_the_card_and_the_rating_counts_once(
    open_browser, learner, sitting
):
    watched = open_browser()
    page = signed_in(watched, learner)
    page.goto(f"/study/{sitting.id}/")
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    watched.context.set_offline(True)
    page.keyboard.press("5")
    failure = page.get_by_role("alert")
    expect(failure).to_contain_text("Couldn’t save your last rating.")
    expect(answer(page)).to_be_visible()
    expect(failure.get_by_role("button", name="Try again")).to_be_visible()
    watched.context.set_offline(False)
    # It is sent by itself: nobody has to try again.
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    assert [row.level for row in Review.objects.all()] == [5]
    # The browser itself complains of the lost network; nothing else may be there.
    forgive(watched, "ERR_INTERNET_DISCONNECTED", "error: htmx:", "rate/")


def test_two_tabs_end_with_a_clear_word(open_browser, learner, sitting):
    watched = open_browser()
    first, second = (signed_in(watched, learner) for _ in range(2))
    for page in (first, second):
        page.goto(f"/study/{sitting.id}/")
        page.keyboard.press("Space")
        expect(answer(page)).to_be_focused()
    first.keyboard.press("5")
    expect(first.locator(".cnt")).to_contain_text("2 of 5")
    second.keyboard.press("1")
    expect(second.locator(".toast", has_text="already rated")).to_be_visible()
    expect(second.locator("h1.q1")).to_have_text("Question 2")
    assert [row.level for row in Review.objects.all()] == [5]


def test_a_long_answer_scrolls_and_says_that_there_is_more(
    open_browser, learner, sitting
):
    card = Card.objects.get(pk=sitting.card_ids[0])
    card.answer = "\n\n".join(f"Line {number}" for number in range(80))
    card.save()
    page = signed_in(open_browser(width=390, height=844), learner)
    page.goto(f"/study/{sitting.id}/")
    page.get_by_role("link", name="Show answer").click()
    more = page.get_by_text("More below")
    expect(more).to_be_visible()
    answer(page).press("End")
    expect(more).to_be_hidden()
    for tile in page.locator("button.rate").all():
        expect(tile).to_be_in_viewport()


def test_the_shortcuts_sheet_opens_and_gives_the_focus_back(page):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("4")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("h1.q1")).to_be_focused()
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()


def test_escape_ends_the_session(page, sitting):
    page.keyboard.press("Escape")
    page.wait_for_url("**/summary/")
    assert StudySession.objects.get(id=sitting.id).ended_at is not None


def test_twenty_cards_by_keyboard_never_lose_the_focus(open_browser):
    user = make_user()
    enrol(user, make_public_deck(cards=20), now=timezone.now())
    page = signed_in(open_browser(), user)
    page.goto("/")
    page.get_by_role("button", name="Study 20 new cards").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/study/*/")
    for number in range(1, 21):
        expect(page.locator(".cnt")).to_contain_text(f"{number} of 20")
        page.keyboard.press("Space")
        expect(answer(page)).to_be_focused()
        page.keyboard.press("5")
        if number < 20:
            expect(page.locator("h1.q1")).to_have_text(f"Question {number + 1}")
            expect(page.locator("h1.q1")).to_be_focused()
    page.wait_for_url("**/summary/")
    assert Review.objects.count() == 20
