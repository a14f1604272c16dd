"""Suggestions in Chromium: axe on their pages; one made and answered by keyboard."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import Card, Suggestion
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import make_card, make_suggestion
from tests.talk.suggest_world import (
    Circle,
    change_of,
    make_circle,
    new_of,
    page_url,
    removal_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "DonaudampfschifffahrtsgesellschaftskapitänsprüfungXX " * 9


@pytest.fixture
def circle() -> Circle:
    """A deck with suggestions of each kind, open and answered, and long words."""
    circle = make_circle()
    change_of(circle, answer=LONG, reason=LONG, tags=["one", LONG.split()[0]])
    new_of(circle, question=LONG, answer=LONG)
    removal_of(circle)
    change_of(circle, is_together=True, author=circle.grace)
    gone = make_card(deck=circle.deck)
    make_suggestion(card=gone, author=circle.ada)
    gone.delete()
    for state in ("accepted", "changed", "declined", "withdrawn"):
        change_of(
            circle,
            state=state,
            answered_by=circle.lin,
            answered_at=timezone.now(),
            answer_words=LONG,
        )
    return circle


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_an_editor_sees(open_browser, circle: Circle, width, scheme) -> None:
    page = signed_in(open_browser(width=width, color_scheme=scheme), circle.grace)
    listed = reverse("suggestions", args=[circle.deck.pk])
    paths = [listed, f"{listed}?show=answered"]
    paths += [page_url(suggestion) for suggestion in Suggestion.objects.all()]
    paths += [reverse("deck", args=[circle.deck.pk])]
    check(page, paths)
    page.goto(page_url(Suggestion.objects.earliest("pk")))
    page.get_by_text("Change the text before accepting").click()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS[:1])
def test_what_a_member_sees(open_browser, circle: Circle, width, scheme) -> None:
    watched = open_browser(width=width, color_scheme=scheme)
    page = signed_in(watched, circle.ada)
    change = reverse("suggest_change", args=[circle.card.pk])
    own = Suggestion.objects.filter(author=circle.ada, state="open")
    paths = [change, f"{change}?together=1"]
    paths += [reverse("suggest_removal", args=[circle.card.pk])]
    paths += [reverse("suggest_new", args=[circle.deck.pk])]
    paths += [reverse("suggestion_change", args=[one.pk]) for one in own]
    check(page, paths)
    page.goto(change)
    page.get_by_role("button", name="Send suggestion").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    # Chromium complains of a page that comes with 422.
    assert len(watched.complaints) == 1
    watched.complaints.clear()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused == name:
            return
    pytest.fail(f"no way to {name} by Tab")


def test_by_keyboard_from_the_sitting_to_the_card(open_browser) -> None:
    circle = make_circle()
    learner = signed_in(open_browser(), circle.ada)
    learner.goto(reverse("deck", args=[circle.deck.pk]))
    learner.get_by_role("button", name="Study").first.click()
    learner.get_by_label("More for this card").press("Enter")
    learner.get_by_role("link", name="Suggest a change").press("Enter")
    learner.get_by_label("Answer").fill("Said better")
    learner.get_by_label("Reason or source").fill("The manual")
    tab_to(learner, "Send suggestion")
    learner.keyboard.press("Enter")
    expect(learner.get_by_text("Suggestion sent.")).to_be_visible()
    assert "/study/" in learner.url

    editor = signed_in(open_browser(), circle.lin)
    editor.goto(reverse("deck", args=[circle.deck.pk]))
    editor.get_by_role("link", name="Look at it").press("Enter")
    editor.get_by_role("link", name="Asked").press("Enter")
    tab_to(editor, "Accept")
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("Accepted. The card is written.")).to_be_visible()
    card = Card.objects.get(pk=circle.card.pk)
    assert (card.answer, card.written_by_id) == ("Said better", circle.ada.pk)
