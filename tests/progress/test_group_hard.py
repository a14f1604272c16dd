"""Studying what a group finds hard."""

import pytest
from django.test import Client
from django.utils import timezone

from decks.groups.models import StudyGroup
from decks.models import (
    Deck,
    Enrolment,
    StudySession,
)
from tests.factories import (
    make_deck,
    make_enrolment,
    make_review_state,
    make_user,
    share,
)
from tests.progress.group_rows import DAY, known, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(group, owner) -> Deck:
    """Four cards: the second and third are hard, the second more so."""
    deck = make_deck(owner=owner, cards=4)
    share(deck, group, shared_at=timezone.now() - 60 * DAY)
    _, second, third, fourth = deck.cards.order_by("position")
    for card, levels in ((second, (1, 1, 1)), (third, (2, 2, 5)), (fourth, (4, 4, 4))):
        known(group, card, *levels, at=timezone.now())
    return deck


def hard_of(deck: Deck) -> list[int]:
    hard = deck.cards.filter(position__in=(2, 3)).order_by("position")
    return [card.pk for card in hard]


def study_hard(client: Client, group: StudyGroup):
    return client.post(f"/groups/{group.pk}/hard/", follow=True)


def test_study_these_is_of_exactly_the_hard_cards(client, group, deck) -> None:
    user = named(group)
    client.force_login(user)
    assert (
        "Study these 2 hard cards"
        in client.get(f"/groups/{group.pk}/").content.decode()
    )
    study_hard(client, group)
    session = StudySession.objects.get(user=user)
    assert session.kind == StudySession.Kind.REVIEW
    assert session.title == "Hard for the group"
    assert sorted(session.card_ids) == hard_of(deck)
    assert Enrolment.objects.filter(user=user, deck=deck).exists()


def test_study_these_twice_goes_on(client, group, deck) -> None:
    user = named(group)
    client.force_login(user)
    study_hard(client, group)
    study_hard(client, group)
    assert StudySession.objects.filter(user=user).count() == 1


def test_where_none_is_due_it_is_practice_and_says_so(client, group, deck) -> None:
    user = named(group)
    client.force_login(user)
    make_enrolment(user=user, deck=deck)
    for card in deck.cards.all():
        make_review_state(user=user, card=card, due_at=timezone.now() + DAY)
    page = study_hard(client, group)
    session = StudySession.objects.get(user=user)
    assert session.kind == StudySession.Kind.CRAM
    assert session.card_ids[0] == hard_of(deck)[0], "the hardest first"
    assert sorted(session.card_ids) == hard_of(deck)
    assert "it leaves your schedule alone" in page.content.decode()


def test_where_some_are_due_it_says_how_many(client, group, deck) -> None:
    user = named(group)
    client.force_login(user)
    make_enrolment(user=user, deck=deck)
    later = deck.cards.get(position=2)
    make_review_state(user=user, card=later, due_at=timezone.now() + DAY)
    page = study_hard(client, group)
    session = StudySession.objects.get(user=user)
    assert session.card_ids == [deck.cards.get(position=3).pk]
    assert "1 of these 2 cards is due or new now." in page.content.decode()


def test_without_hard_cards_it_says_so(client, group, owner) -> None:
    client.force_login(owner)
    page = study_hard(client, group)
    assert "No card of these decks is hard for the group now." in page.content.decode()
    assert not StudySession.objects.exists()


def test_an_outsider_studies_nothing(client, group, deck) -> None:
    client.force_login(make_user())
    assert study_hard(client, group).status_code == 404


def test_a_hard_card_can_be_rewritten_together(client, group, deck) -> None:
    client.force_login(named(group))
    page = client.get(f"/groups/{group.pk}/").content.decode()
    card = hard_of(deck)[0]
    assert f'href="/cards/{card}/suggest/?together=1"' in page
    assert client.get(f"/cards/{card}/suggest/?together=1").status_code == 200
    assert client.get(f"/cards/{card}/talk/").status_code == 200
