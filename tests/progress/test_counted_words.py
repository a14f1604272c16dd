"""How often something was, in words."""

import pytest

from decks.progress.counted_words import seen_words, times


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "once"), (2, "twice"), (9, "9 times"), (4218, "4,218 times")],
)
def test_how_often(count, words):
    assert times(count) == words


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([4], "Seen once, never missed"),
        ([3, 2], "Seen twice, missed once"),
        ([1, 2, 2, 5], "Seen 4 times, missed 3 times"),
    ],
)
def test_how_often_a_card_was_seen_and_missed(levels, words):
    assert seen_words(levels) == words
