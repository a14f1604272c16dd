"""A deck reported in Chromium and taken down; axe on the pages about it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from decks.models import Deck, DeckReport
from decks.reports.deciding import take_down
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import make_public_deck, make_staff, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "DonaudampfschifffahrtsgesellschaftskapitänsprüfungXX " * 9


@pytest.fixture
def deck() -> Deck:
    return make_public_deck(owner=make_user(), title="Borrowed cards", cards=3)


def test_a_report_and_what_comes_of_it(open_browser, deck: Deck) -> None:
    reader, staff = make_user(), make_staff()
    enrol(reader, deck, now=timezone.now())
    page = signed_in(open_browser(), reader)
    page.goto(reverse("deck", args=[deck.pk]))
    page.get_by_label("More for this deck").click()
    page.get_by_role("link", name="Report this deck").click()
    page.get_by_label("It holds somebody's work without leave").check()
    page.get_by_label("In your words").fill("Page 3 of my book")
    page.get_by_role("button", name="Send report").press("Enter")
    expect(page.get_by_text("Your report was received")).to_be_visible()

    keeper = signed_in(open_browser(), staff)
    keeper.goto(reverse("admin:decks_deckreport_changelist"))
    keeper.get_by_role("link", name="Borrowed cards").click()
    keeper.get_by_label("Take the deck down").check()
    keeper.get_by_label("In a few words, why").fill("It is somebody's book.")
    keeper.get_by_role("button", name="Save", exact=True).click()
    expect(keeper.get_by_text("was changed successfully")).to_be_visible()

    page.goto(reverse("notices"))
    notice = page.get_by_role("button", name="took down Borrowed cards")
    expect(notice).to_be_visible()
    page.goto(reverse("library"))
    expect(page.get_by_text("Borrowed cards")).to_have_count(0)

    assert deck.owner is not None
    owner = signed_in(open_browser(), deck.owner)
    owner.goto(reverse("deck", args=[deck.pk]))
    expect(owner.get_by_text("It is somebody's book.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_have_no_faults(open_browser, deck: Deck, width, scheme) -> None:
    watched = open_browser(width=width, color_scheme=scheme)
    reader = make_user()
    page = signed_in(watched, reader)
    report = reverse("deck_report", args=[deck.pk])
    check(page, [report, reverse("deck", args=[deck.pk])])
    page.goto(report)
    page.get_by_role("button", name="Send report").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    # Chromium complains of a page that comes with 422.
    watched.complaints.clear()
    DeckReport.objects.create(
        deck=deck, reporter=reader, reason="hurtful", reported_at=timezone.now()
    )
    check(page, [report])


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_its_owner_sees_of_a_deck_taken_down(
    open_browser, deck: Deck, width, scheme
) -> None:
    take_down(deck.pk, by=make_staff(), words=LONG, now=timezone.now())
    assert deck.owner is not None
    page = signed_in(open_browser(width=width, color_scheme=scheme), deck.owner)
    names = ("deck", "deck_edit", "deck_share")
    check(page, [reverse(name, args=[deck.pk]) for name in names])
    check(page, [reverse("notices")])
