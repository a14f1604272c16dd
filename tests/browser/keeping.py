"""A browser that keeps ratings: a site that is away, what is held, what it says."""

from playwright.sync_api import Page, Route

from decks.models import Review

PROVOKED = (
    *("ERR_INTERNET_DISCONNECTED", "status of 503", "error: htmx:", "rate/"),
    "Service Worker registration blocked by Playwright",
)
"""What the browser itself says of a site that is away."""

WAITS = "1 rating is kept here and will be sent"
SENT = "Back online. 1 rating sent."
TAKES_RATINGS = ("**/rate/", "**/practise/", "**/study/kept/")


def by_pages(open_browser, **more):
    """A browser whose pages alone send what was kept: its worker is held off."""
    return open_browser(service_workers="block", **more)


def banner(page: Page):
    return page.locator("#kept")


def close_site(context) -> None:
    """As with the database away: whatever takes a rating answers 503."""
    for address in TAKES_RATINGS:
        context.route(address, lambda route: route.fulfill(status=503))


def open_site(context) -> None:
    for address in TAKES_RATINGS:
        context.unroute(address)


class HeldBack:
    """A network that swallows ratings: none is answered until `answer`."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._routes: list[Route] = []
        page.route("**/rate/", lambda route: self._routes.append(route))

    def wait_until_kept(self, *levels: int) -> None:
        for _ in range(100):
            held = [rating["confidence"] for rating in kept_in(self._page)]
            if held == [str(level) for level in levels]:
                return
            self._page.wait_for_timeout(100)
        raise AssertionError(f"{held} are kept")

    def answer(self) -> None:
        for route in self._routes:
            route.continue_()
        self._routes.clear()


def levels():
    return list(Review.objects.order_by("reviewed_at").values_list("level", flat=True))


_KEPT = """() => new Promise((resolve) => {
    const opening = indexedDB.open("flashcards", 1);
    opening.onerror = () => resolve([]); // there is none yet
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
        const asked = opening.result.transaction("ratings")
            .objectStore("ratings").getAll();
        asked.onsuccess = () => resolve(asked.result);
        opening.result.close();
    };
})"""


def kept_in(page: Page):
    """What the browser's store holds, as it lies there."""
    return page.evaluate(_KEPT)
