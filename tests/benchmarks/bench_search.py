"""What a search costs among a million cards of many owners.

Words follow Zipf's law: the commonest stand on most cards, "function" on 30 %, most on
a handful. The learner may read 5,000 cards of their own and 100,000 public ones. Forms
of the same stem, and stems that resemble each other, make near words plentiful.
"""

import dataclasses
import itertools
import statistics
import time
from collections.abc import Iterator
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from decks.models import User
from decks.search.finding import Asked, find, my_decks
from tests.benchmarks import world
from tests.benchmarks.report import Cell, Table

SEARCHES, WORDS, SENTENCES = 7, 200_000, 60_000
CARDS_A_DECK = 100

_ONSETS = [*"bcdfghjklmnprstvwz", "st", "tr", "pl", "br", "cr", "gr", "sh", "ch", "th"]
_VOWELS = [*"aeiou", "ai", "ea", "ou"]
_CODAS = ["", "", "", "n", "r", "s", "t", "l", "m", "nd", "ng"]
_ENDINGS = ("", "s", "ed", "ing", "ation")
_NAMED = {9: "function", 20: "lambda", 3000: "kinesis"}
"""These words at these ranks."""

_DECKS = """
    INSERT INTO decks_deck (title, description, visibility, source_key, link_key,
        source_fingerprint, card_count, created_at, updated_at, owner_id, question_lang,
        answer_lang, allows_export, copied_from_words)
    SELECT 'Deck ' || g, '', CASE WHEN g %% 10 = 7 THEN 'public' ELSE 'private' END,
        '', 'key' || g, '', %(each)s, now(), now(),
        CASE WHEN g %% 200 = 3 THEN %(learner)s ELSE %(others)s END, '', '', true, ''
    FROM generate_series(1, %(decks)s) AS g
    RETURNING id
"""
_CARDS = """
    INSERT INTO decks_card (position, question, answer, tags, created_at, updated_at,
        deck_id, how, is_new_meaning, source_key, version)
    SELECT i, a.short, b.long || E'\\n' || c.long || E'\\n' || d.long,
        array['tag' || deck %% 50], now(), now(), deck, 'written', false, '', 1
    FROM (SELECT deck, i, (random() * %(last)s)::int AS ra, (random() * %(last)s)::int
            AS rb, (random() * %(last)s)::int AS rc, (random() * %(last)s)::int AS rd
        FROM unnest(%(decks)s::bigint[]) AS deck, generate_series(1, %(each)s) AS i) x
    JOIN bench_pool a ON a.n = ra JOIN bench_pool b ON b.n = rb
    JOIN bench_pool c ON c.n = rc JOIN bench_pool d ON d.n = rd ORDER BY deck, i
"""
_LEARN = """
    INSERT INTO decks_searchword (word)
    SELECT word FROM ts_stat('SELECT search_words FROM decks_card WHERE id %% 5 = 0')
    WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Search:
    """What is typed, and how it is called in the table."""

    name: str
    text: str
    show: str = "all"


def tables(*, is_quick: bool) -> Iterator[Table]:
    """Median milliseconds of all statements of a search, and the slowest."""
    cards = 100_000 if is_quick else 1_000_000
    words = vocabulary()
    learner = fill(words, cards)
    yield Table(
        f"Searching {cards:,} cards of many owners: ms in the database",
        ["", "first", "p50", "slowest statement", "found"],
        [_row(learner, search) for search in searches(words)],
        [
            f"{cards // 200:,} own and {cards // 10:,} public cards may be read;"
            " first: with whatever was not in memory yet."
        ],
    )


def searches(words: list[str]) -> list[Search]:
    """From common to rare, as typed and with slips."""
    return [
        Search("a word on 30 % of all cards", "function"),
        Search("one on 0.1 %", "kinesis"),
        Search("one on a few cards", words[40_000]),
        Search("nowhere", "zzzqqq"),
        Search("a slip, of a common word", "fucntion"),
        Search("a slip, short", "lamda"),
        Search("the beginning of a word", "func"),
        Search("three letters", "con"),
        Search("two common words", "lambda function"),
        Search("the three commonest", " ".join(words[:3])),
        Search("four rare words", " ".join(words[200:204])),
        Search("twelve words", " ".join(words[20:32])),
        Search("a phrase of common words", '"lambda function"'),
        Search("a common word, new cards", "function", "new"),
        Search("a common word, due cards", "function", "due"),
    ]


def vocabulary() -> list[str]:
    """Pronounceable words by rank, the commonest first; the same ones each time."""
    random, seen = Random(7), dict[str, None]()
    while len(seen) < WORDS:
        stem = _stem(random)
        forms = random.choice((1, 1, 2, 3, 5))
        seen |= dict.fromkeys(stem + ending for ending in _ENDINGS[:forms])
    words = list(seen)[:WORDS]
    for rank, word in _NAMED.items():
        words[rank] = word
    return words


def _stem(random: Random) -> str:
    syllables = random.choice((1, 2, 2, 3, 3, 4))
    sounds = (random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(syllables))
    return "".join(sounds) + random.choice(_CODAS)


def fill(words: list[str], cards: int) -> User:
    """The cards, their words and indexes; the learner who searches."""
    _fill_pool(words)
    learner, others = world.make_users(2, "searcher")
    given = {"learner": learner.pk, "others": others.pk, "each": CARDS_A_DECK}
    with connection.cursor() as cursor:
        cursor.execute(_DECKS, given | {"decks": cards // CARDS_A_DECK})
        decks = [row[0] for row in cursor.fetchall()]
    world.run("DROP INDEX card_search")
    world.run(_CARDS, {"decks": decks, "each": CARDS_A_DECK, "last": SENTENCES - 1})
    world.run(
        "CREATE INDEX card_search ON decks_card USING gin (deck_id, search_words)"
    )
    world.run(_LEARN, {})
    world.run("DROP TABLE bench_pool")
    world.settle_tables()
    return learner


def _fill_pool(words: list[str]) -> None:
    random = Random(11)
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))

    def sentence(length: int) -> str:
        return " ".join(random.choices(words, cum_weights=weights, k=length))

    world.run("CREATE TABLE bench_pool (n int PRIMARY KEY, long text, short text)")
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy("COPY bench_pool FROM STDIN") as pool,
    ):
        for number in range(SENTENCES):
            pool.write_row((number, sentence(15), sentence(6)))


def _row(learner: User, search: Search) -> list[Cell]:
    mine = my_decks(learner)
    totals, slowest, words = [], 0.0, ""
    for _ in range(SEARCHES):
        taken: list[float] = []
        with connection.execute_wrapper(_timing(taken)):
            asked = Asked(search.text, show=search.show)
            words = find(learner, asked, mine, now=timezone.now()).words
        totals.append(sum(taken))
        slowest = max(taken)
    return [search.name, totals[0], statistics.median(totals[1:]), slowest, words]


def _timing(taken: list[float]) -> Any:
    def timed(execute: Any, *arguments: Any) -> Any:
        started = time.perf_counter()
        result = execute(*arguments)
        taken.append((time.perf_counter() - started) * 1000)
        return result

    return timed
