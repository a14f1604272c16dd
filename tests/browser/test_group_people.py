"""A group's people and its activity in the browser: by keyboard, with and without
script."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from decks.groups.events import EventKind, note_event
from decks.groups.models import Role
from decks.models import StudyGroup
from tests.browser.signing_in import signed_in
from tests.groups.people import People, make_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> People:
    return make_people()


def press_through(page, keys: list[str]) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_an_owner_hands_the_group_over_and_leaves_by_keyboard_alone(
    open_browser, people
) -> None:
    page = signed_in(open_browser(), people.owner)
    page.goto(people.url("group_leave"))
    page.get_by_role("heading", name="You are the only owner").wait_for()
    page.get_by_role("link", name="Choose an owner").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Role of Ben Editor").focus()
    press_through(page, ["o", "Tab", "Enter"])
    page.get_by_text("Ben Editor is an owner now.").wait_for()
    page.get_by_role("link", name="Leave…", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Leave this group").focus()
    page.keyboard.press("Enter")
    page.get_by_text("You left “Cloud Certs”.").wait_for()
    assert people.role_of(people.editor) == Role.OWNER
    assert people.role_of(people.owner) is None


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_a_group_is_made_and_its_members_page_removes(
    open_browser, people, scripts
) -> None:
    page = signed_in(open_browser(width=390, scripts=scripts), people.owner)
    page.goto("/groups/")
    page.get_by_role("link", name="New group").click()
    page.get_by_label("Name", exact=True).fill("Second group")
    page.get_by_role("button", name="Create group").click()
    page.get_by_role("heading", name="Second group").wait_for()
    assert StudyGroup.objects.filter(name="Second group").count() == 1
    page.goto(people.url("group_members"))
    page.get_by_role("link", name="Remove… Cleo Member").click()
    page.get_by_label("Block as well").check()
    page.get_by_role("button", name="Remove this member").click()
    page.get_by_role("button", name="Unblock Cleo Member").wait_for()
    assert people.role_of(people.member) is None


def test_more_of_what_happened_is_put_below_and_the_page_stays(
    open_browser, people
) -> None:
    for number in range(70):
        moment = timezone.now() - dt.timedelta(minutes=number)
        note_event(people.group.pk, EventKind.JOINED, actor=people.member, now=moment)
    page = signed_in(open_browser(), people.member)
    page.goto(people.url("group_activity"))
    lines = page.locator(".event")
    expect(lines).to_have_count(30)
    page.get_by_role("link", name="Show more").click()
    expect(lines).to_have_count(60)
    page.get_by_role("link", name="Show more").click()
    expect(lines).to_have_count(70)
    assert page.get_by_role("link", name="Show more").count() == 0
    assert page.url.endswith("/activity/")
