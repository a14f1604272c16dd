"""How many ratings this process recorded, for whoever watches the site."""

from prometheus_client import Counter

from decks.scheduling.levels import Level
from decks.study.recording import Receipt, Recorded

RATINGS = Counter(
    "flashcards_ratings", "Ratings recorded, practice too, by level.", ["level"]
)
_BY_LEVEL = {level: RATINGS.labels(str(int(level))) for level in Level}


def count_rating(recorded: Recorded) -> None:
    """Once for each rating: what was sent again is not counted again. 1 µs."""
    if recorded.receipt is Receipt.COUNTED and recorded.level is not None:
        _BY_LEVEL[recorded.level].inc()
