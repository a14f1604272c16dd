"""F4: one rating sent more than once: fifty at once, a double click, a lost reply."""

import re
import socket
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from tests.faults.browser import Browser, Form, Reply
from tests.faults.raters import Client, RefusedError, filled, rating_of
from tests.faults.world import Outcome, World, outcome, troubles

AT_ONCE = 50
ROUNDS, QUICK_ROUNDS = 10, 2
AT_ONCE_SECONDS_MAX = 2.0  # L2: fifty ratings at once
LATE_SECONDS = 0.5

_FRESH = re.compile(r'name="(csrfmiddlewaretoken|rating_id)" value="[^"]*"')
"""What differs in every page: CSRF's mask and the id of the next showing."""


def repeated(world: World) -> list[Outcome]:
    """F4, a row for each way in which a rating comes twice."""
    rounds = QUICK_ROUNDS if world.is_quick else ROUNDS
    return [
        _fifty_at_once(world),
        _double_clicks(world, rounds),
        _lost_replies(world, rounds),
    ]


def send_at_once(
    clients: Sequence[Client], forms: Sequence[Form], levels: Sequence[int]
) -> list[Reply]:
    """Each client sends its rating at the same moment; the replies in their order.

    Raises RefusedError where one is not answered.
    """
    filled_in = zip(forms, levels, strict=True)
    return ask_at_once(
        clients, [(form.action, filled(form, level)) for form, level in filled_in]
    )


def ask_at_once(
    clients: Sequence[Client], requests: Sequence[tuple[str, dict[str, str]]]
) -> list[Reply]:
    """Each client posts its fields at the same moment; the replies in their order.

    Raises RefusedError where one is not answered.
    """
    gate = threading.Barrier(len(clients))

    def ask(client: Client, request: tuple[str, dict[str, str]]) -> Reply:
        gate.wait()
        path, fields = request
        return client.ask("POST", path, fields, is_swap=True)

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(ask, clients, requests))


def tabs(client: Client, count: int) -> list[Client]:
    """So many further tabs of the same browser, each with its own connection."""
    return [Client(client.browser.twin(), client.user_id) for _ in range(count)]


def rating_form(page: Reply) -> Form:
    """The page's rating form. Raises RefusedError where it has none."""
    form = page.form("/rate/")
    if form is None:
        raise RefusedError("the page has no card to rate")
    return form


def _fifty_at_once(world: World) -> Outcome:
    client, deck_id = world.learner(cards=50)
    form, opened = rating_form(client.begin(deck_id)), tabs(client, AT_ONCE)
    _note(client, form, 4)
    replies = send_at_once(opened, [form] * AT_ONCE, [4] * AT_ONCE)
    client.longest_wait_seconds = max(tab.longest_wait_seconds for tab in opened)
    return outcome(
        "F4",
        f"one rating x{AT_ONCE} at once; tried again: {troubles(opened)}",
        [client],
        wait_max=AT_ONCE_SECONDS_MAX,
        faults=_unlike(replies),
    )


def _double_clicks(world: World, rounds: int) -> Outcome:
    client, deck_id = world.learner(cards=50)
    page, faults = client.begin(deck_id), []
    for _ in range(rounds):
        form, opened = rating_form(page), tabs(client, 2)
        _note(client, form, 5)
        replies = send_at_once(opened, [form] * 2, [5] * 2)
        faults += _unlike(replies)
        page = replies[0]
    return outcome("F4", f"{rounds} double clicks", [client], faults=faults)


def _lost_replies(world: World, rounds: int) -> Outcome:
    """Hang up without reading; send again at once, later, and after half a request."""
    client, deck_id = world.learner(cards=50)
    page, faults = client.begin(deck_id), []
    for turn in range(rounds * 3):
        form = rating_form(page)
        _hang_up(client.browser, form, 4, is_whole=turn % 3 < 2)
        if turn % 3 == 1:
            time.sleep(LATE_SECONDS)
        page = client.rate(form, 4)
        if not page.toast.startswith("Rated 4"):
            faults.append(f'a rating sent again was answered "{page.toast}"')
    done = f"{rounds * 3} replies lost: sent again at once, later, after half a request"
    return outcome("F4", done, [client], faults=faults)


def _hang_up(browser: Browser, form: Form, level: int, *, is_whole: bool) -> None:
    """Send the rating on a socket of its own, and close it without reading."""
    body = urlencode(filled(form, level))
    headers = browser.headers(is_swap=True) | {"Content-Length": str(len(body))}
    lines = [f"POST {form.action} HTTP/1.1", f"Host: {browser.host}:{browser.port}"]
    lines += [f"{name}: {word}" for name, word in headers.items()]
    request = "\r\n".join([*lines, "", body]).encode()
    with socket.create_connection((browser.host, browser.port), timeout=5) as line:
        line.sendall(request if is_whole else request[: -len(body) // 2])


def _note(client: Client, form: Form, level: int) -> None:
    rating = rating_of(form, level, client.user_id)
    client.sent.append(rating)
    client.acknowledged.append(rating)


def _unlike(replies: Sequence[Reply]) -> list[str]:
    """Empty where all replies say the same, and say that the rating counted."""
    pages = {_FRESH.sub("", reply.text) for reply in replies}
    found = [f"{len(pages)} different replies to one rating"] if len(pages) > 1 else []
    toasts = {reply.toast for reply in replies}
    silent = [words for words in sorted(toasts) if not words.startswith("Rated ")]
    return found + [f'a rating that counted was answered "{words}"' for words in silent]
