"""The same for the pages of study groups."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.groups.events import EventKind, note_event
from decks.groups.models import GroupCard, Role, Seen
from decks.models import (
    Block,
    Card,
    Comment,
    DayCounter,
    Deck,
    JoinRequest,
    StudyGroup,
    User,
)
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check
from tests.factories import make_deck, make_group, make_member, make_user, share

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsprüfung"
OF_A_GROUP = (
    "group_edit",
    "group_delete",
    "group",
    "group_members",
    "group_me",
    "group_leave",
    "group_activity",
)


@pytest.fixture
def owner() -> User:
    return make_user(display_name="Grace Hopper")


@pytest.fixture
def group(owner: User) -> StudyGroup:
    """A group in which every page has something to show."""
    now = timezone.now()
    group = make_group(owner=owner, name=LONG, exam_date=dt.date(2030, 6, 12))
    make_member(group, user=make_user(display_name=LONG), role=Role.EDITOR)
    for _ in range(60):
        make_member(group)
    asking, kept_out = make_user(display_name=f"{LONG} 2"), make_user()
    JoinRequest.objects.create(group=group, user=asking, asked_at=now)
    Block.objects.create(group=group, user=kept_out, blocked_at=now)
    JoinRequest.objects.create(group=make_group(), user=owner, asked_at=now)
    deck = make_deck(owner=owner, title=LONG, cards=3)
    share(deck, group)
    fill_activity(group, owner, deck.pk, asking.pk)
    fill_page(group, deck)
    return group


def fill_page(group: StudyGroup, deck: Deck) -> None:
    """The group's own page: people who are named, hard cards, a card talked about."""
    now = timezone.now()
    long_ago = now - dt.timedelta(days=30)
    group.memberships.filter(role__in=(Role.OWNER, Role.EDITOR)).update(
        seen=Seen.NAMED, seen_since=long_ago, joined_at=long_ago
    )
    make_member(group, seen=Seen.NAMED, seen_since=now, joined_at=now)
    for row in group.memberships.filter(seen=Seen.NAMED):
        DayCounter.objects.create(
            user=row.user, deck=deck, study_day=now.date(), level_3=12
        )
    hard, *_ = deck.cards.all()
    Card.objects.filter(pk=hard.pk).update(question=LONG * 4)
    GroupCard.objects.create(
        group=group,
        card=hard,
        deck=deck,
        raters=5,
        low=4,
        level_sum=8,
        published_at=now,
    )
    Comment.objects.create(
        card=hard,
        author=group.memberships.earliest("joined_at").user,
        text=LONG,
        form_id=uuid.uuid4(),
        created_at=now,
    )


def fill_activity(group: StudyGroup, owner: User, deck_id: int, other: int) -> None:
    for kind in EventKind:
        note_event(
            group.pk,
            kind,
            actor=owner,
            deck_id=deck_id,
            person_id=other,
            words="2030-06-12" if kind == EventKind.EXAM else LONG,
            now=timezone.now(),
        )
    for number in range(30):
        moment = timezone.now() - dt.timedelta(days=number)
        note_event(group.pk, EventKind.JOINED, actor=owner, now=moment)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_an_owner_sees(open_browser, owner, group, width, scheme) -> None:
    page = signed_in(open_browser(width=width, color_scheme=scheme), owner)
    member = group.memberships.exclude(user=owner).first()
    paths = [reverse("group_list"), reverse("group_new")]
    paths += [reverse(name, args=[group.pk]) for name in OF_A_GROUP]
    paths += [reverse("group_remove", args=[group.pk, member.user_id])]
    paths += [reverse("group_members", args=[group.pk]) + "?q=nobody"]
    check(page, paths)


@pytest.mark.parametrize(("width", "scheme"), LOOKS[:1])
def test_what_a_member_sees(open_browser, owner, group, width, scheme) -> None:
    member = make_user(display_name="Ada")
    page = signed_in(open_browser(width=width, color_scheme=scheme), member)
    check(page, [reverse("group_list")])
    make_member(group, user=member)
    share(make_deck(owner=member, title=LONG), group)
    paths = [reverse(name, args=[group.pk]) for name in OF_A_GROUP[2:]]
    check(page, paths)
