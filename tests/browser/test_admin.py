"""The administration keeps the site's security policy: no complaint in the console."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from decks.models import Card, User
from tests.admin import pages
from tests.browser.signing_in import signed_in
from tests.factories import make_public_deck, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_browser) -> Page:
    administrator = make_staff(is_superuser=True, display_name="Ada")
    client = pages.signed_in(administrator)
    return signed_in(open_browser(), administrator, client=client)


def test_lists_forms_and_additions_break_no_policy(page: Page) -> None:
    deck = make_public_deck(title="Rivers", cards=2)
    for model, row in (("user", User.objects.get()), ("deck", deck)):
        page.goto(reverse(f"admin:decks_{model}_changelist"))
        page.goto(reverse(f"admin:decks_{model}_change", args=[row.pk]))
        expect(page.locator(f"#{model}_form")).to_be_visible()
        page.goto(reverse(f"admin:decks_{model}_add"))
        expect(page.locator(f"#{model}_form")).to_be_visible()
    page.goto(reverse("admin:decks_card_changelist"))
    page.get_by_role("link", name="Question 1").click()
    page.locator("#id_answer").fill("  two\nlines ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Card.objects.get(position=1).answer == "  two\nlines "


def test_signing_in_to_the_administration_breaks_no_policy(open_browser) -> None:
    make_staff(email="keeper@example.com", password="long enough 7")
    page = open_browser().page()
    page.goto(reverse("admin:index"))
    page.get_by_label("Email").fill("keeper@example.com")
    page.get_by_label("Password", exact=True).fill("long enough 7")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Logged out")).to_be_visible()
