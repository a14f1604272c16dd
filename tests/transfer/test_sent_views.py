"""The pages of large imports: sent, watched, cancelled, tried again, and whose."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.jobs.models import Job
from decks.jobs.queueing import cancel
from decks.models import Deck, SentImport, User
from decks.notices.telling import tell
from decks.transfer.sent import about
from tests.factories import make_deck, make_user
from tests.transfer.import_page import look, save, sides
from tests.transfer.sent_imports import COUNT, FEW, MANY, anew, send

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ADDRESSES = ("import_sent", "import_cancel", "import_retry", "import_look")


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(sent: SentImport, name: str = "import_sent") -> str:
    return reverse(name, args=[sent.pk])


def end(sent: SentImport, state: str, outcome: str = "", words: str = "") -> None:
    Job.objects.filter(pk=sent.job_id).update(state=state)
    SentImport.objects.filter(pk=sent.pk).update(outcome=outcome, words=words)


def test_a_large_text_is_left_to_a_worker_and_its_page_is_shown(page, user):
    reply = save(page, MANY, title="Numbers")
    sent = SentImport.objects.get(user=user)
    assert reply.headers["Location"] == address(sent)
    assert not Deck.objects.exists()
    html = page.get(address(sent)).content.decode()
    assert "Import of Numbers" in html
    assert "Waiting to be saved" in html
    assert "Cancel the import" in html


def test_sent_twice_it_leads_to_the_same_page(page):
    form_id = "11111111-1111-4111-8111-111111111111"
    first = save(page, MANY, title="Numbers", form_id=form_id)
    second = save(page, MANY, title="Numbers", form_id=form_id)
    assert first.headers["Location"] == second.headers["Location"]
    assert SentImport.objects.count() == 1


def test_a_fourth_that_is_unfinished_is_refused_and_what_was_typed_kept(page, user):
    for _ in range(3):
        send(user, text=FEW)
    reply = save(page, MANY, title="Numbers")
    html = reply.content.decode()
    assert reply.status_code == 422
    assert "Three large imports of yours are not finished." in html
    form = reply.context["form"]
    assert (form["text"].value(), form["title"].value()) == (MANY, "Numbers")
    assert SentImport.objects.count() == 3


def test_one_to_be_saved_after_all_is_refused_beside_three(page, user):
    sent = send(user, text=FEW)
    page.post(address(sent, "import_cancel"))
    for _ in range(3):
        send(user, text=FEW)
    reply = page.post(address(sent, "import_retry"), follow=True)
    html = reply.content.decode()
    assert "Three large imports of yours are not finished." in html
    assert "Save it after all" in html


def test_one_whose_text_is_gone_offers_nothing(page, user):
    sent = send(user, text=FEW)
    page.post(address(sent, "import_cancel"))
    SentImport.objects.update(data=b"")
    html = page.get(address(sent)).content.decode()
    assert "no longer kept" in html
    assert "Save it after all" not in html


def test_what_changed_since_it_was_shown_is_not_sent(page, user):
    deck = make_deck(owner=user)
    reply = look(page, MANY, deck=deck.pk, save="1", seen="other")
    assert reply.status_code == 422
    assert not SentImport.objects.exists()


def test_how_much_is_saved_is_told_and_drawn(page, user):
    sent = send(user)
    Job.objects.update(
        state="running",
        leased_until=timezone.now() + dt.timedelta(seconds=30),
        done_count=1000,
        total_count=COUNT,
    )
    html = page.get(address(sent)).content.decode()
    assert "Saving 1,000 of 2,001 cards" in html
    assert '<progress id="sent-bar" value="1000" max="2001">' in html


def test_htmx_gets_the_bar_alone_until_it_is_over(page, user):
    sent = send(user, text=FEW)
    same = page.get(address(sent) + "?stage=waiting", headers=HTMX)
    assert "HX-Retarget" not in same.headers
    assert "Cancel the import" not in same.content.decode()
    end(sent, "done", "saved", "2 cards saved.")
    over = page.get(address(sent) + "?stage=waiting", headers=HTMX)
    assert over.headers["HX-Retarget"] == "#sent"
    html = over.content.decode()
    assert "Open the deck" not in html  # it has none here
    assert "every 1s" not in html


def test_a_screen_reader_hears_of_each_stage_once(page, user):
    sent = send(user, text=FEW)
    for stage, count in (("reading", 1), ("waiting", 0)):
        reply = page.get(f"{address(sent)}?stage={stage}", headers=HTMX)
        assert reply.content.decode().count("#live") == count


def test_a_waiting_one_is_cancelled_and_saved_after_all(page, user):
    sent = send(user, text=FEW)
    page.post(address(sent, "import_cancel"))
    assert anew(sent).job.state == Job.State.CANCELLED
    html = page.get(address(sent)).content.decode()
    assert "Cancelled. Nothing was saved." in html
    assert "Save it after all" in html
    page.post(address(sent, "import_retry"))
    assert anew(sent).job.state == Job.State.WAITING


def test_cancelling_what_is_done_changes_nothing(page, user):
    sent = send(user, text=FEW)
    end(sent, "done", "saved", "2 cards saved.")
    reply = page.post(address(sent, "import_cancel"), follow=True)
    assert "2 cards saved." in reply.content.decode()


def test_after_a_week_it_cannot_be_tried_again(page, user):
    sent = send(user, text=FEW)
    cancel(Job.objects.all(), now=timezone.now())
    SentImport.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    assert "no longer kept" in page.get(address(sent)).content.decode()
    page.post(address(sent, "import_retry"))
    assert anew(sent).job.state == Job.State.CANCELLED


def test_it_can_be_looked_at_once_more_with_text_and_choices(page, user):
    deck = make_deck(owner=user)
    sent = send(user, deck, FEW)
    end(sent, "done", "otherwise")
    reply = page.post(address(sent, "import_look"))
    html = reply.content.decode()
    assert "2 cards found" in html
    assert reply.context["deck"] == deck
    form = reply.context["form"]
    fields = {name: form[name].value() for name in ("draft", "form_id", "deck")}
    plan = reply.context["looked"].plan
    page.post(
        reverse("import"),
        fields | {"save": "1", "seen": plan.mark, "encoding": "utf-8"},
    )
    assert sides(deck) == [("France", "Paris"), ("Spain", "Madrid")]


def test_the_import_page_lists_them_with_how_far_they_are(page, user):
    send(user, text=FEW)
    send(make_user(), text=FEW)
    html = page.get(reverse("import")).content.decode()
    assert html.count("Waiting to be saved") == 1


@pytest.mark.parametrize("count", [1, 5])
def test_listing_them_costs_the_same_statements(
    page, user, count, django_assert_max_num_queries
):
    for _ in range(count):
        send(user, text=FEW)
        cancel(Job.objects.all(), now=timezone.now())
    with django_assert_max_num_queries(6):
        page.get(reverse("import"))


def test_who_sees_that_it_is_over_has_read_its_notice(page, user):
    sent = send(user, text=FEW)
    now = timezone.now()
    for what in (about(sent), "import other"):
        tell([user.pk], "imported", about=what, words="x", path="", actor=None, now=now)
    end(sent, "done", "saved", "2 cards saved.")
    page.get(address(sent))
    user.refresh_from_db()
    assert user.unread_notices == 1


def test_a_notice_of_it_says_so_in_its_own_words(page, user):
    words, now = "“Rivers”: 2 cards saved.", timezone.now()
    tell([user.pk], "imported", about="x", words=words, path="", actor=None, now=now)
    html = page.get(reverse("notices")).content.decode()
    assert words in html
    assert f"Somebody</b> {words}" not in html


@pytest.mark.parametrize("name", ADDRESSES)
def test_other_peoples_are_not_there(page, name):
    sent = send(make_user(), text=FEW)
    ask = page.get if name == "import_sent" else page.post
    assert ask(address(sent, name)).status_code == 404
    assert anew(sent).job.state == Job.State.WAITING


@pytest.mark.parametrize("is_purged", [False, True])
def test_a_deck_that_was_deleted_since_is_not_led_to(page, user, is_purged):
    deck, sent = make_deck(owner=user), send(user, text=FEW)
    end(sent, "done", "saved", "2 cards saved.")
    SentImport.objects.update(deck=deck)
    leads = f'href="{reverse("deck", args=[deck.pk])}">Open the deck'
    assert leads in page.get(address(sent)).content.decode()
    if is_purged:
        deck.delete()
    Deck.objects.update(deleted_at=timezone.now())
    html = page.get(address(sent)).content.decode()
    assert "The deck was deleted since." in html
    assert "Open the deck" not in html


def test_a_deck_that_is_closed_to_them_since_is_not_led_to(page, user):
    deck, sent = make_deck(owner=make_user()), send(user, text=FEW)
    end(sent, "done", "saved", "2 cards saved.")
    SentImport.objects.update(deck=deck)
    assert "Open the deck" not in page.get(address(sent)).content.decode()
