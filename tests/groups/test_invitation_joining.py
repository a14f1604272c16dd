"""Joining: once, with the choice made, never when blocked; the last use once."""

from functools import partial

import pytest

from decks.groups.asking import let_in, say_no, withdraw_request
from decks.groups.joining import Entry, join_group
from decks.groups.models import (
    Block,
    GroupEvent,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    Seen,
)
from decks.models import Enrolment, StudyGroup, User
from decks.notices.models import Notice, NoticeKind
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_group,
    make_member,
    make_public_deck,
    make_user,
    share,
)
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


@pytest.mark.parametrize("seen", Seen)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR])
def test_whoever_joins_has_the_role_and_what_they_chose(role: Role, seen: Seen) -> None:
    user, link = make_user(), make_invitation(make_group(), role=role)
    assert use(user, link, seen=seen, now=NOW + HOUR) is Entry.JOINED
    row = Membership.objects.get(user=user)
    assert (row.role, row.seen) == (role, seen)
    assert row.seen_since == row.joined_at == NOW + HOUR


def test_joining_is_written_down_and_tells_nobody() -> None:
    user, group = make_user(), make_group()
    use(user, make_invitation(group))
    assert GroupEvent.objects.values_list("group", "kind", "actor").get() == (
        group.pk,
        "joined",
        user.pk,
    )
    assert not Notice.objects.exists()


def test_the_groups_options_hold_in_the_decks_that_one_studies_already() -> None:
    user, group, deck = make_user(), make_group(), make_public_deck(cards=1)
    share(deck, group)
    enrol(user, deck, now=NOW)
    use(user, make_invitation(group))
    assert Enrolment.objects.get(user=user).group == group


def test_joining_twice_takes_no_use_and_changes_nothing() -> None:
    user, group = make_user(), make_group()
    link = make_invitation(group, max_uses=5)
    use(user, link, seen=Seen.HIDDEN)
    editors = make_invitation(group, role=Role.EDITOR, max_uses=5)
    again = use(user, link), use(user, editors, now=NOW + DAY)
    assert again == (Entry.ALREADY, Entry.ALREADY)
    row = Membership.objects.get(user=user)
    assert (row.role, row.seen, row.joined_at) == (Role.MEMBER, Seen.HIDDEN, NOW)
    assert list(Invitation.objects.order_by("pk").values_list("use_count")) == [
        (1,),
        (0,),
    ]
    assert GroupEvent.objects.count() == 1


def test_after_the_last_use_nobody_comes_in() -> None:
    link = make_invitation(make_group(), max_uses=2)
    entries = [use(make_user(), link) for _ in range(4)]
    assert entries == [Entry.JOINED] * 2 + [Entry.REFUSED] * 2
    link.refresh_from_db()
    assert link.use_count == 2


def test_a_stale_copy_of_the_row_does_not_let_in() -> None:
    """What the page read is asked again where it is written."""
    link = make_invitation(make_group(), max_uses=1)
    stale = Invitation.objects.get(pk=link.pk)
    use(make_user(), link)
    assert stale.use_count == 0
    assert use(make_user(), stale) is Entry.REFUSED


def test_a_blocked_person_never_comes_in() -> None:
    user, group = make_user(), make_group()
    Block.objects.create(group=group, user=user, blocked_at=NOW)
    for link in (make_invitation(group), make_mail(group, user.email)):
        assert use(user, link) is Entry.REFUSED
        link.refresh_from_db()
        assert link.use_count == 0
    assert join_group(user, group.pk, Role.MEMBER, now=NOW) is Entry.REFUSED
    assert role_of(user, group) is None


def test_nobody_joins_a_group_that_went_meanwhile() -> None:
    user, group = make_user(), make_group()
    link = make_invitation(group)
    StudyGroup.objects.all().delete()
    assert use(user, link) is Entry.REFUSED
    assert join_group(user, link.group_id, Role.MEMBER, now=NOW) is Entry.REFUSED


def test_one_groups_link_says_nothing_of_another() -> None:
    user, one, other = make_user(), make_group(), make_group()
    use(user, make_invitation(one))
    assert role_of(user, other) is None


# --- with an owner's word ------------------------------------------------------------


@pytest.fixture
def careful() -> StudyGroup:
    """A group whose owners let in whoever comes by a link."""
    return make_group(name="Cloud Certs", needs_approval=True)


def test_whoever_comes_by_a_link_waits_and_the_owners_are_told(
    careful: StudyGroup,
) -> None:
    second = make_user()
    make_member(careful, user=second, role=Role.OWNER)
    make_member(careful)
    user, link = make_user(), make_invitation(careful, role=Role.EDITOR, max_uses=3)
    assert use(user, link) is Entry.ASKED
    assert role_of(user, careful) is None
    told = Notice.objects.values_list("user", "kind", "words", "actor")
    assert set(told) == {
        (owner, NoticeKind.ASKED, "asks to join Cloud Certs", user.pk)
        for owner in (second.pk, _other_owner(careful, second).pk)
    }


