"""What a plain browser does on the study pages."""

import re

from django.urls import reverse

HTMX = {"HX-Request": "true"}


def begin(browser, deck):
    """Press Study on the deck's page; the sitting's path."""
    reply = browser.post(reverse("study_deck", args=[deck.pk]))
    assert reply.status_code == 302
    return reply.headers["Location"]


def form_of(html, level):
    """What the browser would send for this tile."""
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return dict(pairs) | {"confidence": str(level)}


def read(browser, path):
    reply = browser.get(path)
    assert reply.status_code == 200
    return reply.content.decode()


def rate(browser, path, level, *, htmx=True):
    form = form_of(read(browser, path), level)
    return browser.post(path + "rate/", form, headers=HTMX if htmx else {})


def sql_of(statements):
    """The statements without BEGIN, COMMIT and savepoints."""
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    texts = [statement["sql"] for statement in statements]
    return [sql for sql in texts if not sql.startswith(control)]
