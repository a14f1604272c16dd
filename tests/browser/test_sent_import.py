"""A large import in a browser: sent, watched, left, cancelled; what axe finds."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from decks.jobs.models import Job
from decks.jobs.running import Worker
from decks.models import Deck, SentImport, User
from decks.work import KINDS
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check
from tests.factories import make_user
from tests.transfer.sent_imports import COUNT, MANY, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FEW = "France\tParis\nSpain\tMadrid"


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def page(open_browser, user: User) -> Page:
    return signed_in(open_browser(), user)


def have_it_run(done: int) -> None:
    Job.objects.filter(kind="import").update(
        state=Job.State.RUNNING,
        leased_until=timezone.now() + dt.timedelta(seconds=30),
        done_count=done,
        total_count=10_000,
    )


def have_it_wait(**job) -> None:
    Job.objects.filter(kind="import").update(
        state=Job.State.WAITING, leased_until=None, **job
    )


def address(sent: SentImport) -> str:
    return f"/import/sent/{sent.pk}/"


def test_a_large_text_is_sent_watched_and_saved(page: Page) -> None:
    page.goto("/import/")
    file = FilePayload(name="n.txt", mimeType="text/plain", buffer=MANY.encode())
    page.locator("input[type=file]").set_input_files(file)
    save = page.get_by_role("button", name="Save 2,001 cards")
    expect(save).to_be_visible(timeout=60_000)
    page.get_by_label("Deck name").fill("Numbers")
    save.click()
    bar = page.get_by_role("progressbar")
    expect(page.get_by_role("heading", name="Import of Numbers")).to_be_visible()
    expect(bar).to_have_accessible_name("Waiting to be saved")
    have_it_run(1200)
    expect(bar).to_have_accessible_name("Saving 1,200 of 10,000 cards")
    assert bar.evaluate("bar => bar.position") == 0.12
    have_it_wait(done_count=0, total_count=0)
    Worker(KINDS).work_off()
    expect(page.locator("#sent")).to_contain_text("2,001 cards saved.")
    expect(page.locator("#live")).to_have_text("2,001 cards saved.")
    page.get_by_role("link", name="Open the deck").click()
    expect(page.get_by_role("heading", name="Numbers")).to_be_visible()
    assert Deck.objects.get().card_count == COUNT


def test_who_left_is_told_by_a_notice_and_by_the_import_page(page, user) -> None:
    send(user, text=FEW)
    Worker(KINDS).work_off()
    page.goto("/notices/")
    page.get_by_role("button", name="“Rivers”: 2 cards saved.").click()
    expect(page.get_by_role("heading", name="Import of Rivers")).to_be_visible()
    page.goto("/import/")
    expect(page.get_by_role("link", name="Rivers")).to_be_visible()


def test_it_is_cancelled_by_keyboard_while_it_is_looked_at(page, user) -> None:
    page.goto(address(send(user, text=FEW)))
    have_it_run(1200)
    cancel = page.get_by_role("button", name="Cancel the import")
    cancel.focus()
    have_it_run(1300)
    expect(page.get_by_role("progressbar")).to_have_accessible_name(
        "Saving 1,300 of 10,000 cards"
    )
    expect(cancel).to_be_focused()
    have_it_wait(done_count=0)
    page.keyboard.press("Enter")
    expect(page.locator("#sent")).to_contain_text("Cancelled. Nothing was saved.")
    Worker(KINDS).work_off()
    assert not Deck.objects.exists()
    page.get_by_role("button", name="Save it after all").click()
    Worker(KINDS).work_off()
    expect(page.locator("#sent")).to_contain_text("2 cards saved.")


def test_without_script_one_looks_again(open_browser, user) -> None:
    page = signed_in(open_browser(width=390, scripts=False), user)
    page.goto(address(send(user, text=FEW)))
    expect(page.get_by_role("progressbar")).to_have_accessible_name(
        "Waiting to be saved"
    )
    Worker(KINDS).work_off()
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#sent")).to_contain_text("2 cards saved.")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(open_browser, user, width, scheme) -> None:
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    sent = send(user, text=FEW)
    have_it_run(1200)
    check(page, [address(sent)])
    have_it_wait(run_at=timezone.now() - dt.timedelta(minutes=5))
    check(page, [address(sent)])
    Job.objects.update(state=Job.State.FAILED)
    check(page, [address(sent), "/import/"])