def _other_owner(group: StudyGroup, one: User) -> User:
    owners = group.memberships.filter(role=Role.OWNER)
    return owners.exclude(user=one).get().user


def test_asking_twice_is_asking_once(careful: StudyGroup) -> None:
    user, link = make_user(), make_invitation(careful, max_uses=3)
    assert [use(user, link) for _ in range(3)] == [Entry.ASKED] * 3
    link.refresh_from_db()
    assert (JoinRequest.objects.count(), link.use_count) == (1, 1)
    assert Notice.objects.get().count == 1


def test_a_mails_comer_is_let_in_at_once_even_having_asked(careful: StudyGroup) -> None:
    user = make_user()
    use(user, make_invitation(careful))
    mail = make_mail(careful, user.email, role=Role.EDITOR)
    assert use(user, mail, seen=Seen.NAMED) is Entry.JOINED
    assert role_of(user, careful) == Role.EDITOR
    assert not JoinRequest.objects.exists()


def test_let_in_has_the_links_role_and_shows_nothing_yet(careful: StudyGroup) -> None:
    user, owner = make_user(), owner_of(careful)
    use(user, make_invitation(careful, role=Role.EDITOR))
    let_in(careful.pk, user.pk, by=owner, now=NOW + DAY)
    row = Membership.objects.get(user=user)
    assert (row.role, row.seen) == (Role.EDITOR, Seen.HIDDEN)
    assert row.joined_at == NOW + DAY
    notice = Notice.objects.get(user=user)
    assert (notice.kind, notice.words, notice.actor) == (
        NoticeKind.INVITED,
        "let you into Cloud Certs",
        owner,
    )
    assert not JoinRequest.objects.exists()


def test_of_two_owners_the_second_finds_nobody(careful: StudyGroup) -> None:
    user, owner = make_user(), owner_of(careful)
    use(user, make_invitation(careful))
    assert let_in(careful.pk, user.pk, by=owner, now=NOW) is not None
    assert let_in(careful.pk, user.pk, by=owner, now=NOW) is None
    assert say_no(careful.pk, user.pk, blocks=True, now=NOW) is None
    assert role_of(user, careful) == Role.MEMBER
    assert not Block.objects.exists()


@pytest.mark.parametrize("blocks", [False, True])
def test_a_no_is_told_without_a_name_and_can_block(
    careful: StudyGroup, blocks: bool
) -> None:
    user, link = make_user(), make_invitation(careful)
    use(user, link)
    say_no(careful.pk, user.pk, blocks=blocks, now=NOW)
    notice = Notice.objects.get(user=user)
    assert (notice.words, notice.actor) == ("did not let you into Cloud Certs", None)
    again = use(user, link)
    assert again is (Entry.REFUSED if blocks else Entry.ASKED)


def test_who_withdraws_is_not_let_in(careful: StudyGroup) -> None:
    user = make_user()
    use(user, make_invitation(careful))
    withdraw_request(user, careful.pk)
    assert let_in(careful.pk, user.pk, by=owner_of(careful), now=NOW) is None
    assert role_of(user, careful) is None


def test_where_the_owners_word_is_no_longer_needed_who_waits_comes_in(
    careful: StudyGroup,
) -> None:
    user, link = make_user(), make_invitation(careful)
    use(user, link)
    StudyGroup.objects.update(needs_approval=False)
    assert use(user, link) is Entry.JOINED
    assert not JoinRequest.objects.exists()


# --- two at once ---------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_last_use() -> None:
    group = make_group()
    for _ in range(5):
        link = make_invitation(group, max_uses=3, use_count=2)
        people = [make_user() for _ in range(4)]
        entries = at_once(*(partial(use, one, link) for one in people))
        assert sorted(e.name for e in entries) == ["JOINED"] + ["REFUSED"] * 3
        link.refresh_from_db()
        assert link.use_count == 3


@pytest.mark.django_db(transaction=True)
def test_one_person_at_once_by_two_links_joins_once() -> None:
    group = make_group()
    for _ in range(5):
        user, links = make_user(), [make_invitation(group) for _ in range(3)]
        entries = at_once(*(partial(use, user, one) for one in links))
        assert sorted(e.name for e in entries) == ["ALREADY", "ALREADY", "JOINED"]
        assert sum(Invitation.objects.get(pk=one.pk).use_count for one in links) == 1


@pytest.mark.django_db(transaction=True)
def test_one_owner_lets_in_while_another_blocks() -> None:
    group = make_group(needs_approval=True)
    owner, link = owner_of(group), make_invitation(group)
    for _ in range(5):
        user = make_user()
        use(user, link)
        at_once(
            partial(let_in, group.pk, user.pk, by=owner, now=NOW),
            partial(say_no, group.pk, user.pk, blocks=True, now=NOW),
        )
        is_in = role_of(user, group) is not None
        assert is_in is not Block.objects.filter(user=user).exists()
