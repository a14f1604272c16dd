"""Runs in a venv that has `anki`, knows nothing of the site: `anki_script.py 47 1000`.

Prints one line of JSON: the version, and a row for each number of notes.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from anki.buildinfo import version  # type: ignore[import-not-found]
from anki.collection import (  # type: ignore[import-not-found]
    AddNoteRequest,
    Collection,
)

ANSWERS = 1000


def filled(path: Path, notes: int) -> Any:
    """A collection with so many new cards and no daily limits."""
    collection = Collection(str(path))
    collection.set_config("fsrs", True)
    config = collection.decks.config_dict_for_deck_id(1)
    config["new"]["perDay"] = config["rev"]["perDay"] = 9999
    collection.decks.update_config(config)
    basic = collection.models.by_name("Basic")
    requests = []
    for number in range(notes):
        note = collection.new_note(basic)
        note.fields = [f"Question {number}", f"Answer {number} " * 30]
        requests.append(AddNoteRequest(note, 1))
    collection.add_notes(requests)
    return collection


def answered(collection: Any) -> list[float]:
    """Seconds of each answer with the next card, until ANSWERS or no card is left."""
    taken: list[float] = []
    scheduler = collection.sched
    queued = scheduler.get_queued_cards()
    for number in range(ANSWERS):
        if not queued.cards:
            break
        top = queued.cards[0]
        card = collection.get_card(top.card.id)
        card.start_timer()
        started = time.perf_counter()
        answer = scheduler.build_answer(
            card=card, states=top.states, rating=(2, 3, 2, 1, 2)[number % 5]
        )
        scheduler.answer_card(answer)
        queued = scheduler.get_queued_cards()
        taken.append(time.perf_counter() - started)
    return taken


def row(notes: int) -> list[Any]:
    """Notes, answers a second, median and 99th percentile in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        collection = filled(Path(folder) / "collection.anki2", notes)
        taken = answered(collection)
        collection.close()
    ordered = sorted(taken)
    late = ordered[int(0.99 * (len(ordered) - 1))] * 1000
    middle = statistics.median(ordered) * 1000
    return [f"{notes:,} notes", len(taken) / sum(taken), middle, late]


if __name__ == "__main__":
    rows = [row(int(text)) for text in sys.argv[1:]]
    sys.stdout.write(json.dumps({"version": version, "rows": rows}) + "\n")
