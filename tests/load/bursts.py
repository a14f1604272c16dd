"""L2: fifty learners press a rating at the same moment."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.faults.browser import Browser, Reply
from tests.faults.raters import Client, filled
from tests.faults.repeats import rating_form
from tests.load.browser import SecureBrowser
from tests.load.outcomes import Limits, Outcome
from tests.load.proxy import Proxy
from tests.load.world import Learner

AT_ONCE = 50
ROUNDS, QUICK_ROUNDS = 20, 5
ACKNOWLEDGED_MS_MAX = 2000
LEVEL = 4


class Tab:
    """A learner's study page; what its ratings took, and what went wrong."""

    def __init__(self, proxy: Proxy, learner: Learner) -> None:
        self.browser = SecureBrowser(proxy.port, proxy.trust(), learner.cookies)
        page = Client(self.browser, learner.user_id).begin(learner.deck_id)
        self.form = rating_form(page)
        self.taken_ms: list[float] = []
        self.faults: list[str] = []
        self.acknowledged: list[str] = []

    def press(self, gate: threading.Barrier) -> Reply | None:
        """Rate when all are ready; None where no whole reply came."""
        gate.wait()
        started = time.perf_counter()
        try:
            reply = self.browser.send(
                "POST", self.form.action, filled(self.form, LEVEL), is_swap=True
            )
        except Browser.LOST as error:
            self.faults.append(f"{type(error).__name__}: {error}")
            return None
        self.taken_ms.append(1000 * (time.perf_counter() - started))
        return reply

    def read(self, reply: Reply | None) -> None:
        """What it says, read when the others are answered too."""
        if reply is None:
            return
        if not reply.toast.startswith("Rated"):
            self.faults.append(f'{reply.status}: "{reply.toast}"')
            return
        self.acknowledged.append(self.form.fields["rating_id"])
        self.form = rating_form(reply)


def at_once(
    proxy: Proxy, learners: Sequence[Learner], *, is_quick: bool
) -> tuple[Outcome, list[str]]:
    """The row, and the ids of the ratings that were acknowledged."""
    tabs = [Tab(proxy, learner) for learner in learners[:AT_ONCE]]
    gate, rounds = threading.Barrier(AT_ONCE), QUICK_ROUNDS if is_quick else ROUNDS
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(rounds):
            replies = list(pool.map(lambda tab: tab.press(gate), tabs))
            for tab, reply in zip(tabs, replies, strict=True):
                tab.read(reply)
    outcome = Outcome(
        "L2",
        f"{AT_ONCE} ratings at the same moment, {rounds} times",
        [ms for tab in tabs for ms in tab.taken_ms],
        Limits(longest=ACKNOWLEDGED_MS_MAX),
        [words for tab in tabs for words in tab.faults],
    )
    return outcome, [each for tab in tabs for each in tab.acknowledged]
