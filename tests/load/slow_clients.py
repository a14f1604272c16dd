"""L4: two hundred clients who never finish their request; others must not notice."""

import asyncio
import contextlib
import dataclasses
import ssl
import time

from tests.faults.browser import Browser
from tests.load.browser import SecureBrowser
from tests.load.outcomes import Limits, Outcome
from tests.load.proxy import NAME, Proxy
from tests.load.world import Learner

CLIENTS = 200
SECONDS, QUICK_SECONDS = 60.0, 20.0
DRIP_SECONDS = 1.0
ASK_SECONDS = 0.25
NORMAL_MS_MAX = 1000
BODY_BYTES = 100_000

_HEAD = f"POST /study/ HTTP/1.1\r\nHost: {NAME}\r\n"
SLOW_HEADERS = _HEAD.encode()
SLOW_BODY = (
    f"{_HEAD}Content-Type: application/x-www-form-urlencoded\r\n"
    f"Content-Length: {BODY_BYTES}\r\n\r\n"
).encode()


@dataclasses.dataclass
class Slow:
    """What became of the slow ones: how many got through to the proxy, and for how
    many seconds each was let wait."""

    held_seconds: list[float] = dataclasses.field(default_factory=list)

    async def drip(self, port: int, trust: ssl.SSLContext, begun: bytes) -> None:
        """Begin a request and send a byte a second, until hung up on or cancelled."""
        reader, writer = await asyncio.open_connection(NAME, port, ssl=trust)
        started = time.monotonic()
        try:
            writer.write(begun)
            while not reader.at_eof() and not writer.is_closing():
                await asyncio.sleep(DRIP_SECONDS)
                writer.write(b"x")
                await writer.drain()
        except (OSError, ssl.SSLError):
            pass  # the proxy has had enough
        finally:
            self.held_seconds.append(time.monotonic() - started)
            writer.transport.abort()


def slow_clients(proxy: Proxy, learner: Learner, *, is_quick: bool) -> Outcome:
    """The row of L4: what a normal learner's pages took meanwhile."""
    seconds = QUICK_SECONDS if is_quick else SECONDS
    browser = SecureBrowser(proxy.port, proxy.trust(), learner.cookies)
    slow, taken, faults = asyncio.run(_meanwhile(proxy, browser, seconds))
    if len(slow.held_seconds) < CLIENTS:
        faults.append(f"only {len(slow.held_seconds)} slow clients were let in")
    longest = max(slow.held_seconds, default=0.0)
    return Outcome(
        "L4",
        f"a page each {ASK_SECONDS} s beside {CLIENTS} slow clients; the proxy held"
        f" them for up to {longest:.0f} s",
        taken,
        Limits(longest=NORMAL_MS_MAX),
        faults,
    )


async def _meanwhile(
    proxy: Proxy, browser: SecureBrowser, seconds: float
) -> tuple[Slow, list[float], list[str]]:
    slow, trust = Slow(), proxy.trust()
    begun = [SLOW_HEADERS, SLOW_BODY] * (CLIENTS // 2)
    dripping = [asyncio.create_task(slow.drip(proxy.port, trust, b)) for b in begun]
    taken: list[float] = []
    faults: list[str] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.to_thread(_ask, browser, taken, faults)
        await asyncio.sleep(ASK_SECONDS)
    for task in dripping:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*dripping, return_exceptions=True)
    return slow, taken, faults


def _ask(browser: SecureBrowser, taken: list[float], faults: list[str]) -> None:
    started = time.perf_counter()
    try:
        status = browser.send("GET", "/").status
    except Browser.LOST as error:
        faults.append(f"{type(error).__name__}: {error}")
        return
    taken.append(1000 * (time.perf_counter() - started))
    if status != 200:
        faults.append(f"status {status}")
