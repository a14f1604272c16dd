"""The tables of the Progress page as CSV."""

import csv
import io

import pytest
from django.utils import timezone

from decks.models import Card, Deck
from decks.progress.csv_file import as_csv
from decks.progress.overview import counting
from decks.progress.overview.counting import period_of
from decks.progress.overview.mastery import mastery_points
from decks.progress.overview.page import due_days
from decks.progress.overview.scope import scope_from
from decks.progress.overview.tables import table_rows
from tests.factories import NOW, make_deck, make_review_state, make_user
from tests.progress.overview.test_from_log import moved_learner
from tests.study.sittings import cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db

NAMES = ("calendar", "ratings", "recall", "due", "mastery", "hardest", "stuck")


def read(content: bytes) -> list[dict[str, str]]:
    """As a spreadsheet does."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def table(name, scope, *, now):
    rows = table_rows(name, scope, now=now)
    assert rows is not None
    return read(as_csv(rows))


class TestNumbers:
    @pytest.fixture
    def history(self):
        user, now = moved_learner()
        return scope_from(user, {"weeks": "12"}, now=now), now

    def test_the_calendar(self, history):
        scope, now = history
        period = period_of(scope)
        rows = table("calendar", scope, now=now)
        assert [row["day"] for row in rows] == [f"{day.day}" for day in period.days]
        assert sum(int(row["reviews"]) for row in rows) == period.total.reviews > 100
        minutes = sum(float(row["minutes"]) for row in rows)
        assert minutes == pytest.approx(period.total.answer_ms / 60_000, abs=5)

    def test_ratings(self, history):
        scope, now = history
        rows = table("ratings", scope, now=now)
        for level, count in enumerate(period_of(scope).total.levels, start=1):
            assert sum(int(row[f"level_{level}"]) for row in rows) == count

    def test_recall(self, history):
        scope, now = history
        rows = table("recall", scope, now=now)
        total = period_of(scope).total
        for age, recall in (("young", total.young), ("mature", total.mature)):
            assert sum(int(row[f"{age}_count"]) for row in rows) == recall.count
            assert sum(int(row[f"{age}_recalled"]) for row in rows) == recall.recalled
        known = [week.figures.young.is_known for week in period_of(scope).weeks]
        assert [row["young_percent"] != "" for row in rows] == known

    def test_what_falls_due(self, history):
        scope, now = history
        rows = table("due", scope, now=now)
        wanted = [round(day.expected, 1) for day in due_days(scope, now=now)]
        assert [float(row["predicted"]) for row in rows] == wanted
        assert rows[0]["day"] == f"{scope.today}"

    def test_mastery(self, history):
        scope, now = history
        last = table("mastery", scope, now=now)[-1]
        counts = mastery_points(scope)[-1].counts
        assert tuple(map(int, list(last.values())[1:])) == counts

    @pytest.mark.parametrize("name", ["calendar", "ratings", "recall", "mastery"])
    def test_of_a_tag(self, history, name):
        scope, now = history
        rows = table(name, scope_from(scope.user, {"tag": "odd"}, now=now), now=now)
        assert rows
        none = scope_from(scope.user, {"tag": "none"}, now=now)
        assert len(table(name, none, now=now)) <= len(rows)


def test_hard_and_stuck_cards():
    user, deck = make_learner(cards=7)
    for card in cards_of(deck):
        make_review_state(user=user, card=card, last_level=2, lapse_count=8)
    scope = scope_from(user, {}, now=NOW)
    for name in ("hardest", "stuck"):
        rows = table(name, scope, now=NOW)
        assert len(rows) == 7, "all, not only those on the page"
        assert rows[0]["deck"] == deck.title
        assert rows[0]["question"] == "Question 1"
        assert rows[0]["level"] == "2"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "'="])
def test_a_text_that_begins_like_a_formula_is_made_harmless(sign):
    rows = [("title",), (f"{sign}cmd|' /C calc'!A0",)]
    cell = next(iter(read(as_csv(rows))[0].values()))
    assert cell.startswith("'" + sign)


def test_numbers_are_plain():
    assert as_csv([(1234567, -1, 0.5, NOW.date())]).decode("utf-8-sig") == (
        "1234567,-1,0.5,2026-03-02\r\n"
    )


@pytest.mark.parametrize("name", NAMES)
class TestTheFile:
    def test_of_a_learner_without_reviews(self, client, name):
        client.force_login(make_user())
        reply = client.get(f"/progress/{name}.csv")
        assert reply.status_code == 200
        assert reply["Content-Type"] == "text/csv; charset=utf-8"
        wanted = f'attachment; filename="progress-{name}.csv"'
        assert reply["Content-Disposition"] == wanted

    def test_of_a_deck_with_weeks(self, client, name):
        user, deck = make_learner(cards=2)
        rate(user, start(user, deck, now=timezone.now()), cards_of(deck)[0], 2)
        client.force_login(user)
        reply = client.get(f"/progress/{name}.csv?deck={deck.pk}&weeks=4&tag=x")
        assert reply.status_code == 200

    def test_of_a_strangers_or_a_lost_deck_there_is_none(self, client, name):
        user, deck = make_learner(cards=1)
        Deck.objects.filter(pk=deck.pk).update(visibility="private")
        client.force_login(user)
        for pk in (deck.pk, make_deck(owner=make_user()).pk, "9" * 5000):
            assert client.get(f"/progress/{name}.csv?deck={pk}").status_code == 404

    @pytest.mark.parametrize("count", [1, 60])
    def test_statements(self, name, count, django_assert_max_num_queries):
        user, deck = make_learner(cards=count)
        for card in cards_of(deck):
            make_review_state(user=user, card=card, lapse_count=9)
        scope = scope_from(user, {}, now=NOW)
        with django_assert_max_num_queries(1):
            table(name, scope, now=NOW)


@pytest.mark.parametrize("name", ["x", "calendar.csv", "..%2Fcalendar", "%00", "Due"])
def test_another_table_is_not_there(client, name):
    client.force_login(make_user())
    assert client.get(f"/progress/{name}.csv").status_code == 404


def test_of_a_tag_with_too_many_reviews_there_is_none(client, monkeypatch):
    monkeypatch.setattr(counting, "TAG_REVIEWS_MAX", 0)
    user, deck = make_learner(cards=1)
    Card.objects.filter(deck=deck).update(tags=["s3"])
    rate(user, start(user, deck), cards_of(deck)[0], 2)
    client.force_login(user)
    assert client.get("/progress/calendar.csv?tag=s3").status_code == 404
    assert client.get("/progress/due.csv?tag=s3").status_code == 200
