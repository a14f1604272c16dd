"""The owner's page of invitations, the block of the group page, the QR code."""

import re
import uuid
from typing import Any

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.groups.invitations import LINKS_AT_ONCE
from decks.groups.invite_box import invite_box
from decks.groups.models import Block, Invitation, JoinRequest, Role
from decks.groups.qr import QUIET_MODULES, qr_code
from decks.models import StudyGroup, User
from tests.factories import NOW, make_group, make_member, make_user
from tests.groups.invites import DAY, make_invitation, make_mail, owner_of, role_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> StudyGroup:
    return make_group(name="Cloud Certs")


@pytest.fixture
def owner(client: Client, group: StudyGroup) -> Client:
    """The owner's browser."""
    client.force_login(owner_of(group))
    return client


def url(group: StudyGroup, name: str = "group_invites", *more: int) -> str:
    return reverse(name, args=[group.pk, *more])


def body(response: Any) -> str:
    return str(response.content.decode())


# --- links ---------------------------------------------------------------------------


@pytest.mark.parametrize(("lasts", "days"), [("1", 1), ("7", 7), ("30", 30)])
def test_a_link_is_made_as_the_form_says(
    owner: Client, group: StudyGroup, lasts: str, days: int
) -> None:
    given = {"role": "editor", "lasts": lasts, "max_uses": "5"}
    assert owner.post(url(group), given)["Location"] == url(group) + "#links"
    link = Invitation.objects.get()
    assert (link.role, link.max_uses, link.email) == (Role.EDITOR, 5, "")
    assert link.expires_at == link.created_at + days * DAY
    assert link.invited_by == owner_of(group)
    assert f"/join/{link.token}/" in body(owner.get(url(group)))


def test_a_link_without_an_end_and_without_a_limit(
    owner: Client, group: StudyGroup
) -> None:
    owner.post(url(group), {"role": "member", "lasts": "none", "max_uses": ""})
    link = Invitation.objects.get()
    assert (link.expires_at, link.max_uses) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "owner"},
        {"role": ""},
        {"lasts": "0"},
        {"lasts": "-7"},
        {"lasts": "99999"},
        {"max_uses": "0"},
        {"max_uses": "-1"},
        {"max_uses": "2147483648"},
        {"max_uses": "1.5"},
        {"max_uses": "many"},
    ],
)
def test_what_a_link_cannot_be_is_refused_and_kept_in_the_form(
    owner: Client, group: StudyGroup, wrong: dict[str, str]
) -> None:
    given = {"role": "editor", "lasts": "30", "max_uses": "7", **wrong}
    response = owner.post(url(group), given)
    assert response.status_code == 422
    form = response.context["link_form"]
    assert list(form.errors) == list(wrong)
    assert form.data["max_uses"] == given["max_uses"]
    assert not Invitation.objects.exists()


def test_past_so_many_links_the_page_says_to_turn_one_off(
    owner: Client, group: StudyGroup
) -> None:
    for _ in range(LINKS_AT_ONCE):
        make_invitation(group)
    response = owner.post(url(group), {"role": "member", "lasts": "7"})
    assert response.status_code == 422
    assert "Turn one off first." in body(response)
    assert Invitation.objects.count() == LINKS_AT_ONCE


def test_each_state_is_said(owner: Client, group: StudyGroup) -> None:
    make_invitation(group, expires_at=NOW)
    make_invitation(group, max_uses=1, use_count=1)
    make_invitation(group, turned_off_at=NOW)
    works = make_invitation(group)
    page = body(owner.get(url(group)))
    for word in ("Expired ·", "Used up ·", "Turned off ·"):
        assert page.count(word) == 1
    assert page.count(f"/join/{works.token}/") == 1
    assert page.count("/join/") == 1  # no address of one that leads nowhere


def test_off_replaced_and_another_role(owner: Client, group: StudyGroup) -> None:
    link = make_invitation(group)
    assert "Change role to Editor" in body(owner.get(url(group)))
    owner.post(url(group, "invite_role", link.pk), {"role": "editor"})
    assert "Change role to Member" in body(owner.get(url(group)))
    owner.post(url(group, "invite_replace", link.pk))
    new = Invitation.objects.get()
    assert (new.role, new.token != link.token) == ("editor", True)
    owner.post(url(group, "invite_off", link.pk))
    assert Invitation.objects.get().turned_off_at is not None
    page = owner.get(owner.post(url(group, "invite_replace", link.pk))["Location"])
    assert "This link does not work any more." in body(page)


@pytest.mark.parametrize("role", ["owner", "", "x"])
def test_a_role_that_no_link_gives_changes_nothing(
    owner: Client, group: StudyGroup, role: str
) -> None:
    link = make_invitation(group)
    page = owner.get(
        owner.post(url(group, "invite_role", link.pk), {"role": role})["Location"]
    )
    assert "Nothing was changed." in body(page)
    assert Invitation.objects.get().role == Role.MEMBER


@pytest.mark.parametrize(
    "name", ["invite_off", "invite_replace", "invite_role", "invite_resend"]
)
def test_an_owner_reaches_no_other_groups_invitations(
    owner: Client, group: StudyGroup, name: str
) -> None:
    other = make_group()
    link = make_mail(other, "a@example.com") if "resend" in name else None
    link = link or make_invitation(other)
    response = owner.post(url(group, name, link.pk), {"role": "editor"})
    assert response.status_code == 404
    assert Invitation.objects.get().token == link.token


