"""Invitations in Chromium: a stranger comes by a link and joins; owners by keyboard."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from decks.groups.models import Invitation, JoinRequest, Membership, Role, Seen
from decks.models import StudyGroup, User
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import NOW, make_group, make_user
from tests.groups.invites import confirmed_user, make_invitation, make_mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "seven quiet lamps"


@pytest.fixture
def group() -> StudyGroup:
    return make_group(name="Cloud Certs", owner=make_user(display_name="Ada"))


def sign_up(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name="Create an account").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(f"{name.lower()}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()


def confirm(page: Page) -> None:
    """Open the link that came by mail, and press its button."""
    (link,) = re.findall(r"https?://\S+", str(mail.outbox[-1].body))
    page.goto(link)
    page.get_by_role("button", name="Yes, confirm it").click()


@pytest.mark.parametrize(("scripts", "name"), [(True, "Grace"), (False, "Edsger")])
def test_a_stranger_opens_a_link_signs_up_comes_back_and_joins(
    open_browser: Any, group: StudyGroup, scripts: bool, name: str
) -> None:
    # Another address each time: a second mail to one within minutes is not sent.
    link = make_invitation(group, max_uses=1)
    page = open_browser(scripts=scripts).page()
    page.goto(reverse("join", args=[link.token]))
    expect(page.get_by_role("heading", name="Cloud Certs")).to_be_visible()
    expect(page.get_by_text("Ada")).to_have_count(0)
    with override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory"):
        sign_up(page, name)
        page.wait_for_url("**/accounts/confirm-email/")
        confirm(page)
        page.wait_for_url(f"**{reverse('join', args=[link.token])}")
    page.get_by_label("Named").check()
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_url(f"**{reverse('group', args=[group.pk])}")
    expect(page.get_by_text("You joined “Cloud Certs”.")).to_be_visible()
    row = Membership.objects.get(user__display_name=name)
    assert (row.role, row.seen) == (Role.MEMBER, Seen.NAMED)


def test_an_owner_makes_a_link_by_keyboard_and_turns_it_off(
    open_browser: Any, group: StudyGroup
) -> None:
    watched = open_browser()
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = signed_in(watched, User.objects.get(display_name="Ada"))
    page.goto(reverse("group_invites", args=[group.pk]))
    page.locator("#link_role").focus()
    for keys in (["ArrowDown"], ["Tab", "ArrowUp"], ["Tab", "3"], ["Enter"]):
        for key in keys:
            page.keyboard.press(key)
    expect(page.get_by_text("Link made.")).to_be_visible()
    link = Invitation.objects.get()
    assert (link.role, link.max_uses) == (Role.EDITOR, 3)
    assert link.expires_at is not None
    assert (link.expires_at - link.created_at).days == 1
    expect(page.get_by_role("img", name="QR code of this link")).to_be_visible()
    page.get_by_role("button", name="Copy link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/join/{link.token}/")
    page.locator("summary", has_text="Change role, replace or turn off").focus()
    for key in ("Enter", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Turn off")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No link works just now.")).to_be_visible()
    link.refresh_from_db()
    assert link.turned_off_at is not None


def test_without_script_a_mail_goes_out_and_is_declined(
    open_browser: Any, group: StudyGroup
) -> None:
    owner = User.objects.get(display_name="Ada")
    invited = confirmed_user("grace@example.com")
    watched = open_browser(scripts=False)
    page = signed_in(watched, owner)
    page.goto(reverse("group_invites", args=[group.pk]))
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    page.get_by_label("E-mail addresses").fill("grace@example.com, not one")
    page.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_role("alert")).to_contain_text("“not”, “one” are not addresses.")
    watched.complaints.clear()  # Chromium says of each 422 that it is one
    page.get_by_label("E-mail addresses").fill("grace@example.com")
    page.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_text("1 mail sent.")).to_be_visible()
    theirs = signed_in(open_browser(scripts=False), invited)
    theirs.goto(reverse("group_list"))
    theirs.get_by_role("link", name="Join Cloud Certs").click()
    theirs.get_by_role("button", name="Decline").click()
    expect(theirs.get_by_text("Declined.")).to_be_visible()
    expect(theirs.get_by_role("link", name="Join Cloud Certs")).to_have_count(0)


def test_asking_being_let_in_and_choosing(open_browser: Any, group: StudyGroup) -> None:
    StudyGroup.objects.update(needs_approval=True)
    link, user = make_invitation(group), make_user(display_name="Grace")
    theirs = signed_in(open_browser(width=390), user)
    theirs.goto(reverse("join", args=[link.token]))
    theirs.get_by_role("button", name="Ask to join").click()
    expect(theirs.get_by_text("You asked to join.")).to_be_visible()
    page = signed_in(open_browser(width=390), User.objects.get(display_name="Ada"))
    page.goto(reverse("group_invites", args=[group.pk]))
    page.get_by_role("button", name="Let in Grace").click()
    expect(page.get_by_text("Grace is in the group now.")).to_be_visible()
    theirs.goto(reverse("group", args=[group.pk]))
    expect(theirs.get_by_role("heading", name="Cloud Certs")).to_be_visible()
    assert Membership.objects.get(user=user).seen == Seen.HIDDEN


def test_an_ended_invitation_says_so_and_nothing_more(
    open_browser: Any, group: StudyGroup
) -> None:
    watched = open_browser()
    page = watched.page()
    page.goto(reverse("join", args=[make_mail(group, "a@example.com").token]))
    heading = "This invitation does not work any more"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_text("Cloud Certs")).to_have_count(0)
    watched.complaints.clear()  # Chromium says of each 404 that it is one


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_of_invitations_passes_axe(
    open_browser: Any, group: StudyGroup, width: int, scheme: str
) -> None:
    StudyGroup.objects.update(name="Rindfleischetikettierung" * 3)
    owner, invited = group.memberships.get().user, confirmed_user("me@example.com")
    careful = make_group(name="Careful", needs_approval=True, owner=owner)
    JoinRequest.objects.create(group=careful, user=invited, asked_at=NOW)
    for one in (group, careful):
        make_mail(one, invited.email, expires_at=None, invited_by=owner)
        make_mail(one, f"{'a' * 60}@{'b' * 50}.example", expires_at=None)
        make_invitation(one, max_uses=1, use_count=1)
    links = [make_invitation(one, invited_by=owner) for one in (group, careful, group)]
    paths = [reverse("join", args=[link.token]) for link in links]
    watched = open_browser(width=width, color_scheme=scheme)
    check(watched.page(), [*paths, "/join/nothing/"])
    watched.complaints.clear()  # Chromium says of each 404 that it is one
    check(signed_in(watched, invited), [*paths, reverse("group_list")])
    of_groups = [reverse("group_invites", args=[one.pk]) for one in (group, careful)]
    theirs = open_browser(width=width, color_scheme=scheme)
    page = signed_in(theirs, owner)
    check(page, [*of_groups, reverse("group", args=[group.pk])])
    page.goto(of_groups[0])
    for summary in page.locator(".invmore > summary").all():
        summary.click()
    assert violations(page) == []
    page.get_by_label("E-mail addresses").fill("nobody")
    page.get_by_role("button", name="Send invitations").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    theirs.complaints.clear()  # and of each 422
