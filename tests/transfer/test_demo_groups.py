"""The demo's two groups, over a demo without histories."""

from collections.abc import Callable

import pytest

from decks.groups.leaving import delete_group
from decks.models import (
    Card,
    Comment,
    Deck,
    GroupDeck,
    Invitation,
    Membership,
    StudyGroup,
    Suggestion,
    User,
)
from decks.transfer.demo.accounts import find_or_add_accounts
from decks.transfer.demo.groups import GROUPS, found_groups
from decks.transfer.demo.people import PEOPLE
from decks.transfer.demo.shelf import fill_shelf, find_decks
from tests.transfer.test_demo import SPAN

pytestmark = pytest.mark.django_db
COUNTED = (Comment, GroupDeck, Invitation, Membership, StudyGroup, Suggestion)


@pytest.fixture
def ungrouped() -> dict[str, User]:
    """The accounts and their decks."""
    people = find_or_add_accounts(PEOPLE, joined_at=SPAN.begins_at)
    fill_shelf(people, made_at=SPAN.begins_at)
    return people


@pytest.fixture
def accounts(ungrouped: dict[str, User]) -> dict[str, User]:
    found_groups(ungrouped, find_decks(), now=SPAN.now)
    return ungrouped


def counts() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def test_everybody_it_names_is_in_it_with_what_they_chose(
    accounts: dict[str, User],
) -> None:
    for founded in GROUPS:
        rows = Membership.objects.filter(group__name=founded.name)
        assert set(rows.values_list("user__email", "seen")) == {
            (f"{one.login}@demo.example", one.seen) for one in founded.members
        }
        assert rows.filter(role="owner").count() == 1


def test_an_accepted_suggestion_stands_on_the_card_with_its_authors_name(
    accounts: dict[str, User],
) -> None:
    accepted = Suggestion.objects.get(state="accepted")
    assert accepted.card is not None
    assert accepted.card.written_by == accounts["dev"]
    assert "Permanent persistence" in accepted.card.answer


def test_made_again_nothing_is_added(accounts: dict[str, User]) -> None:
    before = counts()
    assert min(before) > 0
    found_groups(accounts, find_decks(), now=SPAN.now)
    assert counts() == before


def test_a_group_that_was_renamed_is_not_made_again(accounts: dict[str, User]) -> None:
    StudyGroup.objects.update(name="Another", description="")
    before = counts()
    found_groups(accounts, find_decks(), now=SPAN.now)
    assert counts() == before


def test_one_that_was_deleted_is_made_again_where_its_decks_are_as_they_were(
    accounts: dict[str, User],
) -> None:
    for group, owner in [("Cloud Certs", "ada"), ("Spain in spring", "mateo")]:
        group_id = StudyGroup.objects.get(name=group).pk
        delete_group(group_id, by=accounts[owner], now=SPAN.now)
    found_groups(accounts, find_decks(), now=SPAN.now)
    # The other's deck has the correction that was accepted there.
    assert [group.name for group in StudyGroup.objects.all()] == ["Spain in spring"]


def _deck_taken_down() -> None:
    Deck.objects.filter(owner__email="rosa@demo.example").update(
        taken_down_at=SPAN.now, visibility=Deck.Visibility.PRIVATE
    )


def _deck_gone() -> None:
    Deck.objects.filter(owner__email="rosa@demo.example").delete()


def _card_gone() -> None:
    Card.objects.filter(answer__contains="max is 512MB").delete()


def _text_elsewhere() -> None:
    Card.objects.filter(answer__contains="max is 512MB").update(
        question="max is 512MB", answer="10 GB"
    )


@pytest.mark.parametrize(
    "change", [_deck_taken_down, _deck_gone, _card_gone, _text_elsewhere]
)
def test_with_decks_that_were_changed_a_group_is_not_made(
    ungrouped: dict[str, User], change: Callable[[], None]
) -> None:
    change()
    found_groups(ungrouped, find_decks(), now=SPAN.now)
    assert [group.name for group in StudyGroup.objects.all()] == ["Spain in spring"]
