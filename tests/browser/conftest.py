"""Chromium before the real application: what a person does.

Each page reports what a person would never see but should know of: console errors,
script errors and violations of the content security policy all fail the test.
"""

import dataclasses
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from decks.models import User
from decks.study.sessions import enrol
from tests.browser.chosen import CHOSEN
from tests.factories import make_public_deck, make_user

# Playwright's event loop makes Django think that it is called from async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

TIMEOUT_MS = 10_000
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is not chosen for `make test` is for `make test-full`."""
    for item in items:
        if item.path.parent == HERE:
            chosen = CHOSEN.get(item.path.name, ())
            if getattr(item, "originalname", item.name) not in chosen:
                item.add_marker(pytest.mark.full)


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path,
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@dataclasses.dataclass
class Watched:
    """A browser context whose complaints are kept."""

    context: BrowserContext
    complaints: list[str]

    def page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        return page

    def _console(self, message: Any) -> None:
        # Chromium reports a violated policy as a console error too.
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")


@pytest.fixture
def open_browser(
    chromium: Browser, live_server: Any
) -> Iterator[Callable[..., Watched]]:
    """Makes contexts: open_browser(width=1280, scripts=True, dark=False)."""
    opened: list[Watched] = []

    def open_one(
        *, width: int = 1280, height: int = 900, scripts: bool = True, **more: Any
    ) -> Watched:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            **more,
        )
        watched = Watched(context, [])
        opened.append(watched)
        return watched

    yield open_one
    for watched in opened:
        watched.context.close()
    complaints = [text for watched in opened for text in watched.complaints]
    assert complaints == []


@pytest.fixture
def learner(transactional_db: None) -> User:
    """Somebody with one deck of five new cards."""
    user = make_user(display_name="Ada")
    enrol(user, make_public_deck(title="Rivers", cards=5), now=timezone.now())
    return user
