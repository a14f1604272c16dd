"""S4: an exact table of response headers for each kind of page, in both modes.

Written from what MDN's HTTP Observatory and OWASP ASVS 5 (V3.4, V14.3) ask. A header
that comes or goes fails here and is then decided on purpose.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.templatetags.static import static
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from flashcards.headers import PERMISSIONS_POLICY
from tests.access_making import make_world
from tests.access_world import World
from tests.factories import make_user
from tests.production import FROM_PROXY, HOST, production_settings

CONTENT_SECURITY_POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; "
    "script-src 'self'; style-src 'self'; worker-src 'self'"
)
EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Request-ID": "*",
}
VIEW = EVERYWHERE | {"X-Frame-Options": "DENY", "Cache-Control": "private, no-store"}
PAGE = VIEW | {"Content-Type": "text/html; charset=utf-8", "Vary": "Cookie"}
NEVER_CACHED = {
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    "Expires": "*",
}
STATIC = EVERYWHERE | {
    "Content-Type": 'text/css; charset="utf-8"',
    "Vary": "Accept-Encoding",
    "ETag": "*",
    "Last-Modified": "*",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}

KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "public page": ("anonymous", PAGE),
    "signed-in page": ("learner", PAGE),
    "sign-in page": ("anonymous", PAGE | NEVER_CACHED),
    "fragment": ("learner", PAGE | {"Vary": "HX-Request, Cookie"}),
    "page of a fragment": ("learner", PAGE | {"Vary": "HX-Request, Cookie"}),
    "redirect to sign-in": ("anonymous", PAGE | {"Location": "*"}),
    "redirect of htmx": ("anonymous", PAGE | {"HX-Redirect": "*"}),
    "redirect after a form": ("learner", PAGE | {"Location": "*"}),
    "refused form": ("learner", PAGE),
    "not found": ("anonymous", PAGE),
    "wrong method": ("learner", PAGE | {"Allow": "GET, HEAD"}),
    "healthz": (
        "anonymous",
        EVERYWHERE
        | {
            "Content-Type": "text/plain; charset=utf-8",
            "Cache-Control": "no-store",
        },
    ),
    "administration": ("staff", PAGE | NEVER_CACHED),
}
"""Kind: who asks, and every header but Content-Length; "*" is any value."""

MODES = ("local", "production")


def ask(kind: str, world: World, client: Client) -> Any:
    urls = {
        "public page": reverse("home"),
        "signed-in page": reverse("home"),
        "sign-in page": reverse("account_login"),
        "redirect to sign-in": reverse("preferences"),
        "redirect of htmx": reverse("preferences"),
        "not found": "/nothing/",
        "healthz": reverse("healthz"),
        "administration": reverse("admin:index"),
    }
    if kind in ("redirect after a form", "refused form"):
        client.handler.enforce_csrf_checks = kind == "refused form"
        return client.post(reverse("preferences"), world.form("preferences"))
    if kind == "wrong method":
        return client.delete(reverse("home"))
    headers = {"HX-Request": "true"} if kind in ("fragment", "redirect of htmx") else {}
    return client.get(urls.get(kind, world.url("study")), headers=headers)


@contextlib.contextmanager
def mode(name: str) -> Iterator[dict[str, Any]]:
    """Settings of this mode, and what a client of it sends."""
    if name == "local":
        yield {}
        return
    with override_settings(**production_settings()):
        yield {"headers": FROM_PROXY}


def told(response: Any) -> dict[str, str]:
    """The headers; the policy's directives in order, as nothing fixes theirs."""
    headers = dict(response.headers)
    headers.pop("Content-Length", None)
    policy = headers["Content-Security-Policy"].split("; ")
    return headers | {"Content-Security-Policy": "; ".join(sorted(policy))}


