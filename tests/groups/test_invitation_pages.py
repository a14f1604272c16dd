"""The page one comes to by an invitation, and what it tells to whom."""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from decks.groups.models import (
    Block,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    Seen,
    StudyGroup,
)
from decks.models import User
from tests.accounts.forms import link_in_mail, sign_in, sign_up
from tests.factories import (
    NOW,
    make_group,
    make_member,
    make_public_deck,
    make_user,
    share,
)
from tests.groups.invites import (
    make_invitation,
    make_mail,
    role_of,
    use,
)

pytestmark = pytest.mark.django_db

NAME = "グループ <b>R&D</b>"
SHOWN = "グループ &lt;b&gt;R&amp;D&lt;/b&gt;"
ENDED = "This invitation does not work any more"


@pytest.fixture
def group() -> StudyGroup:
    """A group with an owner, a member, a deck and something said of it."""
    owner = make_user(display_name="Ada Owner")
    group = make_group(name=NAME, owner=owner, description="Described words")
    make_member(group, user=make_user(display_name="Bo Member"))
    share(make_public_deck(title="A shared deck", cards=1), group)
    return group


def page_of(link: Invitation) -> str:
    return reverse("join", args=[link.token])


def body(response: Any) -> str:
    return str(response.content.decode())


# --- what is told --------------------------------------------------------------------


@pytest.mark.parametrize("is_in", [False, True])
def test_an_outsider_learns_the_groups_name_and_nothing_else(
    client: Client, group: StudyGroup, is_in: bool
) -> None:
    if is_in:
        client.force_login(make_user())
    owner = User.objects.get(display_name="Ada Owner")
    response = client.get(page_of(make_invitation(group, invited_by=owner)))
    text = body(response)
    assert response.status_code == 200
    assert SHOWN in text
    assert NAME not in text
    for secret in ("Described", "Ada Owner", "Bo Member", "A shared deck"):
        assert secret not in text


def test_the_page_is_in_no_index_and_gives_its_address_to_no_other_site(
    client: Client, group: StudyGroup
) -> None:
    works, ended = make_invitation(group), make_invitation(group, max_uses=0)
    for link, status in ((works, 200), (ended, 404)):
        response = client.get(page_of(link))
        assert response.status_code == status
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]


def ended_links(group: StudyGroup) -> list[str]:
    """Everything that does not let in, one of each kind."""
    gone = make_invitation(group)
    replaced = page_of(gone)
    Invitation.objects.filter(pk=gone.pk).update(token="another" * 4)
    links = [
        make_invitation(group, expires_at=NOW),
        make_invitation(group, max_uses=1, use_count=1),
        make_invitation(group, turned_off_at=NOW),
        make_mail(group, "a@example.com", use_count=1),
    ]
    made_up = ["x" * 32, "x", "x" * 4000, "a b", "%00", "é", ".."]
    return [replaced, *map(page_of, links), *(f"/join/{token}/" for token in made_up)]


@pytest.mark.parametrize("is_in", [False, True])
@pytest.mark.parametrize("method", ["get", "post"])
def test_whatever_is_wrong_looks_the_same(
    client: Client, group: StudyGroup, method: str, is_in: bool
) -> None:
    if is_in:
        client.force_login(make_user())
    replies = [getattr(client, method)(path) for path in ended_links(group)]
    assert {reply.status_code for reply in replies} == {404}
    assert len({reply.content for reply in replies}) == 1
    assert ENDED in body(replies[0])
    assert "グループ" not in body(replies[0])
    assert not JoinRequest.objects.exists()
    assert Membership.objects.count() == 2


def test_for_a_blocked_person_a_link_looks_as_if_it_had_ended(
    client: Client, group: StudyGroup
) -> None:
    user, link = make_user(), make_invitation(group)
    Block.objects.create(group=group, user=user, blocked_at=NOW)
    client.force_login(user)
    blocked, ended = client.get(page_of(link)), client.get("/join/nothing/")
    assert blocked.status_code == 404
    assert blocked.content == ended.content
    assert client.post(page_of(link), {"seen": "named"}).content == ended.content


def test_looking_costs_as_much_whether_there_is_an_invitation_or_not(
    client: Client, group: StudyGroup, django_assert_num_queries: Any
) -> None:
    for path in (page_of(make_invitation(group)), f"/join/{'x' * 32}/"):
        with django_assert_num_queries(1):
            client.get(path)


# --- joining -------------------------------------------------------------------------


