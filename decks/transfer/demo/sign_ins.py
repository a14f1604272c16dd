"""What the command prints: what was done, and who can sign in."""

from collections.abc import Iterator

from decks.transfer.demo.accounts import PASSWORD
from decks.transfer.demo.making import Made
from decks.transfer.demo.people import PEOPLE


def made_line(made: Made, *, seconds: float) -> str:
    """What a call did, in one line."""
    kept = f"{made.rating_count:,} ratings"
    if not made.written:
        return f"The demo is here already ({kept}). Nothing was changed."
    before = f" ({made.found} were there)" if made.found else ""
    done = f"{made.written} learners written{before}"
    return f"The demo is ready: {done}, {kept}, {seconds:.0f} s."


def sign_in_lines() -> Iterator[str]:
    """Each learner's address and how they study, and the password of all."""
    width = max(len(person.email) for person in PEOPLE)
    for person in PEOPLE:
        yield f"  {person.email:{width}}  {person.name}: {person.about}"
    yield f"Password for each of them: {PASSWORD}"
