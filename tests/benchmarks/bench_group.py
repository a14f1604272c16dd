"""What the page of a study group costs, at 3 members and at 300.

The group shares two decks of 500 cards that every member has seen whole. All are named,
have studied each of the last 90 days, and rate 40 cards a day that they knew before.
"""

import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decks.models import (
    DayCounter,
    Deck,
    GroupDeck,
    Membership,
    Review,
    StudyGroup,
    StudySession,
    User,
)
from tests.benchmarks import world
from tests.benchmarks.place import HOST
from tests.benchmarks.report import Cell, Table, percentile

SIZES, CARDS, DECKS = (3, 300), 500, 2

_PEOPLE = "FROM unnest(%(users)s::bigint[]) AS u(id) "
_AGO = "now() - interval '60 days'"
_DAY = "current_date - g.n::int"

_MEMBERS = {
    "user_id": "u.id",
    "group_id": "%(group)s",
    "role": "CASE WHEN u.id = %(first)s THEN 'owner' ELSE 'member' END",
    "seen": "'named'",
    "seen_since": _AGO,
    "joined_at": _AGO,
}
_DAYS = {
    "user_id": "u.id",
    "study_day": _DAY,
    "deck_id": "d.id",
    "level_4": "20",
    "reviews": "20",
}
_SITTINGS = {
    "user_id": "u.id",
    "id": "md5(u.id || '-' || g.n)::uuid",
    "selection": "'{}'",
    "title": "'Study'",
    "study_day": _DAY,
    "started_at": "now() - g.n * interval '1 day'",
}
_REVIEW = {
    "user_id": "u.id",
    "rating_id": "gen_random_uuid()",
    "card_id": "%(card)s + g.n * 40 + c.n",
    "deck_id": "%(deck)s",
    "interval_days": "5",
    "answer_ms": "4000",
}
_NOW = {
    "session_id": "md5(u.id || '-' || g.n)::uuid",
    "session_place": "c.n",
    "sequence": "2",
    "level": "1 + c.n %% 5",
    "reviewed_at": "now() - g.n * interval '1 day'",
    "study_day": _DAY,
}
_BEFORE = {
    "sequence": "1",
    "level": "3",
    "reviewed_at": "now() - interval '20 days'",
    "study_day": "current_date - 20",
}


def tables(*, is_quick: bool) -> Iterator[Table]:
    """Milliseconds of the page as its members get it, and its statements."""
    rounds = 15 if is_quick else 60
    decks = [world.make_deck(f"Group deck {n}", CARDS) for n in range(DECKS)]
    yield Table(
        f"The page of a study group with {DECKS} decks of {CARDS} cards: ms",
        ["", "p50", "p95", "in the database", "statements", "when it counts"],
        [_row(_filled(size, decks), size, rounds) for size in SIZES],
        [
            "In one process, without a network. When it counts: the first look after a"
            " while, which brings the group's figures up to date."
        ],
    )


def _filled(size: int, decks: list[Deck]) -> StudyGroup:
    """A group of so many, new people each time."""
    users = world.make_users(size, f"member-of-{size}-")
    now = timezone.now()
    group = StudyGroup.objects.create(name=f"Group of {size}", created_at=now)
    given = {"users": [user.pk for user in users], "first": users[0].pk}
    given |= {"group": group.pk}
    world.run(world.insert(Membership, _MEMBERS) + _PEOPLE, given)
    _share(group, decks)
    for deck in decks:
        world.enrol(users, deck, due=0)
    _study(given, decks)
    world.settle_tables()
    return group


def _share(group: StudyGroup, decks: list[Deck]) -> None:
    for place, deck in enumerate(decks, start=1):
        GroupDeck.objects.create(
            group=group, deck=deck, position=place, shared_at=group.created_at
        )
    world.run(f"UPDATE decks_groupdeck SET shared_at = {_AGO}")


def _study(given: dict[str, object], decks: list[Deck]) -> None:
    """90 days of counters; the week's sittings with their ratings, and those before."""
    card = decks[0].cards.order_by("id").values_list("id", flat=True)[0]
    given = {
        **given,
        "decks": [deck.pk for deck in decks],
        "deck": decks[0].pk,
        "card": card,
    }
    days = ", generate_series(0, 89) AS g(n), unnest(%(decks)s::bigint[]) AS d(id)"
    world.run(world.insert(DayCounter, _DAYS) + _PEOPLE + days, given)
    week = ", generate_series(0, 6) AS g(n)"
    world.run(world.insert(StudySession, _SITTINGS) + _PEOPLE + week, given)
    cards = week + ", generate_series(0, 39) AS c(n)"
    world.run(world.insert(Review, _REVIEW | _NOW) + _PEOPLE + cards, given)
    world.run(world.insert(Review, _REVIEW | _BEFORE) + _PEOPLE + cards, given)


def _row(group: StudyGroup, size: int, rounds: int) -> list[Cell]:
    client = _member(group)
    counts = [_look(client, group, counts=True)[0] for _ in range(5)]
    looks = [_look(client, group) for _ in range(rounds)]
    whole = [took_ms for took_ms, _, _ in looks]
    in_database = [spent_ms for _, spent_ms, _ in looks]
    return [
        f"{size} members",
        percentile(whole, 0.5),
        percentile(whole, 0.95),
        percentile(in_database, 0.5),
        looks[-1][2],
        percentile(counts, 0.5),
    ]


def _member(group: StudyGroup) -> Client:
    client = Client(headers={"host": HOST})
    client.force_login(User.objects.filter(memberships__group=group).earliest("pk"))
    return client


def _look(
    client: Client, group: StudyGroup, *, counts: bool = False
) -> tuple[float, float, int]:
    """Milliseconds in all and in the database, and how many statements."""
    StudyGroup.objects.filter(pk=group.pk).update(
        **({"figures_at": None} if counts else {"figures_ms": 36_000_000})
    )
    with CaptureQueriesContext(connection) as seen:
        began = time.perf_counter()
        reply = client.get(f"/groups/{group.pk}/")
        took_ms = (time.perf_counter() - began) * 1000
    assert reply.status_code == 200, reply.status_code
    spent_ms = sum(float(query["time"]) for query in seen.captured_queries) * 1000
    return took_ms, spent_ms, len(seen)
