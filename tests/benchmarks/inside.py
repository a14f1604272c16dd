"""The site's WSGI application called in this process, as granian calls it."""

from typing import Any, NamedTuple

from django.db import connection

from tests.benchmarks.visitor import Asking, Reply, Request, follow


class Statement(NamedTuple):
    """SQL as the site wrote it, its parameters (mapping or sequence), and whether the
    site had opened a transaction for it."""

    sql: str
    parameters: Any
    is_in_transaction: bool


class Inside:
    """Takes requests like a connection does."""

    def __init__(self) -> None:
        from flashcards.plain_requests import PlainHandler

        self.application: Any = PlainHandler()

    def ask(self, request: Request) -> Reply:
        """One request and its whole reply."""
        got: dict[str, Any] = {}

        def start(line: str, headers: list[tuple[str, str]]) -> None:
            got["status"] = int(line[:3])
            got["head"] = "".join(f"{k}: {v}\r\n" for k, v in headers).encode()

        response = self.application(request.environ(), start)
        body = b"".join(response)
        response.close()
        return Reply(body=body, **got)

    def follow(self, asking: Asking) -> list[float]:
        """Do all that is asked, one after the other; seconds of each."""
        return follow(self.ask, asking)

    def statements(self, asking: Asking) -> list[Statement]:
        """Every statement that the site sends while it answers."""
        seen: list[Statement] = []

        def note(execute: Any, sql: str, parameters: Any, *rest: Any) -> Any:
            seen.append(Statement(sql, parameters, connection.in_atomic_block))
            return execute(sql, parameters, *rest)

        with connection.execute_wrapper(note):
            self.follow(asking)
        return seen
