"""What this process counts as it goes; all of a site's processes share the figures.

With PROMETHEUS_MULTIPROC_DIR, which `flashcards.serve` sets, they lie in files there
and outlive a worker that dies.
"""

import functools

from django.http import HttpRequest
from prometheus_client import Counter, Histogram

from flashcards.watching.routes import method_of, route_of

REQUESTS = Counter(
    "flashcards_requests", "Requests answered.", ["route", "method", "status"]
)
SECONDS = Histogram(
    "flashcards_request_seconds",
    "Time to the answer's beginning.",
    ["route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def count_request(request: HttpRequest, status: int, seconds: float) -> None:
    """Count an answer. 5 µs."""
    route, method = route_of(request), method_of(request)
    _requests(route, method, status).inc()
    _seconds(route, method).observe(seconds)


# The library looks a child up under a lock; routes, methods and statuses are few.
@functools.cache
def _requests(route: str, method: str, status: int) -> Counter:
    return REQUESTS.labels(route, method, str(status))


@functools.cache
def _seconds(route: str, method: str) -> Histogram:
    return SECONDS.labels(route, method)
