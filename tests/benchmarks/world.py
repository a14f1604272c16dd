"""Fills the benchmark's database: learners, decks, states; by SQL, in one go each."""

import dataclasses
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db import connection, models
from django.utils import timezone

from decks.models import Card, Deck, Enrolment, Review, ReviewState, User
from tests.benchmarks.literals import literal

FIRST_USER_ID, FIRST_DECK_ID, FIRST_CARD_ID = 4_100_001, 7_100_001, 5_100_001
"""Numbers like no other in the tables: `sql_alone` finds them among parameters."""

SEEN_BEFORE = 1007
"""The review count of every state made here; like no other number as well."""

OTHERS_CARDS = 1000
"""States of each other learner."""


@dataclasses.dataclass(frozen=True, slots=True)
class Learner:
    """Somebody signed in: the value of their session cookie."""

    user_id: int
    session_key: str


def run(sql: str, parameters: Mapping[str, Any] | None = None) -> None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def number_rows_apart() -> None:
    """Have the ids of users, decks and cards begin at the numbers above."""
    starts = {User: FIRST_USER_ID, Deck: FIRST_DECK_ID, Card: FIRST_CARD_ID}
    for model, start in starts.items():
        table = model._meta.db_table
        run(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {start}")


def make_users(count: int, name: str) -> list[User]:
    """Learners without a password."""
    nobody = make_password(None)
    return User.objects.bulk_create(
        [
            User(email=f"{name}{n}@example.com", display_name=name, password=nobody)
            for n in range(count)
        ],
        batch_size=500,
    )


def sign_in(users: Sequence[User]) -> list[Learner]:
    """A session for each, as signing in would leave it."""
    store_class = import_module(settings.SESSION_ENGINE).SessionStore
    learners = []
    for user in users:
        store = store_class()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        learners.append(Learner(user.pk, store.session_key))
    return learners


def make_deck(title: str, cards: int) -> Deck:
    """A public deck whose cards carry the texts of the Lambda deck, over and over."""
    deck = Deck.objects.create(
        title=title, visibility=Deck.Visibility.PUBLIC, card_count=cards
    )
    columns = ", ".join(str(field.column) for field in Card._meta.concrete_fields)
    made = ", ".join(f"made.{field.column}" for field in Card._meta.concrete_fields)
    run(
        f"""
        WITH texts AS (
            SELECT c.*, row_number() OVER (ORDER BY c.id) - 1 AS place,
                   count(*) OVER () AS total
            FROM decks_card c
            WHERE c.deck_id = (SELECT min(id) FROM decks_deck)
        )
        INSERT INTO decks_card ({columns})
        SELECT {made} FROM generate_series(1, %(cards)s) AS g(n)
        JOIN texts ON texts.place = (g.n - 1) %% texts.total
        CROSS JOIN LATERAL jsonb_populate_record(NULL::decks_card,
            to_jsonb(texts) || jsonb_build_object(
                'id', nextval(pg_get_serial_sequence('decks_card', 'id')),
                'deck_id', %(deck)s::bigint, 'position', g.n)) AS made
        """,
        {"cards": cards, "deck": deck.pk},
    )
    return deck


def insert(model: type[models.Model], given: dict[str, str]) -> str:
    """`INSERT INTO … SELECT …` of these expressions by column.

    Columns that are not given and may not be NULL get the model's default.
    """
    defaults = {
        field.column: literal(field.get_default())
        for field in model._meta.concrete_fields
        if not field.null
    }
    columns = (defaults | given).items()
    names, expressions = (", ".join(part) for part in zip(*columns, strict=True))
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {expressions} "


_SEEN = {
    "prompt": "0",
    "phase": "2",
    "difficulty": "5.5",
    "last_reviewed_at": "now() - interval '20 days'",
    "last_study_day": "current_date - 20",
    "showings_that_day": "1",
    "lapse_count": "0",
    "previous_level": "4",
}


def enrol(users: Sequence[User], deck: Deck, *, due: int) -> None:
    """Each has seen all cards of the deck; the first `due` of them are due."""
    known = {field.name for field in Enrolment._meta.fields}
    fifth = deck.card_count // 5
    counts = {f"level_{level}": fifth for level in range(1, 6)}
    counts |= {"level_1": deck.card_count - 4 * fifth, "review": deck.card_count}
    counts = {name: count for name, count in counts.items() if name in known}
    now = timezone.now()
    Enrolment.objects.bulk_create(
        [Enrolment(user=user, deck=deck, created_at=now, **counts) for user in users]
    )
    state = _SEEN | {
        "user_id": "u.id",
        "card_id": "c.id",
        "deck_id": "c.deck_id",
        "stability_days": "10 + c.position %% 50",
        "due_at": "CASE WHEN c.position <= %(due)s THEN now() - interval '1 day'"
        " ELSE now() + interval '1 day' * (2 + c.position %% 300) END",
        "review_count": str(SEEN_BEFORE),
        "last_level": "CASE WHEN c.position > %(graded)s THEN 1"
        " ELSE 1 + c.position %% 5 END",
    }
    given = {"users": [user.pk for user in users], "deck": deck.pk, "due": due}
    run(
        insert(ReviewState, state) + "FROM unnest(%(users)s::bigint[]) AS u(id),"
        " decks_card c WHERE c.deck_id = %(deck)s",
        given | {"graded": 5 * fifth},
    )


def fill_others(deck: Deck, *, states: int, name: str) -> None:
    """`states` states of other learners, a thousand each, and a tenth as many ratings.

    Foreign keys are not looked up meanwhile: they are right by how the rows are made.
    """
    users = make_users(states // OTHERS_CARDS, name)
    given = {
        "first": users[0].pk,
        "last": users[-1].pk,
        "deck": deck.pk,
        "each": OTHERS_CARDS,
        "card": Card.objects.filter(deck=deck).order_by("id").values_list("id")[0][0],
        "cards": deck.card_count,
    }
    run("SET session_replication_role = replica")
    run(insert(ReviewState, _OTHERS_STATE) + _OTHERS_ROWS, given)
    run(insert(Review, _OTHERS_RATING) + _OTHERS_ROWS + "WHERE g.n %% 10 = 0", given)
    run("SET session_replication_role = origin")


_OTHERS_ROWS = """
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS u(id),
         generate_series(1, %(each)s) AS g(n)
"""
_OTHERS_CARD = {
    "user_id": "u.id",
    "card_id": "%(card)s::bigint + (u.id * 997 + g.n) %% %(cards)s",
    "deck_id": "%(deck)s",
}
_OTHERS_STATE = (
    _SEEN
    | _OTHERS_CARD
    | {
        "stability_days": "10 + g.n %% 50",
        "due_at": "now() + interval '1 day' * (g.n %% 300 - 30)",
        "review_count": "3",
        "last_level": "1 + g.n %% 5",
    }
)
_OTHERS_RATING = _OTHERS_CARD | {
    "rating_id": "gen_random_uuid()",
    "sequence": "3",
    "level": "4",
    "reviewed_at": "now() - interval '20 days'",
    "study_day": "current_date - 20",
    "answer_ms": "4000",
    "due_at": "now()",
    "interval_days": "20",
}


def settle_tables() -> None:
    """Statistics as autovacuum would have them, and nothing left to write."""
    run("VACUUM ANALYZE")
    run("CHECKPOINT")


def due_again(learners: Sequence[Learner], deck: Deck, *, due: int) -> None:
    """Put the first `due` cards back to how `enrol` left them; forget the sittings."""
    run(
        """
        UPDATE decks_reviewstate s
        SET due_at = now() - interval '1 day', phase = 2, last_study_day =
            current_date - 20, showings_that_day = 1
        FROM decks_card c
        WHERE s.user_id = ANY(%(users)s) AND s.card_id = c.id
            AND c.deck_id = %(deck)s AND c.position <= %(due)s
        """,
        {"users": [who.user_id for who in learners], "deck": deck.pk, "due": due},
    )
    run(
        "UPDATE decks_studysession SET ended_at = now() WHERE user_id = ANY(%(users)s)",
        {"users": [who.user_id for who in learners]},
    )
