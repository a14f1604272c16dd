"""What the Progress page costs at 1,000, 100,000 and 1 million reviews of one learner.

Three years of study days; a tenth as many cards as reviews, in 2, 10 and 50 decks, all
seen, one in a hundred with a tag. The same reviews are in the log, in its sittings, in
the day counters and in the states.
"""

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decks.models import (
    Card,
    DayCounter,
    Deck,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
    User,
)
from tests.benchmarks import world
from tests.benchmarks.place import HOST
from tests.benchmarks.report import Cell, Table, percentile

DAYS = 1_095
TAG = "tagged"

_DAY = "current_date - %(days)s + g.n::int"
_AT = f"(({_DAY})::timestamp + interval '12 hours') AT TIME ZONE 'UTC'"

_COUNTER = {
    "user_id": "%(user)s",
    "study_day": _DAY,
    "deck_id": "%(deck)s + d.n",
    "level_1": "%(each)s / 10",
    "level_3": "%(each)s / 5",
    "level_4": "%(each)s / 2",
    "level_5": "%(each)s - %(each)s / 10 - %(each)s / 5 - %(each)s / 2",
    "answer_ms": "6000 * %(each)s",
    "reviews": "%(each)s",
    "young": "%(each)s / 2",
    "young_recalled": "%(each)s / 2 - %(each)s / 10",
    "mature": "%(each)s / 3",
    "mature_recalled": "%(each)s / 3",
    "start_cards": "%(cards)s",
    **{f"start_{n}": f"%(cards)s * g.n / %(days)s / 6 * {n} / 3" for n in range(1, 6)},
}
_SITTING = {
    "user_id": "%(user)s",
    "id": "md5(%(user)s || '-' || g.n)::uuid",
    "selection": "'{}'",
    "title": "'Study'",
    "study_day": _DAY,
    "started_at": _AT,
    "last_rated_at": f"{_AT} + interval '1 hour'",
    "rating_count": "%(a_day)s",
}
_REVIEW = {
    "user_id": "%(user)s",
    "rating_id": "gen_random_uuid()",
    "card_id": "%(card)s + (g.n * %(a_day)s + r.n) %% %(all_cards)s",
    "deck_id": "%(deck)s + (g.n * %(a_day)s + r.n) %% %(all_cards)s / %(cards)s",
    "session_id": "md5(%(user)s || '-' || g.n)::uuid",
    "session_place": "r.n + 1",
    "sequence": "1 + (g.n * %(a_day)s + r.n) / %(all_cards)s",
    "level": "1 + (r.n * 7 + g.n) %% 5",
    "reviewed_at": f"{_AT} + r.n * interval '6 seconds'",
    "study_day": _DAY,
    "answer_ms": "6000",
    "interval_days": "7 + r.n %% 60",
}
_STATE = {
    "user_id": "%(user)s",
    "card_id": "c.id",
    "prompt": "0",
    "deck_id": "c.deck_id",
    "phase": "2",
    "stability_days": "exp(c.id %% 60 / 10.0)",
    "difficulty": "1 + c.id %% 91 / 10.0",
    "due_at": "now() + (c.id %% 150 - 10) * interval '1 day'",
    "last_reviewed_at": "now() - (1 + c.id %% 30) * interval '1 day'",
    "last_study_day": "current_date - 1 - (c.id %% 30)::int",
    "showings_that_day": "1",
    "review_count": "10",
    "lapse_count": "c.id %% 9",
    "last_level": "1 + c.id %% 5",
    "previous_level": "4",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Size:
    """How much one learner has studied."""

    reviews: int
    decks: int

    @property
    def cards(self) -> int:
        """Of one deck; all decks together have a tenth as many as there are reviews."""
        return max(1, self.reviews // 10 // self.decks)

    @property
    def reviews_a_day(self) -> int:
        return max(1, self.reviews // DAYS)


SIZES = (Size(1_000, 2), Size(100_000, 10), Size(1_000_000, 50))


def tables(*, is_quick: bool) -> Iterator[Table]:
    """Milliseconds of each page of figures, and its statements at the last size."""
    sizes = SIZES[:2] if is_quick else SIZES
    rounds = 10 if is_quick else 30
    columns = [_column(size, rounds) for size in sizes]
    names = [f"{size.reviews:,}" for size in sizes]
    yield Table(
        "Pages of figures by the reviews of one learner: ms (p50)",
        ["", *names, f"p95 at {names[-1]}", "statements"],
        [
            [name, *(column[name][0] for column in columns), *columns[-1][name][1:]]
            for name in columns[-1]
        ],
        ["In one process, without a network. Three years, ten reviews a card."],
    )


def _column(size: Size, rounds: int) -> dict[str, list[Cell]]:
    user, deck = _filled(size)
    client = Client(headers={"host": HOST})
    client.force_login(user)
    yesterday = timezone.now().date() - dt.timedelta(days=1)
    pages = {
        "Progress, 26 weeks": "/progress/",
        "Progress, 52 weeks": "/progress/?weeks=52",
        "Progress of a deck": f"/progress/?deck={deck.pk}",
        "Progress of a tag": f"/progress/?tag={TAG}",
        "Reviews of a day": f"/progress/reviews/?from={yesterday}&to={yesterday}",
        "Stuck cards": "/progress/cards/?show=stuck",
        "Today": "/",
        "A deck": f"/decks/{deck.pk}/",
    }
    return {name: _row(client, path, rounds) for name, path in pages.items()}


def _filled(size: Size) -> tuple[User, Deck]:
    """A learner with so many reviews, and the first of their decks."""
    (user,) = world.make_users(1, f"progress-{size.reviews}-")
    decks = [
        world.make_deck(f"Progress {size.reviews} {n}", size.cards)
        for n in range(size.decks)
    ]
    ids = [deck.pk for deck in decks]
    tagged = Card.objects.filter(deck__in=ids, position__lte=size.cards // 100)
    tagged.update(tags=[TAG])
    first = Card.objects.filter(deck=ids[0]).order_by("pk").values_list("pk")[0][0]
    given = {
        "user": user.pk,
        "deck": ids[0],
        "decks": ids,
        "card": first,
        "cards": size.cards,
        "all_cards": size.cards * size.decks,
        "days": DAYS,
        "a_day": size.reviews_a_day,
        "each": max(1, size.reviews_a_day // size.decks),
        "last_deck": size.decks - 1,
    }
    _enrol(user, decks)
    _study(given)
    world.settle_tables()
    return user, decks[0]


def _enrol(user: User, decks: list[Deck]) -> None:
    began = timezone.now() - dt.timedelta(days=DAYS)
    for deck in decks:
        fifth = deck.card_count // 5
        counts = {f"level_{n}": fifth for n in range(1, 6)}
        Enrolment.objects.create(
            user=user, deck=deck, created_at=began, stuck=fifth // 2, **counts
        )


def _study(given: dict[str, object]) -> None:
    """Foreign keys are not looked up meanwhile: they are right by how rows are made."""
    days = "FROM generate_series(1, %(days)s - 1) AS g(n)"
    world.run("SET session_replication_role = replica")
    ratings = days + ", generate_series(0, %(a_day)s - 1) AS r(n)"
    world.run(world.insert(Review, _REVIEW) + ratings, given)
    world.run(world.insert(StudySession, _SITTING) + days, given)
    decks = days + ", generate_series(0, %(last_deck)s) AS d(n)"
    world.run(world.insert(DayCounter, _COUNTER) + decks, given)
    cards = "FROM decks_card c WHERE c.deck_id = ANY(%(decks)s)"
    world.run(world.insert(ReviewState, _STATE) + cards, given)
    world.run("SET session_replication_role = origin")


def _row(client: Client, path: str, rounds: int) -> list[Cell]:
    _look(client, path)
    looks = [_look(client, path) for _ in range(rounds)]
    took_ms = [took for took, _ in looks]
    return [percentile(took_ms, 0.5), percentile(took_ms, 0.95), looks[-1][1]]


def _look(client: Client, path: str) -> tuple[float, int]:
    """Milliseconds, and how many statements."""
    with CaptureQueriesContext(connection) as seen:
        began = time.perf_counter()
        reply = client.get(path)
        took_ms = (time.perf_counter() - began) * 1000
    assert reply.status_code == 200, (path, reply.status_code)
    return took_ms, len(seen)
