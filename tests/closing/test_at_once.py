"""Accounts that end while somebody else writes, or another account ends too."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from decks.cards.writing import lock_deck
from decks.closing.ending import end_accounts
from decks.groups.models import Role
from decks.models import Deck, Membership, StudyGroup, User
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from tests.accounts.test_administrators import in_a_thread
from tests.factories import make_deck, make_group, make_member, make_user, share
from tests.jobs.test_processes import wait_until
from tests.transfer.test_sent import somebody_waits_for_us

pytestmark = pytest.mark.django_db(transaction=True)


def end_at_once(first: User, second: User) -> None:
    """The second begins before the first is done."""
    now = timezone.now()
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            end_accounts([first.pk], now=now)
            ended = thread.submit(
                in_a_thread, lambda: end_accounts([second.pk], now=now)
            )
            wait_until(somebody_waits_for_us)
        ended.result()


@pytest.mark.parametrize("heir_is_first", [True, False])
def test_what_was_theirs_goes_to_who_stays(heir_is_first: bool) -> None:
    owner, heir, other = make_user(), make_user(), make_user()
    group = make_group(owner=owner)
    make_member(group=group, user=heir, role=Role.EDITOR)
    make_member(group=group, user=other)
    share(make_deck(owner=owner, title="Passed on", cards=1), group)
    end_at_once(*((heir, owner) if heir_is_first else (owner, heir)))
    assert list(User.objects.all()) == [other]
    assert Membership.objects.get(group=group).role == Role.OWNER
    assert Deck.objects.get(title="Passed on").owner == other


@pytest.mark.parametrize("heir_is_first", [True, False])
def test_where_nobody_stays_it_goes(heir_is_first: bool) -> None:
    owner, heir = make_user(), make_user()
    group = make_group(owner=owner)
    make_member(group=group, user=heir)
    share(make_deck(owner=owner, cards=1), group)
    end_at_once(*((heir, owner) if heir_is_first else (owner, heir)))
    assert not StudyGroup.objects.exists()
    assert not Deck.objects.exists()


def test_a_knot_with_somebody_who_changes_their_deck_is_undone() -> None:
    """An editor holds the deck and wants to tell its owner, who is held and goes."""
    owner, editor = make_user(), make_user()
    deck = make_deck(owner=owner, visibility="public", cards=1)
    now = timezone.now()
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '1min'")
            lock_deck(deck.pk)
            ended = thread.submit(
                in_a_thread, lambda: end_accounts([owner.pk], now=now)
            )
            wait_until(somebody_waits_for_us)
            tell(
                [owner.pk],
                NoticeKind.SHARED,
                about="knot",
                words="changed a deck",
                path="/",
                actor=editor,
                now=now,
            )
        ended.result()
    assert list(User.objects.all()) == [editor]
    deck.refresh_from_db()
    assert deck.owner is None
