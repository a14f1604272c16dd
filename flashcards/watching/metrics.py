"""The figures for Prometheus at `/metrics`, for whoever may have them.

That is whoever sends METRICS_TOKEN, or where none is set a program on this machine that
asks directly. Nobody else learns that the address is there.
"""

import hmac
import ipaddress
import os
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector, CollectorRegistry

from flashcards.watching.now import figures_now

METRICS = "/metrics"
_PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


def may_scrape(request: HttpRequest) -> bool:
    """Whether this request may have the figures."""
    if settings.METRICS_TOKEN:
        wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
        sent: str = request.META.get("HTTP_AUTHORIZATION", "")
        return hmac.compare_digest(sent.encode(), wanted)
    return _is_from_here(request)


def _is_from_here(request: HttpRequest) -> bool:
    """A program of this machine, not one behind a proxy on it, nor a browser that was
    led here under another site's name. This machine's own names need no ALLOWED_HOSTS:
    a scraper beside the site asks by them."""
    if any(name in request.META for name in _PASSED_ON):
        return False
    asked, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
    try:
        if not validate_host(asked, _OWN_NAMES):
            request.get_host()
        peer: str = request.META.get("REMOTE_ADDR", "")
        return ipaddress.ip_address(peer).is_loopback
    except (DisallowedHost, ValueError):
        return False


def metrics(request: HttpRequest) -> HttpResponse:
    """All figures, of all workers where there are several."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Now())
    text = generate_latest(registry)
    return HttpResponse(
        text, CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


class _Now(Collector):
    """What is not counted as it goes, but looked up when somebody asks."""

    def collect(self) -> Iterable[Metric]:
        return figures_now()