def test_a_link_is_not_sent_and_a_mail_is_not_replaced(
    owner: Client, group: StudyGroup
) -> None:
    link, mail = make_invitation(group), make_mail(group, "a@example.com")
    assert owner.post(url(group, "invite_resend", link.pk)).status_code == 404
    for name in ("invite_replace", "invite_role"):
        assert owner.post(url(group, name, mail.pk)).status_code == 404


# --- who waits -----------------------------------------------------------------------


def ask(group: StudyGroup, **fields: Any) -> User:
    user = make_user(**fields)
    JoinRequest.objects.create(group=group, user=user, asked_at=NOW)
    return user


@pytest.mark.parametrize("answer", ["let_in", "no", "block"])
def test_an_owners_answer(owner: Client, group: StudyGroup, answer: str) -> None:
    user = ask(group, display_name="Bo")
    assert ">Bo</span>" in body(owner.get(url(group)))
    asked = url(group, "group_ask_answer", user.pk)
    page = body(owner.get(owner.post(asked, {"answer": answer})["Location"]))
    assert ("Bo is in the group now." in page) is (answer == "let_in")
    assert (role_of(user, group) is not None) is (answer == "let_in")
    assert Block.objects.exists() is (answer == "block")
    again = owner.get(owner.post(asked, {"answer": answer})["Location"])
    assert "They do not wait any more." in body(again)


def test_an_answer_that_is_none_leaves_them_waiting(
    owner: Client, group: StudyGroup
) -> None:
    user = ask(group)
    owner.post(url(group, "group_ask_answer", user.pk), {"answer": "perhaps"})
    assert JoinRequest.objects.exists()


def test_of_many_who_wait_the_first_are_listed(
    owner: Client, group: StudyGroup
) -> None:
    people = [make_user() for _ in range(103)]
    JoinRequest.objects.bulk_create(
        JoinRequest(group=group, user=user, asked_at=NOW) for user in people
    )
    page = body(owner.get(url(group)))
    assert page.count('value="let_in"') == 100
    assert "3 more wait." in page


# --- what it costs -------------------------------------------------------------------


def test_the_page_costs_as_many_statements_with_one_as_with_twenty(
    owner: Client, group: StudyGroup
) -> None:
    counts = []
    for number in (1, 19):
        for _ in range(number):
            make_invitation(group, invited_by=make_user())
            make_invitation(group, expires_at=NOW, invited_by=make_user())
            mail = f"{uuid.uuid4().hex}@example.com"
            make_mail(group, mail, expires_at=None, invited_by=make_user())
            ask(group)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            owner.get(url(group))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- the block of the group page -----------------------------------------------------


def test_the_box_shows_owners_the_newest_link_that_works(group: StudyGroup) -> None:
    now, ada = timezone.now(), owner_of(group)
    assert invite_box(ada, group, now=now).link is None
    make_invitation(group)
    newest = make_invitation(group)
    make_invitation(group, expires_at=NOW)
    make_mail(group, "a@example.com", expires_at=None)
    box = invite_box(ada, group, now=now)
    assert (box.is_owner, box.link) == (True, newest)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR])
def test_the_box_gives_others_no_link(group: StudyGroup, role: Role) -> None:
    make_invitation(group)
    user = make_user()
    make_member(group, user=user, role=role)
    box = invite_box(user, group, now=timezone.now())
    assert (box.is_owner, box.link) == (False, None)


# --- the code ------------------------------------------------------------------------


def drawn(path: str, size: int) -> list[list[int]]:
    """The modules that the path paints."""
    rows = [[0] * size for _ in range(size)]
    bars = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join("M{} {}h{}v1h-{}z".format(*bar) for bar in bars) == path
    for x, y, wide, back in ((int(n) for n in bar) for bar in bars):
        assert wide == back
        rows[y][x : x + wide] = [1] * wide
    return rows


@pytest.mark.parametrize("token", ["a" * 32, "Zz-_" * 8])
@pytest.mark.parametrize("site", ["http://localhost:8000", "https://a.example"])
def test_the_path_paints_the_code_with_its_quiet_zone(site: str, token: str) -> None:
    text = f"{site}/join/{token}/"
    code = qr_code(text)
    inside = [[*map(int, row)] for row in segno.make_qr(text, error="m").matrix]
    wide = len(inside)
    quiet = [0] * QUIET_MODULES
    blank = [[0] * (wide + 2 * QUIET_MODULES)] * QUIET_MODULES
    wanted = [*blank, *([*quiet, *row, *quiet] for row in inside), *blank]
    assert code.size == len(wanted)
    assert drawn(code.path, code.size) == wanted


def test_the_image_has_a_name_and_no_style(owner: Client, group: StudyGroup) -> None:
    older, newest = make_invitation(group), make_invitation(group)
    page = body(owner.get(url(group)))
    (image,) = re.findall(r"<svg class=\"qr\".*?</svg>", page)
    assert 'role="img" aria-label="QR code of this link"' in image
    assert "style" not in image
    assert qr_code(f"http://testserver/join/{newest.token}/").path in image
    other = body(owner.get(f"{url(group)}?qr={older.pk}"))
    assert qr_code(f"http://testserver/join/{older.token}/").path in other
    for nonsense in ("x", "-1", "9" * 400, "²", "١"):
        assert owner.get(url(group), {"qr": nonsense}).status_code == 200
