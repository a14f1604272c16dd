"""Who is told of suggestions and of answers, and what learners see."""

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.cards.models import How
from decks.groups.events import EventKind
from decks.groups.models import GroupEvent
from decks.models import (
    Card,
    Enrolment,
    Notice,
    ReviewState,
)
from decks.notices.models import NoticeKind
from tests.factories import (
    NOW,
    make_member,
    make_public_deck,
    make_staff,
    make_user,
)
from tests.study.sittings import DAY, MINUTE, cards_of, rate, start
from tests.talk.suggest_world import (
    Circle,
    answer,
    card_now,
    change_of,
    client_of,
    page_url,
    send_change,
    words,
)

pytestmark = pytest.mark.django_db


# --- Who wrote it, who is told ------------------------------------------------------


def test_of_an_author_who_left_no_name_stands(circle: Circle) -> None:
    suggestion = change_of(circle)
    circle.ada.delete()
    page = words(client_of(circle.lin).get(page_url(suggestion)))
    assert "By Somebody" in page
    answer(circle.lin, suggestion, "accept")
    card = card_now(circle)
    assert (card.written_by, card.how) == (None, How.SUGGESTED)
    reply = client_of(circle.lin).get(reverse("card_history", args=[card.pk]))
    assert "Suggested by Somebody, accepted by Lin" in words(reply)


@pytest.mark.parametrize(
    ("do", "fields", "said"),
    [
        ("accept", {}, "accepted your change to AWS Lambda"),
        ("accept", {"words": "Fine\nwork"}, "to AWS Lambda: “Fine work”"),
        ("change", {"answer": "Mine"}, "accepted, with changes, your change to AWS"),
        ("decline", {"words": "No"}, "declined your change to AWS Lambda: “No”"),
    ],
)
def test_its_author_is_told(circle: Circle, do: str, fields, said: str) -> None:
    suggestion = change_of(circle)
    answer(circle.lin, suggestion, do, **fields)
    notice = Notice.objects.get(user=circle.ada, kind=NoticeKind.ANSWERED)
    assert said in notice.words
    assert (notice.path, notice.actor) == (page_url(suggestion), circle.lin)


def test_an_author_who_left_is_not_told(circle: Circle) -> None:
    suggestion = change_of(circle)
    circle.group.memberships.filter(user=circle.ada).delete()
    answer(circle.lin, suggestion, "accept", words="Secret")
    assert not Notice.objects.filter(user=circle.ada).exists()


def test_learners_and_groups_are_told_of_what_was_accepted(circle: Circle) -> None:
    tom = make_user()
    make_member(circle.group, user=tom)
    Enrolment.objects.create(user=tom, deck=circle.deck, created_at=NOW)
    answer(circle.lin, change_of(circle), "accept")
    assert Notice.objects.filter(user=tom, kind=NoticeKind.CHANGED).exists()
    event = GroupEvent.objects.get()
    assert (event.kind, event.actor, event.deck) == (
        EventKind.ACCEPTED,
        circle.lin,
        circle.deck,
    )


def test_what_was_declined_is_told_to_its_author_alone(circle: Circle) -> None:
    answer(circle.lin, change_of(circle), "decline")
    assert {n.user_id for n in Notice.objects.all()} == {circle.ada.pk}
    assert not GroupEvent.objects.exists()


def test_whoever_learned_it_reads_that_it_changed(circle: Circle) -> None:
    session = start(circle.ada, circle.deck, now=timezone.now() - DAY)
    Card.objects.filter(pk=circle.card.pk).update(updated_at=NOW - DAY)
    rate(circle.ada, session, circle.card, 4, now=timezone.now() - DAY)
    answer(circle.lin, change_of(circle), "accept")
    again = start(circle.ada, circle.deck, now=timezone.now() + 99 * DAY)
    url = reverse("study_answer", args=[again.id, circle.card.pk])
    reply = client_of(circle.ada).get(url)
    assert "Changed since you learned it" in words(reply)
    assert "[taken out: Answered ] [put in: Said better ]" in words(reply)
    later = timezone.now() + 99 * DAY + MINUTE
    rate(circle.ada, again, circle.card, 4, seen=1, now=later)
    assert "Changed since" not in words(client_of(circle.ada).get(url))


def test_nobody_starts_over(circle: Circle) -> None:
    rate(circle.ada, start(circle.ada, circle.deck), circle.card, 4)
    states = ReviewState.objects.filter(card=circle.card)
    before = list(states.values())
    answer(circle.lin, change_of(circle), "accept")
    assert list(states.values()) == before


# --- Who is told --------------------------------------------------------------------


def test_the_keeper_and_the_editors_are_told_and_the_group_notes_it(
    circle: Circle,
) -> None:
    send_change(circle.ada, circle.card)
    send_change(circle.ada, circle.card, answer="Else")
    told = {notice.user_id: notice for notice in Notice.objects.all()}
    assert set(told) == {circle.grace.pk, circle.lin.pk}
    notice = told[circle.grace.pk]
    assert (notice.kind, notice.count) == (NoticeKind.SUGGESTED, 2)
    assert notice.words == "suggested a change to AWS Lambda"
    assert notice.path == reverse("suggestions", args=[circle.deck.pk])
    event = GroupEvent.objects.get(kind=EventKind.SUGGESTED)
    assert (event.group, event.actor, event.count) == (circle.group, circle.ada, 2)


def test_where_editors_may_not_edit_they_are_not_told(circle: Circle) -> None:
    circle.deck.shares.update(editors_may_edit=False)
    send_change(circle.ada, circle.card)
    assert Notice.objects.get().user == circle.grace


def test_of_a_deck_without_owner_its_keepers_are_told() -> None:
    staff, deck = make_staff(), make_public_deck(cards=1)
    send_change(make_user(), cards_of(deck)[0])
    assert Notice.objects.get().user == staff
