"""A browser without a screen: cookies, forms, and no retry that nobody asked for.

`http.client` opens a connection again where the last one was closed, but it never sends
a request twice: what was lost on the way is told, and the caller decides.
"""

import dataclasses
import http.client
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TIMEOUT_SECONDS = 15  # as the page's htmx has it
REQUESTS_PER_CONNECTION = 8  # so that both workers are asked all the time


@dataclasses.dataclass(frozen=True)
class Form:
    """A form of a page: where it is sent and its hidden fields."""

    action: str
    fields: dict[str, str]


class _Reader(HTMLParser):
    """Collects forms, those inside <template> too, and the toasts that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.toast = ""
        self._toast_depth = self._template_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), {}))
        elif tag == "input" and given.get("name") and self.forms:
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        self._template_depth += tag == "template"
        is_toast = "toast" in given.get("class", "").split()
        if tag == "div" and (self._toast_depth or is_toast):
            self._toast_depth += 1

    def handle_endtag(self, tag: str) -> None:
        self._template_depth -= tag == "template"
        if tag == "div" and self._toast_depth:
            self._toast_depth -= 1

    def handle_data(self, data: str) -> None:
        if self._toast_depth and not self._template_depth:
            self.toast = f"{self.toast} {data.strip()}".strip()


@dataclasses.dataclass(frozen=True)
class Reply:
    """What came back. `goes_to` is where it sends the browser, '' for nowhere."""

    status: int
    goes_to: str
    text: str

    @property
    def toast(self) -> str:
        """What the reply tells the learner, '' for nothing."""
        return self._read().toast

    def form(self, ending: str) -> Form | None:
        """The form whose address ends so; None where there is none."""
        forms = self._read().forms
        return next((form for form in forms if form.action.endswith(ending)), None)

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.text)
        return reader


class Browser:
    """One learner's browser. Not for use by two threads; `twin` makes a second tab."""

    LOST = (OSError, http.client.HTTPException)
    """What `send` raises when no whole reply came."""

    def __init__(self, host: str, port: int, cookies: dict[str, str] | None = None):
        self.host, self.port = host, port
        self.cookies = dict(cookies or {})
        self._sent_count = 0
        self._connection = http.client.HTTPConnection(
            host, port, timeout=TIMEOUT_SECONDS
        )

    def twin(self) -> "Browser":
        """Another tab: the same cookies over a connection of its own."""
        return Browser(self.host, self.port, self.cookies)

    def send(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        is_swap: bool = False,
    ) -> Reply:
        """Send once and read the reply; redirects are not followed. Raises LOST."""
        if self._sent_count % REQUESTS_PER_CONNECTION == 0:
            self._connection.close()
        self._sent_count += 1
        body = None if fields is None else urlencode(fields)
        try:
            self._connection.request(method, path, body, self.headers(is_swap))
            response = self._connection.getresponse()
            text = response.read().decode()
        except self.LOST:
            self.close()
            raise
        self._keep_cookies(response)
        goes_to = response.headers.get("HX-Redirect") or response.headers.get(
            "Location"
        )
        return Reply(response.status, goes_to or "", text)

    def headers(self, is_swap: bool) -> dict[str, str]:
        """As a browser sends them; `is_swap` adds what htmx says of itself."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{key}={word}" for key, word in self.cookies.items()),
            "Origin": f"http://{self.host}:{self.port}",
        }
        return headers | ({"HX-Request": "true"} if is_swap else {})

    def close(self) -> None:
        self._connection.close()

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