@pytest.mark.parametrize("seen", Seen)
def test_who_joins_chooses_what_the_group_sees(
    client: Client, group: StudyGroup, seen: Seen
) -> None:
    user, link = make_user(), make_invitation(group, role=Role.EDITOR)
    client.force_login(user)
    text = body(client.get(page_of(link)))
    assert "Editor" in text
    assert 'value="counted" id="id_seen_1" required checked' in text
    response = client.post(page_of(link), {"seen": seen})
    assert response["Location"] == reverse("group", args=[group.pk])
    assert Membership.objects.get(user=user).seen == seen


@pytest.mark.parametrize("form", [{}, {"seen": ""}, {"seen": "everything"}])
def test_without_a_choice_nobody_joins(
    client: Client, group: StudyGroup, form: dict[str, str]
) -> None:
    user, link = make_user(), make_invitation(group, max_uses=1)
    client.force_login(user)
    response = client.post(page_of(link), form)
    assert response.status_code == 422
    assert role_of(user, group) is None
    link.refresh_from_db()
    assert link.use_count == 0


@pytest.mark.parametrize("field", ["role", "invitation", "group"])
def test_nobody_chooses_their_own_role(
    client: Client, group: StudyGroup, field: str
) -> None:
    user, link = make_user(), make_invitation(group)
    client.force_login(user)
    client.post(page_of(link), {"seen": "hidden", field: "owner"})
    assert role_of(user, group) == Role.MEMBER


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_member_is_told_that_they_are_in_even_by_a_link_that_ended(
    client: Client, group: StudyGroup, method: str
) -> None:
    user, link = make_user(), make_invitation(group, max_uses=1)
    use(user, link)
    client.force_login(user)
    response = getattr(client, method)(page_of(link), {"seen": "named"})
    assert response["Location"] == reverse("group", args=[group.pk])
    page = client.get(reverse("home"))
    assert "You are in this group already." in body(page)
    assert Membership.objects.get(user=user).seen == Seen.COUNTED
    link.refresh_from_db()
    assert link.use_count == 1


def test_joining_signed_out_leads_to_sign_in_and_back(
    client: Client, group: StudyGroup
) -> None:
    path = page_of(make_invitation(group))
    referer = {"referer": f"http://testserver{path}"}
    response = client.post(path, {"seen": "named"}, headers=referer)
    assert response["Location"] == f"{reverse('account_login')}?next={path}"
    assert "You have not joined yet." in body(client.get(response["Location"]))
    assert Membership.objects.count() == 2


# --- through sign-in and sign-up ------------------------------------------------------


def test_the_way_back_goes_through_sign_in(client: Client, group: StudyGroup) -> None:
    path = page_of(make_invitation(group))
    assert f'href="{reverse("account_login")}?next={path}"' in body(client.get(path))
    make_user(email="me@example.com", password="long enough 7")
    assert sign_in(client, "me@example.com", next=path)["Location"] == path


@override_settings(SIGNUP_OPEN=False)
def test_where_accounts_are_closed_only_sign_in_is_offered(
    client: Client, group: StudyGroup
) -> None:
    text = _main(client.get(page_of(make_invitation(group))))
    assert reverse("account_login") in text
    assert reverse("account_signup") not in text
    assert "This site takes no new accounts." in text


def _main(response: Any) -> str:
    return body(response).partition("<main")[2]


@pytest.mark.parametrize("verification", ["optional", "mandatory"])
def test_the_way_back_goes_through_sign_up_and_confirming(
    client: Client, group: StudyGroup, verification: str
) -> None:
    path = page_of(make_invitation(group))
    assert f'href="{reverse("account_signup")}?next={path}"' in body(client.get(path))
    with override_settings(ACCOUNT_EMAIL_VERIFICATION=verification):
        response = sign_up(client, next=path)
        if verification == "mandatory":
            response = client.post(link_in_mail())
    assert response["Location"] == path
    client.post(path, {"seen": "counted"})
    assert role_of(User.objects.get(email="new@example.com"), group) == Role.MEMBER


# --- asking to be let in --------------------------------------------------------------


def test_asking_and_no_longer_asking(client: Client, group: StudyGroup) -> None:
    StudyGroup.objects.update(needs_approval=True)
    user, link = make_user(), make_invitation(group, max_uses=1)
    client.force_login(user)
    text = body(client.get(page_of(link)))
    assert "Ask to join" in text
    assert 'name="seen"' not in text
    page = client.get(client.post(page_of(link))["Location"])
    assert "You asked to join." in body(page)  # though the link is used up by now
    withdraw = reverse("group_ask_withdraw", args=[group.pk])
    assert withdraw in body(client.get(reverse("group_list")))
    for _ in range(2):
        assert client.post(withdraw)["Location"] == reverse("group_list")
    assert not JoinRequest.objects.exists()
    assert ENDED in body(client.get(page_of(link)))
