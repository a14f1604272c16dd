"""Importing one file, as the command does it: read, then show or write."""

import json
from pathlib import Path

from django.utils import timezone

from decks.accounts.models import User
from decks.transfer import formats, reports, run
from decks.transfer.files import fingerprint, read_file
from decks.transfer.formats import NotADeck, Reading


def chosen_reading(*, format: str, separator: str, encoding: str) -> Reading:  # noqa: A002
    """The reading that the command's words mean. Raises NotADeck for odd ones."""
    sign = formats.parse_separator(separator)
    return Reading(format, sign, encoding="" if encoding == "auto" else encoding)


def preview_file(path: Path, *, reading: Reading, as_json: bool) -> str:
    """What the file holds, as text or JSON; writes nothing. Raises NotADeck."""
    parsed = formats.read(read_file(path), reading)
    if as_json:
        return json.dumps(reports.parsed_json(parsed), ensure_ascii=False, indent=2)
    return "\n".join(reports.parsed_lines(parsed))


def import_file(
    path: Path,
    *,
    reading: Reading,
    owner_email: str,
    title: str,
    visibility: str,
    as_json: bool,
) -> str:
    """Import the file; what was done, as text or JSON. Raises NotADeck."""
    data = read_file(path)
    parsed = formats.read(data, reading)
    target = run.file_target(
        parsed, owner=_owner(owner_email), title=title, visibility=visibility
    )
    summary = run.import_cards(
        parsed, target, now=timezone.now(), fingerprint=fingerprint(data)
    )
    if as_json:
        done = reports.summary_json(parsed, summary)
        return json.dumps(done, ensure_ascii=False, indent=2)
    return "\n".join(reports.summary_lines(parsed, summary))


def _owner(email: str) -> User | None:
    if not email:
        return None
    owner = User.objects.filter(email=email.strip().lower()).first()
    if owner is None:
        raise NotADeck("--owner", f"Nobody has an account with {email}.")
    return owner
