"""What a large import is to do, as its row keeps it until a worker takes it up."""

import dataclasses
import uuid
from typing import Any

from decks.accounts.models import User
from decks.transfer.formats.parsed import Reading
from decks.transfer.preview import Choices, Kind
from decks.transfer.saving import Wish


def written(wish: Wish, reading: Reading) -> dict[str, Any]:
    """As JSON; `user` is the row's own."""
    return {
        "deck": wish.deck_id,
        "title": wish.title,
        "for_all": {str(kind): way for kind, way in wish.choices.for_all.items()},
        "others": dict(wish.choices.others),
        "seen": wish.seen,
        "form": str(wish.form_id),
        "reading": dataclasses.asdict(reading),
    }


def read(kept: dict[str, Any], user: User) -> tuple[Wish, Reading]:
    """What `written` was given."""
    wish = Wish(
        user=user,
        deck_id=kept["deck"],
        title=kept["title"],
        choices=Choices(
            {Kind(kind): way for kind, way in kept["for_all"].items()}, kept["others"]
        ),
        seen=kept["seen"],
        form_id=uuid.UUID(kept["form"]),
    )
    return wish, Reading(**kept["reading"])


_HEADERS = {None: "", True: "yes", False: "no"}


def form_fields(kept: dict[str, Any]) -> dict[str, str]:
    """The fields of the import page's form that say the same."""
    reading = kept["reading"]
    others = " ".join(f"{name}:{way}" for name, way in kept["others"].items())
    return {
        **kept["for_all"],
        "choice": others,
        "deck": str(kept["deck"] or ""),
        "title": kept["title"],
        "format": reading["format"],
        "separator": reading["separator"],
        "row_separator": reading["row_separator"],
        "encoding": reading["encoding"],
        "has_header": _HEADERS[reading["has_header"]],
    }
