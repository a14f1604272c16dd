"""Deleting one's own account: what is said before, and what is so afterwards."""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.closing.ending import end_accounts
from decks.closing.outlook import outlook_of
from decks.groups.models import Role
from decks.models import Comment, Deck, Membership, Review, StudyGroup, User
from decks.study.sessions import enrol
from tests.accounts.second_steps import make_confirmed, signed_in
from tests.accounts.test_identity import grow_old
from tests.factories import (
    make_comment,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_review,
    make_staff,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db

URL = reverse("account_delete")
SURE = {"is_sure": "on"}


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def leaver() -> User:
    return make_confirmed(display_name="Ada")


def test_without_the_tick_nothing_happens(leaver: User) -> None:
    response = signed_in(leaver).post(URL, {})
    assert response.status_code == 422
    assert "Please tick this" in response.content.decode()
    assert User.objects.filter(pk=leaver.pk).exists()


def test_the_account_its_sessions_and_its_history_go(leaver: User) -> None:
    deck = make_public_deck(cards=1)
    make_review(user=leaver, card=deck.cards.get())
    here, there = signed_in(leaver), signed_in(leaver)
    assert here.post(URL, SURE)["Location"] == reverse("home")
    assert "Your account is deleted." in here.get(reverse("home")).content.decode()
    assert there.get(reverse("preferences")).status_code == 302
    assert not User.objects.filter(pk=leaver.pk).exists()
    assert not Review.objects.exists()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [leaver.email],
        "Your account is deleted",
    )


def test_no_session_outlives_it(leaver: User) -> None:
    here, other = signed_in(leaver), signed_in(make_confirmed(email="b@example.com"))
    for _ in range(2):
        signed_in(leaver)
    here.post(URL, SURE)
    kept = Session.objects.exclude(pk=here.session.session_key)
    assert [row.pk for row in kept] == [other.session.session_key]
    held = [str(row.get_decoded()) for row in Session.objects.all()]
    assert not any(leaver.email in data for data in held)


def test_sent_twice_it_is_done_once(leaver: User) -> None:
    first, second = signed_in(leaver), signed_in(leaver)
    first.post(URL, SURE)
    assert reverse("account_login") in second.post(URL, SURE)["Location"]
    end_accounts([leaver.pk], now=timezone.now())


def test_who_has_not_shown_it_is_them_is_asked_first(leaver: User) -> None:
    client = signed_in(leaver)
    grow_old(client)
    for response in (client.get(URL), client.post(URL, SURE)):
        assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=leaver.pk).exists()


def test_the_only_administrator_stays(leaver: User) -> None:
    User.objects.filter(pk=leaver.pk).update(is_superuser=True, is_staff=True)
    make_user(is_superuser=True)  # who cannot open the administration
    client = signed_in(leaver)
    response = client.post(URL, SURE)
    assert response.status_code == 422
    assert "You are the only administrator." in response.content.decode()
    assert User.objects.filter(pk=leaver.pk).exists()
    make_staff(is_superuser=True)
    assert client.post(URL, SURE).status_code == 302


def test_looking_changes_nothing(leaver: User) -> None:
    group = make_group(owner=leaver)
    make_member(group=group)
    signed_in(leaver).get(URL)
    owners = Membership.objects.filter(group=group, role=Role.OWNER)
    assert [owner.user_id for owner in owners] == [leaver.pk]


# --- what is said is what happens ----------------------------------------------------


def everything(leaver: User) -> tuple[User, StudyGroup]:
    """A deck of each kind, a group with others and one without; the group's heir."""
    heir = make_user(display_name="Grace")
    group = make_group(owner=leaver, name="Rivers")
    make_member(group=group, user=heir)
    make_group(owner=leaver, name="Alone")
    share(make_deck(owner=leaver, title="Passed on", cards=1), group)
    make_deck(owner=leaver, title="Lost", cards=1)
    public = make_public_deck(owner=leaver, title="Ownerless", cards=1)
    enrol(heir, public, now=timezone.now())
    return heir, group


def test_the_outlook_names_each_and_its_heir(leaver: User) -> None:
    everything(leaver)
    outlook = outlook_of(leaver, now=timezone.now())
    assert [(d.name, d.heir) for d in outlook.passed_on] == [("Passed on", "Grace")]
    assert [(d.name, d.other_count) for d in outlook.ownerless] == [("Ownerless", 1)]
    assert [d.name for d in outlook.lost] == ["Lost"]
    assert [(g.name, g.heir) for g in outlook.groups_passed_on] == [("Rivers", "Grace")]
    assert [g.name for g in outlook.groups_lost] == ["Alone"]


def test_what_was_said_is_what_happens(leaver: User) -> None:
    heir, group = everything(leaver)
    client = signed_in(leaver)
    page = client.get(URL).content.decode()
    assert all(name in page for name in ("Passed on", "Ownerless", "Lost", "Alone"))
    client.post(URL, SURE)
    owners = dict(Deck.objects.values_list("title", "owner"))
    assert owners == {"Passed on": heir.pk, "Ownerless": None}
    assert [row.name for row in StudyGroup.objects.all()] == ["Rivers"]
    assert Membership.objects.get(group=group).role == Role.OWNER


def test_what_they_said_stays_without_their_name(leaver: User) -> None:
    deck = make_public_deck(cards=1)
    comment = make_comment(card=deck.cards.get(), author=leaver)
    signed_in(leaver).post(URL, SURE)
    assert Comment.objects.get(pk=comment.pk).author is None


def test_the_number_of_statements_does_not_grow(leaver: User) -> None:
    def costs(decks: int) -> int:
        for _ in range(decks):
            make_public_deck(owner=leaver, cards=1)
        with CaptureQueriesContext(connection) as asked:
            outlook_of(leaver, now=timezone.now())
        return len(asked)

    assert costs(1) == costs(20)


def test_anonymous_people_have_no_account_to_delete(client: Client) -> None:
    assert reverse("account_login") in client.post(URL, SURE)["Location"]
