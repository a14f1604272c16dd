"""Clients that rate as the study page does, and press "Try again" until it is saved."""

import contextlib
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator

from tests.faults.browser import Browser, Form, Reply
from tests.faults.checker import Rating

AGAIN_SECONDS = 0.1  # how soon somebody presses "Try again"
GIVE_UP_SECONDS = 30.0
THINKING_SECONDS = (0.01, 0.04)
UNDO_SHARE = 0.1
ANSWER_MS = "1500"


class RefusedError(Exception):
    """The site answered what a page cannot go on from."""


class Client:
    """A learner's browser with the page's patience; keeps what it saw."""

    def __init__(self, browser: Browser, user_id: int) -> None:
        self.browser, self.user_id = browser, user_id
        self.sent: list[Rating] = []
        self.acknowledged: list[Rating] = []
        self.undone: list[Rating] = []
        self.troubles: Counter[str] = Counter()
        self.longest_wait_seconds = 0.0

    def ask(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        is_swap: bool = False,
    ) -> Reply:
        """The same request until it is answered. Raises RefusedError."""
        started = time.monotonic()
        while (reply := self._once(method, path, fields, is_swap)) is None:
            if time.monotonic() - started > GIVE_UP_SECONDS:
                raise RefusedError(f"no answer to {method} {path}")
            time.sleep(AGAIN_SECONDS)
        waited = time.monotonic() - started
        self.longest_wait_seconds = max(self.longest_wait_seconds, waited)
        return reply

    def _once(
        self, method: str, path: str, fields: dict[str, str] | None, is_swap: bool
    ) -> Reply | None:
        try:
            reply = self.browser.send(method, path, fields, is_swap=is_swap)
        except Browser.LOST:
            self.troubles["no reply"] += 1
            return None
        if reply.status < 400:
            return reply
        self.troubles[str(reply.status)] += 1
        if reply.status < 500 and reply.status not in (408, 429):
            raise RefusedError(f"{reply.status} to {method} {path}")
        return None

    def begin(self, deck_id: int) -> Reply:
        """Press "Study" on the deck's page; the study page. Raises RefusedError."""
        return self._begin(deck_id, f"/decks/{deck_id}/study/")

    def begin_due(self, deck_id: int) -> Reply:
        """Study all decks, as the home page does. Raises RefusedError."""
        return self._begin(deck_id, "/study/")

    def _begin(self, deck_id: int, path: str) -> Reply:
        form = self.ask("GET", f"/decks/{deck_id}/").form(f"/decks/{deck_id}/study/")
        if form is None:
            raise RefusedError("the deck's page has no way to study")
        page = self.ask("POST", path, form.fields)
        if not page.goes_to.startswith("/study/"):
            raise RefusedError("nothing is left to study")
        return self.ask("GET", page.goes_to)

    def told(self, reply: Reply) -> str:
        """What the learner reads after this reply, on the page that it leads to."""
        return (self.ask("GET", reply.goes_to) if reply.goes_to else reply).toast

    def rate(self, form: Form, level: int) -> Reply:
        """Send one rating until it is acknowledged. Raises RefusedError."""
        rating = rating_of(form, level, self.user_id)
        self.sent.append(rating)
        reply = self.ask("POST", form.action, filled(form, level), is_swap=True)
        self.acknowledged.append(rating)
        return reply

    def undo(self, form: Form) -> Reply:
        """Take the last rating back; the card again. Raises RefusedError."""
        reply = self.ask("POST", form.action, form.fields, is_swap=True)
        if not (words := self.told(reply)).startswith("Undone"):
            raise RefusedError(f'an undo was answered "{words}"')
        self.note_undone(form)
        return reply

    def note_undone(self, form: Form) -> None:
        """Remember that a reply said of this form's rating that it is taken back."""
        rating_id = uuid.UUID(form.fields["rating_id"])
        self.undone += [
            rating for rating in self.acknowledged if rating.rating_id == rating_id
        ]


def filled(form: Form, level: int) -> dict[str, str]:
    """The rating form's fields as the page sends them with this level."""
    return form.fields | {"confidence": str(level), "answer_ms": ANSWER_MS}


def rating_of(form: Form, level: int, user_id: int) -> Rating:
    """What is sent with this form."""
    card_id, rating_id = int(form.fields["card"]), uuid.UUID(form.fields["rating_id"])
    return Rating(user_id, card_id, rating_id, level)


class Rater(threading.Thread):
    """One learner who rates, and now and then undoes, until told to stop.

    Whatever was begun is brought to its end.
    """

    def __init__(self, client: Client, deck_id: int) -> None:
        super().__init__(daemon=True)
        self.client, self.deck_id = client, deck_id
        self.last_begun_at = 0.0
        """When the rating acknowledged last was first sent (time.monotonic)."""
        self.failure = ""
        self._stop_asked = threading.Event()

    def run(self) -> None:
        page: Reply | None = None
        try:
            while not self._stop_asked.is_set():
                page = self._step(page)
        except Exception as error:  # whatever ended it is the run's to tell
            self.failure = f"{type(error).__name__}: {error}"

    def _step(self, page: Reply | None) -> Reply:
        form = page.form("/rate/") if page else None
        if form is None:
            return self.client.begin(self.deck_id)
        time.sleep(random.uniform(*THINKING_SECONDS))
        undo = page.form("/undo/") if page else None
        if undo is not None and random.random() < UNDO_SHARE:
            return self.client.undo(undo)
        begun_at = time.monotonic()
        reply = self.client.rate(form, random.randint(1, 5))
        self.last_begun_at = begun_at
        return reply

    def stop(self) -> None:
        self._stop_asked.set()


@contextlib.contextmanager
def rating(raters: list[Rater]) -> Iterator[None]:
    """Have them rate meanwhile; afterwards each has finished its last rating."""
    for rater in raters:
        rater.start()
    try:
        yield
    finally:
        for rater in raters:
            rater.stop()
        for rater in raters:
            rater.join(GIVE_UP_SECONDS + 5)
