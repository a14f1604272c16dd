"""What a person does in a sitting: begin, turn and rate."""

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from decks.models import StudySession, User
from decks.study.selections import Selection
from decks.study.sessions import start_session


def answer(page: Page) -> Locator:
    return page.get_by_role("region", name="Answer")


def begin(user: User, page: Page, **chosen) -> StudySession:
    session = start_session(user, Selection(**chosen), now=timezone.now())
    assert session is not None
    page.goto(f"/study/{session.id}/")
    return session


def rate(page: Page, level: int) -> None:
    page.wait_for_load_state()  # the card is there before its keys are
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    page.keyboard.press(str(level))


def question(page: Page) -> Locator:
    return page.locator("h1.q1")
