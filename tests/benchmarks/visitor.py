"""A learner's browser, without a network: makes requests, reads what replies hold."""

import dataclasses
import io
import itertools
import re
import time
from collections.abc import Callable, Generator
from typing import Any, Protocol
from urllib.parse import urlencode

from tests.benchmarks.world import Learner

HOST = "127.0.0.1"
LEVELS = "4354254514"
"""How the learner rates, over and over; a tenth is not known at all."""

_RATING_FORM = re.compile(rb'<form id="rating".*?</form>', re.DOTALL)
_ACTION = re.compile(rb'action="([^"]*)"')
_FIELD = re.compile(rb'<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"')
_COOKIE = re.compile(rb"(?im)^set-cookie: *([^=]+)=([^;]*)")
_LOCATION = re.compile(rb"(?im)^location: *([^\r]+)")


class UnexpectedReplyError(Exception):
    """The site answered otherwise than the benchmark can go on with."""


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """What goes over the wire; `cookies` and `form` already encoded."""

    method: str
    path: str
    cookies: str
    form: bytes = b""
    is_swap: bool = False

    def headers(self) -> list[tuple[str, str]]:
        """As a browser sends them, with htmx's own for a swap."""
        found = [
            ("Host", HOST),
            ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"),
            ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
            ("Accept-Language", "en-GB,en;q=0.7"),
            ("Cookie", self.cookies),
        ]
        if self.is_swap:
            found += [("HX-Request", "true"), ("HX-Target", "card")]
            found += [("HX-Current-URL", f"http://{HOST}{self.path}")]
        if self.method == "POST":
            found += [
                ("Origin", f"http://{HOST}"),
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Content-Length", str(len(self.form))),
            ]
        return found

    def wire(self) -> bytes:
        """The request as HTTP/1.1."""
        lines = [f"{self.method} {self.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self.headers()]
        return "\r\n".join([*lines, "\r\n"]).encode() + self.form

    def environ(self) -> dict[str, Any]:
        """The request as a WSGI server hands it over."""
        path, _, query = self.path.partition("?")
        named = {
            f"HTTP_{name.upper().replace('-', '_')}": value
            for name, value in self.headers()
        }
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            named[name] = named.pop(f"HTTP_{name}", "")
        return named | {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.form),
            "wsgi.errors": io.StringIO(),
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """Status, the header lines as they came, the body."""

    status: int
    head: bytes
    body: bytes


Asking = Generator[Request, Reply, None]
"""Yields requests and is sent their replies; whoever drives it owns the clock."""


class Asker(Protocol):
    """Whoever passes requests on and brings replies."""

    def ask(self, request: Request) -> Reply: ...
    def follow(self, asking: Asking) -> list[float]: ...


def follow(ask: Callable[[Request], Reply], asking: Asking) -> list[float]:
    """Do all that is asked, one after the other; seconds of each."""
    taken = []
    try:
        request = next(asking)
        while True:
            started = time.perf_counter()
            reply = ask(request)
            taken.append(time.perf_counter() - started)
            request = asking.send(reply)
    except StopIteration:
        return taken


class Visitor:
    """One signed-in browser in one sitting."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.cookies = {"sessionid": learner.session_key}
        self.fields: dict[str, str] = {}
        self.action = ""
        self.study_path = ""
        self._levels = itertools.cycle(LEVELS)

    def get(self, path: str) -> Request:
        """A page, as a click on a link asks for it."""
        return Request("GET", path, self._cookies())

    def post(self, path: str, fields: dict[str, str], *, is_swap: bool) -> Request:
        """A form, with the token that the last page held."""
        form = urlencode(fields).encode()
        return Request("POST", path, self._cookies(), form, is_swap)

    def press(self, path: str) -> Request:
        """A form that holds a button only."""
        token = self.fields.get("csrfmiddlewaretoken", "")
        return self.post(path, {"csrfmiddlewaretoken": token}, is_swap=False)

    def rating(self) -> Request:
        """The rating that the page's form would send."""
        chosen = {"confidence": next(self._levels), "answer_ms": "4200"}
        return self.post(self.action, self.fields | chosen, is_swap=True)

    def _cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def take_page(self, reply: Reply, *, status: int = 200) -> None:
        """Keep cookies and the token of any form. Raises UnexpectedReplyError."""
        if reply.status != status:
            raise UnexpectedReplyError(f"{reply.status}: {_beginning(reply)}")
        if b"et-" in reply.head:
            for name, value in _COOKIE.findall(reply.head):
                self.cookies[name.decode()] = value.decode()
        for name, value in _FIELD.findall(reply.body):
            if name == b"csrfmiddlewaretoken":
                self.fields = {name.decode(): value.decode()}
                break

    def take_card(self, reply: Reply) -> None:
        """Read the rating form. Raises UnexpectedReplyError where there is none."""
        form = _RATING_FORM.search(reply.body) if reply.status == 200 else None
        if form is None:
            raise UnexpectedReplyError(f"no card: {reply.status} {_beginning(reply)}")
        action = _ACTION.search(form[0])
        self.action = action[1].decode() if action else ""
        self.fields = {
            name.decode(): value.decode() for name, value in _FIELD.findall(form[0])
        }

    def starting(self, deck_id: int) -> Asking:
        """Home, "Study", and the first card."""
        self.take_page((yield self.get("/")))
        reply = yield self.press(f"/decks/{deck_id}/study/")
        self.take_page(reply, status=302)
        where = _LOCATION.search(reply.head)
        self.study_path = where[1].decode() if where else ""
        reply = yield self.get(self.study_path)
        self.take_page(reply)
        self.take_card(reply)

    def rating_on(self, times: int) -> Asking:
        """Rate `times` cards, each read from the reply to the one before."""
        for _ in range(times):
            self.take_card((yield self.rating()))

    def reading(self, path: str, times: int) -> Asking:
        """The same page again and again."""
        request = self.get(path)
        for _ in range(times):
            reply = yield request
            if reply.status != 200:
                raise UnexpectedReplyError(f"{path}: {reply.status}")


def _beginning(reply: Reply) -> str:
    return repr(reply.head[:300] + b" " + reply.body[:200])
