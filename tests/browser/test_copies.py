"""The Lambda deck's five copies: decided on by mouse and by keyboard, once learned."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.editing.copy_pairs import check_copies, keep_both, waiting_pairs
from decks.models import Card, Deck, User
from decks.study.repair.checking import check_data
from decks.study.repair.states import replay_states
from decks.study.sessions import enrol
from decks.transfer.lambda_deck import import_lambda_deck
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import make_user
from tests.study.sittings import rate, start

pytestmark = pytest.mark.browser


@pytest.fixture
def learner(transactional_db: None) -> User:
    """Somebody without a deck yet."""
    return make_user(display_name="Ada")


@pytest.fixture
def deck(learner: User) -> Deck:
    """The learner's, with five copies, some of both learned, by another one too."""
    import_lambda_deck()
    Deck.objects.update(owner=learner)
    deck = Deck.objects.get()
    check_copies(deck.pk, timezone.now())
    for user in (learner, make_user()):
        enrol(user, deck, now=timezone.now())
        session = start(user, deck, now=timezone.now())
        for pair in waiting_pairs(deck)[:3]:
            for card, level in ((pair.earlier, 4), (pair.later, 2)):
                rate(user, session, card, level, now=timezone.now())
    return deck


def nothing_is_wrong() -> None:
    assert replay_states(User.objects.order_by("pk"), fix=False).lines == []
    checked = check_data(fix=False, now=timezone.now())
    assert [found for found in checked.found if found.count] == []


def summary(page: Page):
    return page.locator("#copies-summary")


def test_by_mouse(open_browser, learner: User, deck: Deck):
    page = signed_in(open_browser(), learner)
    page.goto(f"/decks/{deck.pk}/copies/")
    expect(summary(page)).to_contain_text("5 cards look like copies")
    for left in (4, 3, 2, 1):
        page.get_by_role("button", name="Keep this one (first of pair 1)").click()
        expect(summary(page)).to_contain_text(f"{left} card")
        expect(page.locator("h2").first).to_be_focused()
    expect(page.locator(".toast")).to_contain_text("One card kept.")
    page.get_by_role("link", name="Write one from two (pair 1)").click()
    page.get_by_label("Question").fill("One from two?")
    page.get_by_role("button", name="Save as one card").click()
    expect(summary(page)).to_contain_text("No card looks like a copy")
    assert Card.objects.filter(deck=deck).count() == 42
    nothing_is_wrong()


def test_by_keyboard(open_browser, learner: User, deck: Deck):
    page = signed_in(open_browser(), learner)
    page.goto(f"/decks/{deck.pk}/copies/")
    press(page, "Keep both (pair 1)")
    expect(page.locator("h2").first).to_be_focused()
    press(page, "Undo")
    expect(summary(page)).to_contain_text("5 cards")
    for left in (4, 3, 2, 1, 0):
        press(page, "Keep this one (second of pair 1)")
        words = f"{left} card" if left else "No card looks like a copy"
        expect(summary(page)).to_contain_text(words)
    expect(summary(page)).to_be_focused()
    assert Card.objects.filter(deck=deck).count() == 42
    nothing_is_wrong()


def press(page: Page, name: str) -> None:
    """Tab until the button of this name has the focus, and press it."""
    button = page.get_by_role("button", name=name)
    expect(button).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{name} cannot be reached by Tab")


def test_without_script_on_a_phone(open_browser, learner: User, deck: Deck):
    page = signed_in(open_browser(width=390, height=844, scripts=False), learner)
    page.goto(f"/decks/{deck.pk}/copies/")
    page.get_by_role("button", name="Keep this one (first of pair 1)").click()
    expect(summary(page)).to_contain_text("4 cards look like copies")
    page.get_by_role("button", name="Keep both (pair 1)").click()
    page.get_by_role("button", name="Undo").click()
    expect(summary(page)).to_contain_text("4 cards look like copies")
    nothing_is_wrong()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_everybody_can_read_it(open_browser, learner: User, deck: Deck, width, scheme):
    watched = open_browser(width=width, color_scheme=scheme)
    page = signed_in(watched, learner)
    copies = f"/decks/{deck.pk}/copies/"
    pair = waiting_pairs(deck)[0]
    check(page, [copies, f"/copies/{pair.pk}/"])
    keep_both(pair, now=timezone.now())
    check(page, [f"{copies}?show=kept"])
    page.goto(f"/copies/{pair.pk}/")
    page.get_by_label("Question").fill("")
    page.get_by_role("button", name="Save as one card").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == []
    watched.complaints.clear()  # the 422 itself is one to Chromium
