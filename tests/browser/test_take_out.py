"""Taking one's data along: two files, saved by a person's browser."""

import json
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import User
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check
from tests.factories import make_public_deck, make_user
from tests.study.sittings import cards_of, rate, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user() -> User:
    """Somebody who rated three cards."""
    user = make_user(display_name="Ada")
    deck, now = make_public_deck(title="Rivers", cards=3), timezone.now()
    enrol(user, deck, now=now)
    session = start(user, deck, now=now)
    for card, level in zip(cards_of(deck), (1, 4, 5), strict=True):
        rate(user, session, card, level, now=now)
    return user


def saved(page: Page, name: str) -> tuple[str, str]:
    """The name and the text of the file behind the link."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    file = download.value
    return file.suggested_filename, Path(file.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("scripts", [True, False])
def test_both_files_are_saved_from_the_settings(open_browser, user, scripts) -> None:
    page = signed_in(open_browser(width=390, scripts=scripts), user)
    page.goto("/settings/")
    page.get_by_role("link", name="Take your data along").click()
    expect(page.get_by_text("3 reviews:")).to_be_visible()
    name, text = saved(page, "Your reviews (CSV)")
    assert name.startswith("flashcards-reviews-")
    ratings = [line.split(",")[2] for line in text.splitlines()[1:]]
    assert ratings == ["1", "3", "4"]
    name, text = saved(page, "Your whole account (JSON)")
    assert name.startswith("flashcards-account-")
    account = json.loads(text)
    assert account["profile"]["display_name"] == "Ada"
    assert len(account["reviews"]) == 3


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_page_by_axe(open_browser, user, width, scheme) -> None:
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    check(page, ["/settings/take-out/"])
