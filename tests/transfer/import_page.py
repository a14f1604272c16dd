"""The import page for its tests: looking at a text, and saving what was shown."""

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from decks.models import Card, Deck
from decks.transfer.files import LAMBDA_DECK

SEED = LAMBDA_DECK.read_text(encoding="utf-8")
TWO = "France\tParis\nSpain\tMadrid"
HTMX = {"HX-Request": "true", "HX-Target": "preview"}


def look(page: Client, text: str = "", *, htmx: bool = False, **fields: Any) -> Any:
    """Send the form as "Check" (or htmx, by itself) does."""
    data = {"text": text, "form_id": str(uuid.uuid4()), **fields}
    headers = HTMX if htmx else None
    return page.post(reverse("import"), data, headers=headers)


def save(page: Client, text: str, *, form_id: str = "", **fields: Any) -> Any:
    """Look, then press Save with what the page showed."""
    shown = look(page, text, **fields)
    looked = shown.context["looked"]
    form_id = form_id or shown.context["form"]["form_id"].value()
    data = {
        "title": shown.context["preview"].title,
        **fields,
        "text": text,
        "form_id": form_id,
        "save": "1",
        "seen": looked.plan.mark,
        "seen_deck": looked.plan.deck_mark,
    }
    return page.post(reverse("import"), data)


def sides(deck: Deck) -> list[tuple[str, str]]:
    rows = Card.objects.filter(deck=deck).in_deck_order()
    return list(rows.values_list("question", "answer"))


def given(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
