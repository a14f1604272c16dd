"""The whole account as JSON: what it holds, and what it does not."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decks.models import Card, Deck, Review, ReviewState, StudySession
from decks.transfer.take_out import paging
from decks.transfer.take_out.account import account_json
from decks.transfer.take_out.sections import SECTIONS
from tests.factories import NOW, make_public_deck, make_review, make_user
from tests.transfer.take_out.account_world import (
    CLOSED,
    SECRET,
    TO_THE_LETTER,
    Owner,
    account_of,
    make_owner,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Owner:
    return make_owner()


@pytest.fixture
def account(owner: Owner) -> dict[str, Any]:
    return account_of(owner.user)


def test_it_says_what_it_is(account: dict[str, Any]) -> None:
    head = {name: account[name] for name in ("format", "version", "made_at")}
    assert head == {
        "format": "flashcards-account",
        "version": 1,
        "made_at": "2026-03-02T09:00:00+00:00",
    }
    assert list(account)[4:] == [section.name for section in SECTIONS]


def test_every_list_has_a_row(account: dict[str, Any]) -> None:
    """So that the tests here are about something."""
    assert [section.name for section in SECTIONS if not account[section.name]] == []


def test_of_somebody_new_every_list_is_empty() -> None:
    account = account_of(make_user(display_name="Ada"))
    assert account["profile"]["display_name"] == "Ada"
    assert {section.name: account[section.name] for section in SECTIONS} == {
        section.name: [] for section in SECTIONS
    }


def test_the_profile_and_the_addresses(owner: Owner, account: dict[str, Any]) -> None:
    profile = account["profile"]
    assert profile["email"] == owner.user.email
    assert profile["time_zone"] == "Europe/Berlin"
    assert profile["day_start_minutes"] == 240
    assert dt.datetime.fromisoformat(profile["date_joined"]) == owner.user.date_joined
    address = {"email": owner.user.email, "verified": True, "primary": True}
    assert account["email_addresses"] == [address]


def test_own_decks_and_cards_to_the_letter(
    owner: Owner, account: dict[str, Any]
) -> None:
    deck = owner.decks["own"]
    (kept,) = account["decks"]
    assert (kept["id"], kept["title"]) == (deck.pk, "Mine")
    assert kept["description"] == TO_THE_LETTER
    sides = [(card["question"], card["deck_id"]) for card in account["cards"]]
    assert sorted(sides) == sorted(
        (question, deck.pk) for question in (TO_THE_LETTER, "Second", "Deleted")
    )
    changed = next(card for card in account["cards"] if card["version"] == 2)
    assert (changed["answer"], changed["tags"]) == (TO_THE_LETTER, ["a", "b"])
    (deleted,) = [card for card in account["cards"] if card["deleted_at"]]
    assert deleted["question"] == "Deleted"
    (earlier,) = account["earlier_texts"]
    assert (earlier["card_id"], earlier["question"]) == (changed["id"], "Earlier")


def test_cards_stand_in_their_decks_order(account: dict[str, Any]) -> None:
    kept = [card for card in account["cards"] if card["deleted_at"] is None]
    assert [card["position"] for card in kept] == [1, 2]


def test_studied_decks_have_their_cards_where_one_may_take_them_along(
    owner: Owner, account: dict[str, Any]
) -> None:
    by_name = {name: deck.pk for name, deck in owner.decks.items()}
    studied = {deck["deck_id"]: deck for deck in account["studied_decks"]}
    assert studied[by_name["studied"]]["title"] == owner.decks["studied"].title
    assert [studied[by_name[name]]["has_cards"] for name in ("studied", "closed")] == [
        True,
        False,
    ]
    assert {card["deck_id"] for card in account["studied_cards"]} == {
        by_name["studied"]
    }
    assert [card["question"] for card in account["studied_cards"]] == [
        f"Question {number}" for number in range(1, 5)
    ]


def test_of_a_lost_deck_numbers_stay_and_words_do_not(
    owner: Owner, account: dict[str, Any]
) -> None:
    lost = owner.decks["lost"].pk
    (enrolled,) = [row for row in account["studied_decks"] if row["deck_id"] == lost]
    assert (enrolled["title"], enrolled["has_cards"]) == (None, False)
    for name in ("reviews", "card_states"):
        assert [row["deck_id"] for row in account[name]].count(lost) == 1
    reasons = {row["reason"]: row for row in account["suggestions"]}
    change = reasons["Mine, of a lost card"]
    words = ("question", "answer", "tags", "answer_words")
    assert [change[name] for name in words] == [None] * 4
    new = [row["question"] for row in account["suggestions"] if row["kind"] == "new"]
    assert new == ["My own new card"]
    assert "Mine, on a lost card" in [row["text"] for row in account["comments"]]


def test_words_of_others_and_the_password_are_not_in_it(owner: Owner) -> None:
    owner.user.set_password("correct horse battery staple")
    owner.user.save()
    text = b"".join(account_json(owner.user, now=NOW)).decode()
    assert SECRET not in text
    assert CLOSED not in text
    assert owner.user.password not in text
    assert '"password"' not in text


def test_what_was_said_is_there_with_its_answer(account: dict[str, Any]) -> None:
    assert TO_THE_LETTER in [row["text"] for row in account["comments"]]
    (better,) = [row for row in account["suggestions"] if row["question"] == "Better"]
    assert better["answer_words"] == "Thanks"
    assert [row["text"] for row in account["notes"]] == [TO_THE_LETTER]


def test_groups_are_named_with_what_was_chosen_there(account: dict[str, Any]) -> None:
    (group,) = account["groups"]
    assert (group["name"], group["role"]) == ("Together", "member")
    assert (group["seen"], group["exam_date"]) == ("named", "2026-06-01")
    assert [row["name"] for row in account["asked_to_join"]] == ["Wanted"]


def test_the_log_is_whole(owner: Owner, account: dict[str, Any]) -> None:
    """Also what was undone, practice, and a card that was started over."""
    rows = Review.objects.filter(user=owner.user)
    by_id = {row["rating_id"]: row for row in account["reviews"]}
    assert set(by_id) == {str(row.rating_id) for row in rows}
    for row in rows:
        written = by_id[str(row.rating_id)]
        assert (written["kind"], written["level"]) == (row.kind, row.level)
        assert dt.datetime.fromisoformat(written["reviewed_at"]) == row.reviewed_at
        assert (written["undone_at"] is None) is (row.undone_at is None)
    kinds = {row["kind"] for row in account["reviews"]}
    assert kinds == {"review", "cram", "reset"}


def test_states_come_with_every_digit(owner: Owner, account: dict[str, Any]) -> None:
    states = ReviewState.objects.filter(user=owner.user).order_by("card_id")
    columns = ("card_id", "stability_days", "difficulty")
    assert [tuple(row[name] for name in columns) for row in account["card_states"]] == [
        tuple(getattr(state, name) for name in columns) for state in states
    ]


def test_sittings_say_what_they_were_about(
    owner: Owner, account: dict[str, Any]
) -> None:
    sittings = StudySession.objects.filter(user=owner.user).order_by("id")
    assert [row["deck_ids"] for row in account["sittings"]] == [
        sitting.deck_ids for sitting in sittings
    ]
    assert not [row for row in account["sittings"] if "selection" in row]
    assert [row["levels"] for row in account["sittings"]] == [
        sitting.levels for sitting in sittings
    ]


def test_anothers_rows_are_not_in_it(owner: Owner) -> None:
    other = make_user()
    account = account_of(other)
    assert [section.name for section in SECTIONS if account[section.name]] == []
    assert owner.user.email not in json.dumps(account)


@pytest.mark.parametrize("page_rows", [1, 2, 1000])
def test_pages_of_any_size_give_the_same(
    owner: Owner, monkeypatch: pytest.MonkeyPatch, page_rows: int
) -> None:
    whole = account_of(owner.user)
    monkeypatch.setattr(paging, "PAGE_ROWS", page_rows)
    assert account_of(owner.user) == whole


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (19, 2), (20, 3), (95, 10)])
def test_the_statements_grow_by_the_page(
    monkeypatch: pytest.MonkeyPatch, count: int, pages: int
) -> None:
    """One more where the last page is full; decks, groups and all else are lists."""
    monkeypatch.setattr(paging, "PAGE_ROWS", 10)
    user = make_user()
    for card in make_public_deck(cards=count).cards.all():
        make_review(user=user, card=card)
    with CaptureQueriesContext(connection) as asked:
        account_of(user)
    assert len(asked) == 1 + len(SECTIONS) - 1 + pages


def test_a_deck_with_many_cards_costs_its_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paging, "PAGE_ROWS", 10)
    user = make_user()
    for _ in range(3):
        make_public_deck(owner=user, cards=9)
    with CaptureQueriesContext(connection) as asked:
        account = account_of(user)
    assert len(account["cards"]) == 27
    # Where own cards lie is asked for twice.
    assert len(asked) == 1 + len(SECTIONS) - 1 + 3 + 2


def test_a_deleted_deck_is_there_while_it_can_be_brought_back(owner: Owner) -> None:
    Deck.objects.filter(pk=owner.decks["own"].pk).update(deleted_at=NOW)
    account = account_of(owner.user)
    assert [deck["title"] for deck in account["decks"]] == ["Mine"]
    assert len(account["cards"]) == 3


def test_a_card_that_was_moved_to_a_closed_deck_leaves_its_words_there(
    owner: Owner,
) -> None:
    card = owner.decks["studied"].cards.all()[0]
    Card.objects.filter(pk=card.pk).update(deck=owner.decks["lost"], question=SECRET)
    text = json.dumps(account_of(owner.user))
    assert SECRET not in text
    assert f'"card_id": {card.pk}' in text
