"""A Postgres distributed by learner stays possible: schema and SQL keep its rules.

The site runs on one Postgres. What would make a distributed one impossible is easily
built in and hard to take out, so it is looked for here. `test_sharding_rules` shows
that each rule finds what breaks it. Why these rules: README, "Growing".
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decks.models import StudySession
from decks.study.models import LearnerRow
from decks.study.selections import Selection
from decks.study.sessions import start_session
from tests import sharding_rules as rules
from tests.architecture_rules import project_modules
from tests.factories import make_public_deck
from tests.study.browsing import HTMX, begin, sql_of
from tests.study.browsing import rate as study
from tests.study.sittings import cards_of, practise

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tables() -> list[str]:
    return rules.learners_tables()


def test_which_tables_are_learners():
    found = {model.__name__ for model in rules.learners_models()}
    assert {each.__name__ for each in LearnerRow.__subclasses__()} <= found
    assert {"Review", "ReviewState", "StudySession", "DayCounter", "Notice"} <= found
    assert not {"User", "Deck", "Card", "StudyGroup", "ImportDraft"} & found


def test_of_every_table_that_goes_with_a_person_it_is_said_whose_it_is():
    assert rules.undecided() == []


def test_every_key_of_a_learners_table_holds_the_user(tables):
    assert rules.keys_without_user(tables) == []
    assert rules.tables_without_key(tables) == []


def test_no_table_has_a_trigger():
    assert rules.triggers() == []


def test_nothing_refers_to_a_learners_row(tables):
    assert rules.references_to_learners(tables) == []


def test_the_database_fills_no_learners_column_by_itself(tables):
    assert rules.volatile_defaults(tables) == []


@pytest.fixture
def hot_path(browser, learner) -> list[str]:
    """The SQL of a sitting: begin, read, rate, rate again, undo; and of a practice."""
    deck = make_public_deck(cards=3)
    with CaptureQueriesContext(connection) as captured:
        path = begin(browser, deck)
        for level in (1, 4):
            assert study(browser, path, level).status_code == 200
        last = StudySession.objects.get(user=learner).last_rating_id
        reply = browser.post(path + "undo/", {"rating_id": last}, headers=HTMX)
        assert b"Undone" in reply.content
        now = timezone.now()
        chosen = Selection(deck_ids=(deck.pk,), kind=StudySession.Kind.CRAM)
        practice = start_session(learner, chosen, now=now)
        assert practice is not None
        practise(learner, practice, cards_of(deck)[2], 4, now=now)
    return list(sql_of(captured))


def written(statements: list[str]) -> list[str]:
    return [sql for sql in statements if rules.writes(sql)]


def test_the_hot_path_asks_for_nothing_that_differs_each_time(hot_path):
    assert len(written(hot_path)) >= 5
    assert [word for sql in hot_path for word in rules.unrepeatable(sql)] == []


def test_the_hot_path_says_whose_rows_it_wants(hot_path, tables):
    assert sum(bool(rules.touched(sql, tables)) for sql in hot_path) >= 10
    assert [
        words for sql in hot_path for words in rules.without_user(sql, tables)
    ] == []


def test_no_statement_of_the_program_gives_a_row_to_another(hot_path):
    modules = [m for m in project_modules() if not m.name.startswith("tests")]
    found = [sql for module in modules for sql in rules.statements_of(module)]
    assert len(found) > 20
    assert [words for sql in found + hot_path for words in rules.moves_rows(sql)] == []
    assert [words for m in modules for words in rules.updates_of_user(m)] == []


def test_no_statement_writes_to_learners_rows_what_differs_each_time(tables):
    modules = [m for m in project_modules() if not m.name.startswith("tests")]
    found = [sql for module in modules for sql in rules.statements_of(module)]
    theirs = [sql for sql in found if rules.touched(sql, tables)]
    assert len(theirs) > 10
    assert [word for sql in theirs for word in rules.unrepeatable(sql)] == []
