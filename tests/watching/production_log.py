"""A production process that is asked all sorts of things; its log goes to stderr.

Run by `test_log.py`, with the tests' database. Prints what no line may hold, as JSON.
"""

import json
import sys
import uuid
from typing import Any

import django
from django.conf import settings

PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = PLAIN_FILES
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
settings.ROOT_URLCONF = "tests.watching.faulty_urls"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from decks.models import Invitation, User  # noqa: E402
from tests.factories import NOW, make_deck, make_group, make_user  # noqa: E402
from tests.production import FROM_PROXY  # noqa: E402
from tests.watching.faulty_urls import FAULTS  # noqa: E402

CARD = "Sphinx of black quartz"
ADDRESS = "ada.secretive@example.net"
PASSWORD = "correct horse 9"
SEARCHED = "nobody-else-knows"
TOKEN = "a-token-that-lets-in"
REFERRER = "https://elsewhere.example/private-page"
FROM_HERE = {**FROM_PROXY, "referer": "https://cards.example.org/"}


def client(**options: Any) -> Client:
    return Client(raise_request_exception=False, headers=FROM_HERE, **options)


def person() -> User:
    user = make_user(email=ADDRESS, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    return user


def ask_signed_out() -> None:
    visitor = client()
    sign_in = reverse("account_login")
    visitor.post(sign_in, {"login": ADDRESS, "password": "wrong " + PASSWORD})
    visitor.post(reverse("account_reset_password"), {"email": ADDRESS})
    visitor.get(reverse("account_reset_password_from_key", args=["7", TOKEN]))
    visitor.get(f"/nothing/{SEARCHED}/", {"q": SEARCHED})
    visitor.get("/", headers={"host": f"{TOKEN}.example.com/{SEARCHED}"})
    visitor.get("/", headers={"host": "other.example.com"})
    for kind in FAULTS:
        visitor.get(f"/faulty/{kind}/", {"q": SEARCHED})
    strict = client(enforce_csrf_checks=True)
    strict.post(sign_in, {"login": ADDRESS}, headers={"origin": REFERRER})
    strict.get(reverse("account_login"))
    strict.post(sign_in, {"login": ADDRESS}, headers={"referer": REFERRER})


def ask_signed_in() -> None:
    user = person()
    group = make_group()
    Invitation.objects.create(group=group, token=TOKEN, created_at=NOW)
    learner = client()
    learner.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    learner.get(reverse("join", args=[TOKEN]))
    learner.get(reverse("search"), {"q": SEARCHED})
    deck = make_deck(owner=user)
    learner.post(
        reverse("card_new", args=[deck.pk]),
        {"question": CARD, "answer": CARD, "form_id": uuid.uuid4()},
        headers={"x-request-id": "from-the-proxy-1"},
    )
    learner.get("/", headers={"x-request-id": f"no id {SEARCHED}"})


def main() -> None:
    ask_signed_out()
    ask_signed_in()
    secrets = [CARD, ADDRESS, "secretive", PASSWORD, SEARCHED, TOKEN, REFERRER]
    json.dump([*secrets, "private-page"], sys.stdout)


if __name__ == "__main__":
    main()
