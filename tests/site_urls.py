"""The site's URLs as the resolver knows them."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclasses.dataclass(frozen=True)
class Route:
    """One pattern: namespace ('' for ours), name ('' for none), route and view."""

    namespace: str
    name: str
    route: str
    view: Callable[..., Any]


def all_routes() -> list[Route]:
    """Every pattern of the site, in the order in which they are tried."""
    return list(_routes(get_resolver().url_patterns, "", ""))


def _routes(patterns: list[Any], namespace: str, prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            yield from _routes(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            yield Route(namespace, pattern.name or "", route, pattern.callback)


def account_names() -> set[str]:
    """The names of allauth's URLs."""
    return {r.name for r in all_routes() if r.route.startswith("accounts/")}


def own_routes() -> list[Route]:
    """The URLs of the site itself: without allauth's and the administration's."""
    foreign = ("accounts/", "admin/")
    return [r for r in all_routes() if not r.route.startswith(foreign)]


def admin_routes() -> list[Route]:
    return [r for r in all_routes() if r.namespace == "admin"]
