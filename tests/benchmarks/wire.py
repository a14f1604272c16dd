"""Drives askings over keep-alive connections from one thread, and takes their times.

Sockets and a selector, no HTTP library: the client shares the machine's cores with
what it measures. What it costs by itself is `client_us` of a `Load`.
"""

import dataclasses
import re
import selectors
import socket
import time
from collections.abc import Iterable, Sequence

from tests.benchmarks.visitor import HOST, Asking, Reply, Request, follow

_LENGTH = re.compile(rb"(?im)^content-length: *(\d+)")
RECEIVE_BYTES = 262_144
TIMEOUT_SECONDS = 30


class Line:
    """One connection; a request goes out, its reply is gathered."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._data = b""

    def send(self, request: Request) -> None:
        """Begin a request."""
        self._data = b""
        self.socket.sendall(request.wire())

    def receive(self) -> Reply | None:
        """What has come in; None until the reply is whole."""
        part = self.socket.recv(RECEIVE_BYTES)
        if not part:
            raise ConnectionError("the server closed the connection")
        self._data += part
        head, found, body = self._data.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or len(body) < int(length[1] if length else 0):
            return None
        return Reply(int(head[9:12]), head, body)

    def ask(self, request: Request) -> Reply:
        """A request and its whole reply."""
        self.send(request)
        while (reply := self.receive()) is None:
            pass
        return reply

    def follow(self, asking: Asking) -> list[float]:
        """Do all that is asked, one after the other; seconds of each."""
        return follow(self.ask, asking)


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """Replies in a stretch of time: seconds of each, and the client's own cost."""

    latencies: list[float]
    seconds: float
    client_us: float

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


@dataclasses.dataclass(slots=True)
class _Job:
    line: Line
    asking: Asking
    sent_at: float = 0.0

    def begin(self) -> None:
        self._send(next(self.asking))

    def go_on(self, reply: Reply) -> None:
        self._send(self.asking.send(reply))

    def _send(self, request: Request) -> None:
        self.sent_at = time.perf_counter()
        self.line.send(request)


def load(lines: Sequence[Line], askings: Iterable[Asking], seconds: float) -> Load:
    """Each line does its asking as fast as replies come, for `seconds`.

    Raises StopIteration's RuntimeError where an asking ends too soon.
    """
    jobs = [_Job(line, asking) for line, asking in zip(lines, askings, strict=True)]
    with selectors.DefaultSelector() as selector:
        for job in jobs:
            selector.register(job.line.socket, selectors.EVENT_READ, job)
        started, own = time.perf_counter(), time.process_time()
        latencies = _until(selector, jobs, started + seconds)
        own = time.process_time() - own
    return Load(latencies, seconds, own / max(1, len(latencies)) * 1e6)


def _until(
    selector: selectors.BaseSelector, jobs: Sequence[_Job], deadline: float
) -> list[float]:
    latencies = []
    for job in jobs:
        job.begin()
    while selector.get_map():
        for key, _ in selector.select(TIMEOUT_SECONDS):
            job = key.data
            if (reply := job.line.receive()) is None:
                continue
            now = time.perf_counter()
            if now >= deadline:
                selector.unregister(job.line.socket)
                continue
            latencies.append(now - job.sent_at)
            job.go_on(reply)
    return latencies
