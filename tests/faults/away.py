"""F3: the database is stopped for a minute under a study page in a real Chromium."""

import contextlib
import dataclasses
import http.client
import shutil
import time
import uuid
from collections.abc import Iterator

from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright

from flashcards import database
from tests.faults.browser import Browser
from tests.faults.checker import Rating
from tests.faults.raters import Client, RefusedError
from tests.faults.site import HOST, Site
from tests.faults.world import Outcome, World, outcome

AWAY_SECONDS, QUICK_AWAY_SECONDS = 60.0, 5.0
REPLY_MAX_SECONDS = 4.0
SENT_WITHIN_SECONDS = 60.0
LEVEL = 4
PAGES = ("/", "/decks/", "/progress/", "/settings/", "/groups/", "/search/?q=a")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclasses.dataclass
class _Seen:
    """What the pages answered while the database was away."""

    count: int = 0
    longest_seconds: float = 0.0
    faults: set[str] = dataclasses.field(default_factory=set)

    def ask(self, site: Site, client: Client, path: str, wanted: int) -> None:
        """One page; what is not as promised is noted."""
        started = time.monotonic()
        status, retry_after = _status(site, client, path)
        self.longest_seconds = max(self.longest_seconds, time.monotonic() - started)
        self.count += 1
        if status != wanted:
            self.faults.add(f"{path} answered {status}, not {wanted}")
        elif wanted == 503 and path != "/readyz" and not retry_after:
            self.faults.add(f"{path} does not say when to try again")


def stopped(world: World) -> list[Outcome]:
    """F3. The site has a database of its own to ask: it cannot start that by itself."""
    world.site.stop_serving()
    home = database.home(world.site.var)
    url = f"postgres://{database.NAME}@/{database.NAME}?host={home}"
    site = Site(world.site.var, world.site.log, DATABASE_URL=url)
    try:
        site.serve()
        return [_under_a_page(world, site)]
    finally:
        site.stop_serving()
        database.ensure(world.site.var)
        world.site.serve()


def _under_a_page(world: World, site: Site) -> Outcome:
    seconds = QUICK_AWAY_SECONDS if world.is_quick else AWAY_SECONDS
    client, deck_id = world.learner(cards=5)
    client.browser = Browser(HOST, site.port, client.browser.cookies)
    study = client.begin(deck_id)
    with _chromium(site, client) as page:
        page.goto(study.form("/rate/").action.removesuffix("rate/"))  # type: ignore[union-attr]
        page.keyboard.press("Space")
        client.sent.append(_shown(page, client))
        database.stop(site.var)
        stopped_at = time.monotonic()
        page.keyboard.press(str(LEVEL))
        expect(page.locator("#kept")).to_contain_text("1 rating is kept here")
        seen = _ask_until(stopped_at + seconds, site, client)
        database.ensure(site.var)
        waited = _wait_until_sent(page)
    client.acknowledged += client.sent
    return outcome(
        "F3",
        f"database stopped {seconds:.0f} s: {seen.count} pages 503 in"
        f" {seen.longest_seconds:.1f} s at most; the rating kept, sent {waited:.0f} s"
        " after the return",
        [client],
        faults=[*sorted(seen.faults), *_too_slow(seen)],
    )


def _ask_until(end: float, site: Site, client: Client) -> _Seen:
    seen = _Seen()
    while time.monotonic() < end:
        for path in PAGES:
            seen.ask(site, client, path, 503)
        seen.ask(site, client, "/healthz", 200)
        seen.ask(site, client, "/readyz", 503)
    return seen


def _too_slow(seen: _Seen) -> list[str]:
    if seen.longest_seconds <= REPLY_MAX_SECONDS:
        return []
    return [f"a page took {seen.longest_seconds:.1f} s, at most {REPLY_MAX_SECONDS} s"]


def _status(site: Site, client: Client, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, site.port, timeout=15)
    try:
        connection.request("GET", path, headers=client.browser.headers(is_swap=False))
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("Retry-After", "")
    except Browser.LOST:
        return 0, ""
    finally:
        connection.close()


@contextlib.contextmanager
def _chromium(site: Site, client: Client) -> Iterator[Page]:
    """A page of the learner's. Raises RefusedError where no Chromium is installed."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        raise RefusedError("no Chromium found; run make chromium")
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        context = browser.new_context(base_url=f"http://{HOST}:{site.port}")
        name = settings.SESSION_COOKIE_NAME
        value = client.browser.cookies[name]
        context.add_cookies(
            [{"name": name, "value": value, "domain": HOST, "path": "/"}]
        )
        page = context.new_page()
        expect.set_options(timeout=20_000)
        yield page
        browser.close()


def _shown(page: Page, client: Client) -> Rating:
    """The rating that the page's form is about to send."""
    fields = {
        name: page.locator(f'#rating [name="{name}"]').input_value()
        for name in ("card", "rating_id")
    }
    rating_id = uuid.UUID(fields["rating_id"])
    return Rating(client.user_id, int(fields["card"]), rating_id, LEVEL)


def _wait_until_sent(page: Page) -> float:
    """Seconds until the page says so; it asks again by itself."""
    started = time.monotonic()
    expect(page.locator("#kept")).to_contain_text(
        "Back online. 1 rating sent.", timeout=SENT_WITHIN_SECONDS * 1000
    )
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    return time.monotonic() - started
