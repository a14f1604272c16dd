"""The words that cards are made of."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchWord(models.Model):
    """A word that stands on some card, so that words near to a typed one are found.

    Nobody is ever shown a word from here: it only widens what is looked for among the
    cards that one may read. Written by `cards.searching.learn_words`, where two
    writers at once may each write the same word: without a key neither waits.
    """

    word = models.CharField(max_length=40, db_collation="C")

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["word"], name="search_word"),
            GinIndex(
                fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams"
            ),
        ]

    def __str__(self) -> str:
        return self.word
