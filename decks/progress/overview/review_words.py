"""How the heading of a list of ratings says what is shown."""

from decks.cards.plurals import counted
from decks.progress.overview.asked_reviews import AskedReviews
from decks.progress.overview.reviews import LogPage
from decks.study.counters import MATURE_DAYS

_WEEKS = MATURE_DAYS // 7
_NOTES = {
    "young": "Back a day or more after the last rating, "
    f"after an interval of less than {_WEEKS} weeks.",
    "mature": "Back a day or more after the last rating, "
    f"after an interval of {_WEEKS} weeks or more.",
}


def review_heading(asked: AskedReviews, page: LogPage) -> str:
    """`12 reviews and 3 in practice on Tuesday 3 March, in AWS Lambda`.

    Both numbers stand in it: some pages say one, some the sum.
    """
    if asked.only == "practice":
        return f"{_counted(page.count, 'practice rating')} {asked.words}"
    practice = page.practice
    reviews = None if page.count is None else page.count - practice
    beside = f" and {practice:,} in practice" if practice else ""
    return f"{_counted(reviews, 'review')}{beside} {asked.words}"


def _counted(count: int | None, word: str) -> str:
    if count is None:
        return f"{word.capitalize()}s"
    return counted(count, word) if count else f"No {word}s"


def note_of(asked: AskedReviews) -> str:
    """What a kind of cards means, where its name does not say it."""
    return _NOTES.get(asked.only, "")