def assert_headers(response: Any, wanted: dict[str, str]) -> None:
    found = told(response)
    free = {name for name, value in wanted.items() if value == "*"}
    assert {n: "*" if n in free else v for n, v in found.items()} == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("mode_name", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_headers_are_exactly_those_of_the_table(kind: str, mode_name: str) -> None:
    role, wanted = KINDS[kind]
    world = make_world()
    with mode(mode_name) as sent:
        client = Client(**sent)
        if role != "anonymous":
            client.force_login(world.people[role])
        response = ask(kind, world, client)
        hsts = HSTS if mode_name == "production" else {}
        assert_headers(response, wanted | hsts)


# --- static files --------------------------------------------------------------------


@pytest.fixture
def collected(tmp_path: Path) -> Iterator[None]:
    """Our static files under hashed names, as `make run` and the image serve them."""
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path,
        STATICFILES_FINDERS=finders,
        STORAGES={"default": default, "staticfiles": hashed},
        WHITENOISE_AUTOREFRESH=False,
        WHITENOISE_USE_FINDERS=False,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("mode_name", MODES)
@pytest.mark.parametrize(
    ("is_hashed", "caching"),
    [(True, "max-age=315360000, public, immutable"), (False, "max-age=60, public")],
)
def test_static_files_may_be_kept(
    mode_name: str, is_hashed: bool, caching: str
) -> None:
    url = static("css/base.css") if is_hashed else "/static/css/base.css"
    with mode(mode_name) as sent:
        response = Client(**sent).get(url)
        hsts = HSTS if mode_name == "production" else {}
        assert_headers(response, STATIC | {"Cache-Control": caching} | hsts)
        response.close()


@pytest.mark.django_db
@pytest.mark.parametrize("mode_name", MODES)
def test_the_service_worker_stands_at_the_root(mode_name: str) -> None:
    """Without a view: it needs no session, so nothing of the database."""
    with mode(mode_name) as sent, CaptureQueriesContext(connection) as asked:
        response = Client(**sent).get("/sw.js")
        script = {"Content-Type": 'text/javascript; charset="utf-8"'}
        hsts = HSTS if mode_name == "production" else {}
        wanted = STATIC | script | {"Cache-Control": "max-age=60, public"} | hsts
        del wanted["Vary"]  # it comes in one form only
        assert_headers(response, wanted)
        assert b"sendKept" in b"".join(response)
        response.close()
    assert len(asked) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("collected")
def test_scripts_are_sent_compressed() -> None:
    url = static("vendor/htmx/htmx.min.js")
    response = Client().get(url, headers={"accept-encoding": "br, gzip"})
    assert response["Content-Encoding"] == "br"
    response.close()


# --- production only -----------------------------------------------------------------


@pytest.fixture
def production() -> Iterator[None]:
    with override_settings(**production_settings()):
        yield


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/admin/"])
def test_plain_http_is_sent_to_https(path: str) -> None:
    response = Client(headers={"host": HOST}).get(path)
    assert (response.status_code, response["Location"]) == (
        301,
        f"https://{HOST}{path}",
    )


@pytest.mark.usefixtures("production")
def test_whoever_watches_asks_by_plain_http() -> None:
    response = Client(headers={"host": HOST}).get(reverse("healthz"))
    assert response.status_code == 200


@pytest.mark.usefixtures("production")
def test_other_hosts_are_refused() -> None:
    sent = FROM_PROXY | {"host": "evil.example.net"}
    assert Client(headers=sent).get("/").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode_name", "prefix"), [("local", ""), ("production", "__Host-")]
)
def test_cookies_are_hidden_from_scripts_and_bound_to_the_host(
    mode_name: str, prefix: str
) -> None:
    given = {"login": "me@example.com", "password": "long enough 7"}
    user = make_user(email=given["login"], password=given["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    with mode(mode_name) as sent:
        client = Client(**sent)
        client.get(reverse("account_login"))
        client.post(reverse("account_login"), given)
    assert {prefix + "csrftoken", prefix + "sessionid"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert bool(cookie["secure"]) is (mode_name == "production"), name
        assert cookie["httponly"], name
        assert (cookie["samesite"], cookie["path"]) == ("Lax", "/"), name
        assert not cookie["domain"], name
