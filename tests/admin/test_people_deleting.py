"""People deleted in the administration: said in numbers, then as on the site."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.jobs.models import Job
from decks.models import Deck, Membership, Review, StudyGroup, User
from tests.admin.pages import SECRET
from tests.closing.test_account_delete import everything
from tests.factories import (
    NOW,
    make_card,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_review,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:decks_user_changelist")


@pytest.fixture
def leaver() -> User:
    """With a job, and decks and groups of every fate."""
    leaver = make_user(display_name="Ada")
    Job.objects.create(kind="digest", user=leaver, run_at=NOW, created_at=NOW)
    everything(leaver)
    card = make_card(deck=make_deck(owner=leaver, title=SECRET), question=SECRET)
    make_review(user=leaver, card=card)
    return leaver


def url(person: User) -> str:
    return reverse("admin:decks_user_delete", args=[person.pk])


def test_it_is_said_in_numbers_and_in_nobodys_words(
    superuser: Client, leaver: User
) -> None:
    page = superuser.get(url(leaver)).content.decode()
    for said in (
        "<li>People: 1</li>",
        "<li>Ratings that go: 1</li>",
        "<li>Decks that go: 2</li>",
        "<li>Decks that somebody of a group takes over: 1</li>",
        "<li>Decks that stay without an owner: 1</li>",
        "<li>Groups that go: 1</li>",
        "<li>Groups that get another owner: 1</li>",
    ):
        assert said in page
    assert leaver.email in page
    assert SECRET not in page
    assert User.objects.filter(pk=leaver.pk).exists()


def test_then_they_go_as_if_they_had_ended_the_account(
    superuser: Client, leaver: User
) -> None:
    heir = User.objects.get(display_name="Grace")
    assert superuser.post(url(leaver), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=leaver.pk).exists()
    assert not Job.objects.exists()
    assert not Review.objects.exists()
    owners = dict(Deck.objects.values_list("title", "owner"))
    assert owners == {"Passed on": heir.pk, "Ownerless": None}
    assert [group.name for group in StudyGroup.objects.all()] == ["Rivers"]


def test_one_who_deletes_themselves_is_signed_out(superuser: Client) -> None:
    make_user(is_superuser=True, is_staff=True)
    me = User.objects.get(pk=superuser.session["_auth_user_id"])
    superuser.post(url(me), {"post": "yes"}, follow=True)
    assert not User.objects.filter(pk=me.pk).exists()
    response = superuser.get(LIST)
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_of_several_at_once_none_inherits(superuser: Client) -> None:
    owner, member = make_user(), make_user()
    group = make_group(owner=owner)
    make_member(group, user=member)
    share(make_deck(owner=owner), group)
    chosen = {
        "action": "delete_selected",
        "_selected_action": [owner.pk, member.pk],
    }
    page = superuser.post(LIST, chosen).content.decode()
    assert "<li>People: 2</li>" in page
    assert "<li>Decks that go: 1</li>" in page
    assert "<li>Groups that go: 1</li>" in page
    superuser.post(LIST, chosen | {"post": "yes"})
    assert not User.objects.filter(pk__in=[owner.pk, member.pk]).exists()
    assert not Deck.objects.exists()
    assert not Membership.objects.exists()


def test_the_page_costs_the_same_whatever_they_studied(
    superuser: Client, leaver: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            superuser.get(url(leaver))
        return len(asked)

    cost()
    before = cost()
    for card in make_public_deck(cards=20).cards.all():
        make_review(user=leaver, card=card)
    assert cost() == before
