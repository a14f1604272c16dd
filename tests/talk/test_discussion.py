"""What a group's page and its discussion show of what is said."""

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.models import GroupDeck
from decks.talk.reading import discussion_of
from tests.factories import make_card, make_comment, make_deck, make_review_state
from tests.talk.talking import Circle, make_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def seen(circle: Circle, role: str = "member", limit: int = 5):
    return discussion_of(circle.people[role], [circle.deck.pk], limit)


def test_the_card_talked_about_last_comes_first_with_its_last_two(circle) -> None:
    other = make_card(deck=circle.deck)
    for number in range(3):
        circle.said("member", f"Of the first, {number}")
    make_comment(card=other, author=circle.people["owner"], text="Of the other")
    circle.said("editor", "The last")
    found = seen(circle)
    assert [talk.card for talk in found.talks] == [circle.card, other]
    texts = [comment.text for comment in found.talks[0].comments]
    assert texts == ["Of the first, 2", "The last"]
    assert found.talks[0].names == "Member and Editor"
    assert found.count == 2


def test_the_rule_is_the_readers_own(circle) -> None:
    circle.said("owner")
    make_review_state(user=circle.people["member"], card=circle.card, last_level=1)
    assert seen(circle).talks[0].level == 1
    assert seen(circle, "owner").talks[0].level is None


def test_what_is_resolved_is_left_out(circle) -> None:
    circle.said("member", resolved_at=timezone.now())
    assert seen(circle).count == 0
    assert seen(circle).talks == []


def test_decks_that_are_closed_to_the_reader_are_left_out(circle) -> None:
    circle.said("member")
    assert seen(circle, "outsider").count == 0
    GroupDeck.objects.all().delete()
    assert seen(circle).count == 0
    assert seen(circle, "owner").count == 1


@pytest.mark.parametrize("count", [1, 30])
def test_statements_do_not_grow_with_cards(
    circle, count, django_assert_num_queries
) -> None:
    for _ in range(count):
        card = make_card(deck=circle.deck)
        for _ in range(3):
            make_comment(card=card, author=circle.people["owner"])
    with django_assert_num_queries(5):
        assert len(seen(circle, limit=20).talks) == min(count, 20)


def test_nothing_said_costs_one_statement(circle, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert seen(circle).talks == []


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("editor", 200), ("member", 200), ("outsider", 404)],
)
def test_the_page_is_for_those_in_the_group(circle, role, status) -> None:
    circle.said("member", "Here it stands")
    url = reverse("group_talk", args=[circle.group.pk])
    page = circle.client(role).get(url)
    assert page.status_code == status
    assert ("Here it stands" in page.content.decode()) == (status == 200)


def test_the_page_holds_twenty_cards_of_the_groups_own_decks(circle) -> None:
    for _ in range(25):
        card = make_card(deck=circle.deck)
        make_comment(card=card, author=circle.people["owner"])
    elsewhere = make_card(deck=make_deck(owner=circle.people["owner"]))
    make_comment(card=elsewhere, text="Not in the group")
    url = reverse("group_talk", args=[circle.group.pk])
    first = circle.client("owner").get(url)
    assert len(first.context["talks"]) == 20
    second = circle.client("owner").get(url + "?page=2")
    assert len(second.context["talks"]) == 5
    both = first.content.decode() + second.content.decode()
    assert "25 cards" in both
    assert "Not in the group" not in both


def test_an_empty_discussion_says_how_to_begin(circle) -> None:
    url = reverse("group_talk", args=[circle.group.pk])
    assert "press D" in circle.client("member").get(url).content.decode()
