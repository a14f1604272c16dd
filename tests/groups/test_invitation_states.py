"""Which invitations let in, and what an owner changes about them."""

import datetime as dt
import itertools
from functools import partial
from typing import Any

import pytest

from decks.groups.invitations import (
    LINKS_AT_ONCE,
    State,
    change_role,
    links_of,
    make_link,
    replace_token,
    state_of,
    turn_off,
    working,
)
from decks.groups.joining import Entry
from decks.groups.models import Invitation, Role
from tests.factories import NOW, make_group, make_user
from tests.groups.invites import (
    DAY,
    HOUR,
    at_once,
    make_invitation,
    make_mail,
    owner_of,
    role_of,
    use,
)

pytestmark = pytest.mark.django_db

MOMENT = dt.timedelta(microseconds=1)
ENDS = {
    None: True,
    NOW + MOMENT: True,
    NOW + DAY: True,
    NOW: False,
    NOW - MOMENT: False,
    NOW - DAY: False,
}
USES = {(None, 0): True, (None, 9): True, (1, 0): True, (5, 4): True}
USED_UP = {(1, 1): False, (5, 5): False, (5, 6): False}
OFFS = {None: True, NOW - DAY: False, NOW: False}


def all_states() -> list[Any]:
    """Every end with every number of uses, on and off, and what comes of it."""
    table = itertools.product(ENDS.items(), (USES | USED_UP).items(), OFFS.items())
    return [
        (end, uses, off, _state(is_on, has_uses, in_time))
        for (end, in_time), (uses, has_uses), (off, is_on) in table
    ]


def _state(is_on: bool, has_uses: bool, in_time: bool) -> State:
    if not is_on:
        return State.OFF
    if not has_uses:
        return State.USED_UP
    return State.WORKS if in_time else State.EXPIRED


def test_the_table_of_states_is_kept_by_the_row_by_the_query_and_by_joining() -> None:
    group, user = make_group(), make_user()
    table = all_states()
    assert len(table) == 6 * 7 * 3
    for end, (most, used), off, state in table:
        link = make_invitation(
            group,
            expires_at=end,
            max_uses=most,
            use_count=used,
            turned_off_at=off,
        )
        works = state is State.WORKS
        row = Invitation.objects.filter(pk=link.pk)
        assert state_of(link, NOW) is state
        assert working(row, NOW).exists() is works
        entry = use(user, link)
        assert entry is (Entry.JOINED if works else Entry.REFUSED)
        assert row.get().use_count == used + works
        group.memberships.filter(user=user).delete()


@pytest.mark.parametrize("lasts", [DAY, 7 * DAY, 30 * DAY, None])
def test_a_link_ends_when_it_was_said_to(lasts: dt.timedelta | None) -> None:
    group = make_group()
    link = make_link(
        group.pk,
        role=Role.MEMBER,
        lasts=lasts,
        max_uses=None,
        by=owner_of(group),
        now=NOW,
    )
    assert link is not None
    late = NOW + (lasts or 3650 * DAY)
    assert use(make_user(), link, now=late - MOMENT) is Entry.JOINED
    wanted = Entry.JOINED if lasts is None else Entry.REFUSED
    assert use(make_user(), link, now=late) is wanted


def test_tokens_are_long_and_each_another() -> None:
    group = make_group()
    tokens = {make_invitation(group).token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == 32 for token in tokens)  # 24 bytes: 192 bits


def make(group: Any, **fields: Any) -> Invitation | None:
    given = {"role": Role.MEMBER, "lasts": DAY, "max_uses": None, "now": NOW}
    return make_link(group.pk, by=owner_of(group), **{**given, **fields})


def test_the_number_of_links_that_work_is_bounded_for_each_group() -> None:
    group, other = make_group(), make_group()
    for _ in range(LINKS_AT_ONCE):
        assert make(group) is not None
    assert make(group) is None
    assert links_of(group.pk).count() == LINKS_AT_ONCE
    assert make(other) is not None
    latest = links_of(group.pk)[0]
    turn_off(latest, now=NOW)
    assert make(group) is not None
    assert make(group, now=NOW + DAY) is not None  # the others have ended by then


@pytest.mark.django_db(transaction=True)
def test_two_owners_at_once_do_not_pass_the_limit_together() -> None:
    group = make_group()
    for _ in range(LINKS_AT_ONCE - 1):
        make_invitation(group)
    made = at_once(*(partial(make, group) for _ in range(3)))
    assert sum(link is not None for link in made) == 1


def test_mails_do_not_count_as_links() -> None:
    group = make_group()
    for number in range(LINKS_AT_ONCE):
        make_mail(group, f"one{number}@example.com")
    assert make(group) is not None


def test_nobody_becomes_an_owner_by_a_link() -> None:
    group = make_group()
    with pytest.raises(ValueError, match="never"):
        make(group, role=Role.OWNER)
    link = make_invitation(group)
    with pytest.raises(ValueError, match="never"):
        change_role(link, Role.OWNER)
    assert Invitation.objects.get().role == Role.MEMBER


def test_turned_off_keeps_the_first_time_and_those_who_came() -> None:
    link, user = make_invitation(make_group()), make_user()
    use(user, link)
    turn_off(link, now=NOW)
    turn_off(link, now=NOW + HOUR)
    link.refresh_from_db()
    assert link.turned_off_at == NOW
    assert use(make_user(), link) is Entry.REFUSED
    assert role_of(user, link.group) == Role.MEMBER


def test_a_replaced_link_leads_nowhere_and_the_new_one_goes_on() -> None:
    link = make_invitation(make_group(), max_uses=2, use_count=1)
    old = Invitation.objects.get(pk=link.pk)
    assert replace_token(link, now=NOW)
    assert use(make_user(), old) is Entry.REFUSED
    new = Invitation.objects.get(pk=link.pk)
    assert new.token != old.token
    assert use(make_user(), new) is Entry.JOINED
    assert use(make_user(), new) is Entry.REFUSED


def test_what_does_not_work_is_not_replaced() -> None:
    group = make_group()
    ended = make_invitation(group, expires_at=NOW)
    mail = make_mail(group, "a@example.com")
    for one in (ended, mail):
        assert not replace_token(one, now=NOW)
        assert Invitation.objects.get(pk=one.pk).token == one.token


def test_another_role_holds_for_those_who_come_from_then_on() -> None:
    link, early, late = make_invitation(make_group()), make_user(), make_user()
    use(early, link)
    change_role(link, Role.EDITOR)
    use(late, Invitation.objects.get(pk=link.pk))
    assert role_of(early, link.group) == Role.MEMBER
    assert role_of(late, link.group) == Role.EDITOR
