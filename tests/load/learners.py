"""The file that locust runs: learners who each rate a card every four seconds.

LOAD_PLAN names a JSON file: where the proxy is, whom its clients trust, the learners,
and where to write what was measured (milliseconds of every reply by name, what failed,
the ids of the ratings that were sent and of those that were acknowledged).
"""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

from locust import HttpUser, constant_pacing, events, task

from tests.faults.browser import Form, Reply

PLAN: dict[str, Any] = json.loads(Path(os.environ["LOAD_PLAN"]).read_text())
SECONDS_A_CARD = 4
CARDS_A_PAGE = 25  # then the learner looks at Today, and opens the sitting again
ANSWER_MS = "1500"
LEVELS = (4, 3, 5, 4, 2, 5, 4, 5, 1, 4)

waiting: list[dict[str, Any]] = list(PLAN["learners"])
taken_ms: dict[str, list[float]] = defaultdict(list)
failures: list[str] = []
acknowledged: list[str] = []
sent: list[str] = []


@events.request.add_listener
def keep(name: str, response_time: float, exception: Any, **others: Any) -> None:
    """Every reply's time; locust itself only keeps rounded ones."""
    taken_ms[name].append(response_time)
    if exception is not None:
        failures.append(f"{name}: {exception}")


@events.spawning_complete.add_listener
def begin_anew(**others: Any) -> None:
    """What is promised is promised of a hundred who study, not of their coming in."""
    taken_ms.clear()


@events.user_error.add_listener
def keep_error(user_instance: Any, exception: Any, **others: Any) -> None:
    """A learner who could not go on."""
    failures.append(f"{type(exception).__name__}: {exception}")


@events.quitting.add_listener
def write_down(environment: Any, **others: Any) -> None:
    """Hand over what was measured."""
    measured = {"ms": taken_ms, "failures": failures}
    told = {"acknowledged": acknowledged, "sent": sent}
    Path(PLAN["measured"]).write_text(json.dumps(measured | told))


def _read(response: Any) -> Reply:
    where = response.headers.get("HX-Redirect") or response.headers.get("Location", "")
    return Reply(response.status_code, where, response.text or "")


def _fault(reply: Reply, goes_to: str, says: str) -> str:
    """What is wrong with it; '' for nothing. A sitting's last rating leads away."""
    if not 200 <= reply.status < 400:
        return f"status {reply.status}"
    if not reply.goes_to.startswith(goes_to):
        return f'it went to "{reply.goes_to}"'
    if not (reply.goes_to or reply.toast.startswith(says)):
        return f'it said "{reply.toast}"'
    return ""


class Learner(HttpUser):
    """One browser tab in a sitting."""

    host = PLAN["address"]
    wait_time = constant_pacing(SECONDS_A_CARD)

    def on_start(self) -> None:
        learner = waiting.pop()
        self.client.verify = PLAN["root_certificate"]
        self.client.cookies.update(learner["cookies"])
        self.deck_id: int = learner["deck_id"]
        # Not in step with the others: they are people.
        self.rated_count = len(waiting) % CARDS_A_PAGE
        self.card: Form | None = None
        self.sitting = ""

    @task
    def study(self) -> None:
        """One card; now and then the pages around it."""
        if not self.sitting:
            self.sitting = self._begin()
        if self.card is None or self.rated_count % CARDS_A_PAGE == 0:
            self._ask("Today", "GET", "/")
            page = self._ask("the session's page", "GET", self.sitting)
            self.card = page.form("/rate/")
        if self.card is None:
            self.sitting = ""  # nothing is left of it: the next one
            return
        self._rate(self.card)

    def _begin(self) -> str:
        path = f"/decks/{self.deck_id}/study/"
        form = self._ask("the deck's page", "GET", f"/decks/{self.deck_id}/").form(path)
        fields = {} if form is None else form.fields
        return self._ask("begin", "POST", path, fields, goes_to="/study/").goes_to

    def _rate(self, form: Form) -> None:
        level = LEVELS[self.rated_count % len(LEVELS)]
        self.rated_count += 1
        fields = form.fields | {"confidence": str(level), "answer_ms": ANSWER_MS}
        sent.append(form.fields["rating_id"])
        reply = self._ask("rate", "POST", form.action, fields, says="Rated")
        self.card = reply.form("/rate/")
        if reply.goes_to or reply.toast.startswith("Rated"):
            acknowledged.append(form.fields["rating_id"])

    def _ask(
        self,
        name: str,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        goes_to: str = "",
        says: str = "",
    ) -> Reply:
        """One request; a reply that is not what the page waits for is a failure."""
        with self.client.request(
            method,
            path,
            name=name,
            data=fields,
            headers=self._headers(is_swap=name == "rate"),
            allow_redirects=False,
            catch_response=True,
        ) as response:
            reply = _read(response)
            if fault := _fault(reply, goes_to, says):
                response.failure(fault)
            else:
                response.success()
        return reply

    def _headers(self, *, is_swap: bool) -> dict[str, str]:
        plain = {"Origin": PLAN["address"], "Referer": f"{PLAN['address']}/"}
        return plain | ({"HX-Request": "true"} if is_swap else {})
