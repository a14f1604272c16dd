"""The page of a group: who sees it, its decks, what it costs."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decks.groups.events import EventKind, note_event
from decks.groups.models import Membership, Role, Seen, StudyGroup
from decks.models import (
    Card,
    Comment,
    Deck,
    GroupDeck,
    User,
)
from tests.factories import (
    make_deck,
    make_group,
    make_member,
    make_user,
    share,
)
from tests.progress.group_rows import DAY, LONG_AGO, NOW, TODAY, known, named, seen_by

pytestmark = pytest.mark.django_db


def test_a_member_sees_it_and_nobody_else(client: Client, group, owner) -> None:
    address = f"/groups/{group.pk}/"
    client.force_login(owner)
    page = client.get(address).content.decode()
    assert "Cloud Certs" in page
    assert "Group settings" in page
    client.force_login(named(group))
    page = client.get(address).content.decode()
    assert "Group settings" not in page
    assert f"/groups/{group.pk}/me/" in page
    client.force_login(make_user())
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_a_new_group_of_one_says_what_is_missing(client: Client) -> None:
    owner = make_user()
    group = make_group(owner=owner, created_at=timezone.now())
    client.force_login(owner)
    page = client.get(f"/groups/{group.pk}/").content.decode()
    assert "Nobody shows their week under their name." in page
    assert "No deck is shared here yet." in page
    assert "reviews this week" not in page
    assert "You are counted here, not named." in page


def test_the_hidden_are_told_so(client: Client, group) -> None:
    user = make_user()
    make_member(group, user=user, seen=Seen.HIDDEN)
    client.force_login(user)
    page = client.get(f"/groups/{group.pk}/").content.decode()
    assert "You are hidden here" in page
    assert user.display_name not in page.split('id="main"')[1].split("<aside>")[0]


def test_an_exam_is_announced_until_it_is_over(group, owner) -> None:
    group.exam_date = TODAY + 17 * DAY
    group.save()
    assert seen_by(group, owner)["exam"].when == "in 17 days"
    assert seen_by(group, owner, now=NOW + 17 * DAY)["exam"].when == "today"
    assert seen_by(group, owner, now=NOW + 18 * DAY)["exam"] is None
    Membership.objects.update(exam_date=TODAY + DAY)
    exam = seen_by(group, owner)["exam"]
    assert (exam.when, exam.is_own) == ("tomorrow", True)


# --- Decks ----------------------------------------------------------------------------


def test_mastery_is_the_mean_of_the_rounded_levels(group, owner) -> None:
    deck = make_deck(owner=owner, cards=4)
    share(deck, group, shared_at=LONG_AGO)
    first, second, third, _ = deck.cards.all()
    known(group, first, 5, 5, 5)
    known(group, second, 4, 4, 5)
    known(group, third, 1, 1, 2)
    (row,) = seen_by(group, owner)["decks"]
    assert row.counts == (1, 1, 0, 0, 1, 1)
    assert row.mastery_percent == round((0 + 0 + 75 + 100) / 4)


def test_hard_cards_come_by_share_then_raters(group, owner) -> None:
    deck = make_deck(owner=owner, cards=6)
    share(deck, group, shared_at=LONG_AGO)
    cards = list(deck.cards.order_by("position"))
    known(group, cards[0], 2, 2, 5, 5)
    known(group, cards[1], 1, 1, 1)
    known(group, cards[2], 1, 1, 1, 1, 1)
    known(group, cards[3], 1, 2, 4)
    known(group, cards[4], 1, 2, 4, 4, 4, 4, 4, 4, 4)  # fewer than a quarter
    known(group, cards[5], 1, 4, 4, 5)  # one person alone
    (row,) = seen_by(group, owner)["decks"]
    assert [card.card_id for card in row.hard] == [cards[n].pk for n in (2, 1, 3)]
    assert row.hard_count == 4


def test_a_deck_without_cards_or_figures(client: Client, group, owner) -> None:
    share(make_deck(owner=owner), group)
    share(make_deck(owner=owner, cards=3), group)
    gone = make_deck(owner=owner, cards=3, deleted_at=NOW)
    share(gone, group)
    client.force_login(owner)
    page = client.get(f"/groups/{group.pk}/").content.decode()
    assert "not rated by three people yet" in page
    assert "No cards" in page
    assert gone.title not in page


# --- What it costs --------------------------------------------------------------------


def statements(client: Client, group: StudyGroup) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(f"/groups/{group.pk}/").status_code == 200
    return len(seen)


def talked_about(card: Card, author: User) -> None:
    Comment.objects.create(
        card=card,
        author=author,
        text="Is this so?",
        form_id=uuid.uuid4(),
        created_at=NOW,
    )


def crowd(group: StudyGroup, count: int) -> None:
    users = User.objects.bulk_create(
        [User(email=f"crowd{n}@example.com", display_name="C") for n in range(count)],
        batch_size=500,
    )
    long_ago = timezone.now() - 60 * DAY
    Membership.objects.bulk_create(
        [
            Membership(
                user=user,
                group=group,
                role=Role.MEMBER,
                seen=Seen.NAMED if number % 2 else Seen.COUNTED,
                seen_since=long_ago,
                joined_at=long_ago,
            )
            for number, user in enumerate(users)
        ],
        batch_size=500,
    )


def fill_decks(group: StudyGroup, owner: User, count: int) -> None:
    for _ in range(count):
        deck = make_deck(owner=owner, cards=4)
        share(deck, group, shared_at=timezone.now() - 60 * DAY)
        for card in deck.cards.all():
            known(group, card, 1, 1, 5, at=timezone.now())


def test_statements_do_not_grow(client: Client, group, owner) -> None:
    client.force_login(owner)
    crowd(group, 2)
    fill_decks(group, owner, 1)
    talked_about(Card.objects.get(position=1), owner)
    shared = {"actor": owner, "deck_id": Deck.objects.get().pk, "now": NOW}
    note_event(group.pk, EventKind.SHARED, **shared)
    statements(client, group)
    few = statements(client, group)
    User.objects.filter(email__startswith="crowd").delete()
    crowd(group, 299)
    fill_decks(group, owner, 199)
    assert (Membership.objects.count(), GroupDeck.objects.count()) == (300, 200)
    statements(client, group)
    assert statements(client, group) == few == 21


def test_a_look_that_counts_costs_three_more(client: Client, group, owner) -> None:
    client.force_login(owner)
    crowd(group, 2)
    fill_decks(group, owner, 1)
    statements(client, group)
    few = statements(client, group)
    StudyGroup.objects.update(figures_at=None)
    counted = statements(client, group)
    assert counted - few == 3 + 2, "claim, figures, time; a savepoint around them"


def test_five_hundred_are_shown_a_page_at_a_time(client: Client, group, owner) -> None:
    client.force_login(owner)
    crowd(group, 499)
    page = client.get(f"/groups/{group.pk}/").content.decode()
    assert page.count('<th scope="row">') == 50
    assert "Page 1 of 5" in page
    last = client.get(f"/groups/{group.pk}/?page=99").content.decode()
    assert "Page 5 of 5" in last
