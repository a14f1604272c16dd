"""Reporting a public deck, and what everyone is told of what came of it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from decks.models import (
    Deck,
    DeckReport,
    GroupDeck,
    GroupEvent,
    Notice,
    Review,
    User,
)
from decks.reports.deciding import dismiss, take_down
from decks.reports.reporting import REPORTS_A_DAY
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_review,
    make_staff,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db
State = DeckReport.State


@pytest.fixture
def deck() -> Deck:
    return make_public_deck(owner=make_user(), title="Borrowed", cards=2)


def url(deck: Deck) -> str:
    return reverse("deck_report", args=[deck.pk])


def send(browser: Client, deck: Deck, **fields: str) -> Any:
    given = {"reason": "copyright", "words": "Page 3 of my book", **fields}
    return browser.post(url(deck), given, follow=True)


def reported(deck: Deck, by: User | None = None) -> DeckReport:
    return DeckReport.objects.create(
        deck=deck, reporter=by or make_user(), reason="spam", reported_at=NOW
    )


def told(user: User) -> list[str]:
    return [notice.words for notice in Notice.objects.filter(user=user)]


# --- Reporting -----------------------------------------------------------------------


def test_a_reader_reports_and_sees_that_it_was_received(
    browser: Client, learner: User, deck: Deck
) -> None:
    page = browser.get(reverse("deck", args=[deck.pk])).content.decode()
    assert url(deck) in page
    response = send(browser, deck)
    assert "Your report was received" in response.content.decode()
    report = DeckReport.objects.get()
    assert (report.deck, report.reporter, report.state) == (deck, learner, "open")
    assert (report.reason, report.words) == ("copyright", "Page 3 of my book")
    again = browser.get(url(deck)).content.decode()
    assert "You reported this deck on" in again
    assert "<textarea" not in again


def test_twice_is_once_while_it_is_open(browser: Client, deck: Deck) -> None:
    send(browser, deck)
    response = send(browser, deck, words="Again")
    assert "open already" in response.content.decode()
    report = DeckReport.objects.get()
    dismiss(report.pk, by=make_staff(), words="", now=NOW)
    send(browser, deck, words="It is back")
    assert DeckReport.objects.filter(state=State.OPEN).get().words == "It is back"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": ""}, "Choose what is wrong."),
        ({"reason": "bored"}, "bored is not one of the available choices"),
        ({"words": "x" * 1001}, "1,001 characters, 1 more than the 1,000"),
        ({"words": "a\x00b"}, "Null characters are not allowed."),
        ({"reason": "other", "words": "  "}, "Say in a few words what it is."),
    ],
)
def test_a_form_that_is_not_right_keeps_what_was_typed(
    browser: Client, deck: Deck, fields: dict[str, str], says: str
) -> None:
    response = send(browser, deck, **fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    if "\0" not in fields.get("words", ""):
        assert fields.get("words", "Page 3 of my book").strip() in page
    assert not DeckReport.objects.exists()


def test_nobody_reports_without_end(browser: Client, learner: User, deck: Deck) -> None:
    now = dt.datetime.now(dt.UTC)
    for _ in range(REPORTS_A_DAY):
        other = make_public_deck(owner=make_user())
        DeckReport.objects.create(
            deck=other, reporter=learner, reason="spam", reported_at=now
        )
    response = send(browser, deck)
    assert response.status_code == 422
    page = response.content.decode()
    assert f"{REPORTS_A_DAY} decks within a day" in page
    assert "Page 3 of my book" in page
    DeckReport.objects.update(reported_at=now - dt.timedelta(days=1, minutes=1))
    send(browser, deck)
    assert DeckReport.objects.filter(deck=deck).exists()


def test_the_owner_is_not_offered_it(client: Client, deck: Deck) -> None:
    assert deck.owner is not None
    client.force_login(deck.owner)
    page = client.get(reverse("deck", args=[deck.pk])).content.decode()
    assert url(deck) not in page
    assert client.get(url(deck)).status_code == 404
    assert client.post(url(deck), {"reason": "spam"}).status_code == 404


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_only_public_decks_are_reported(browser: Client, visibility: str) -> None:
    hidden = make_deck(owner=make_user(), visibility=visibility)
    assert browser.get(url(hidden)).status_code == 404


# --- Left as it is -------------------------------------------------------------------


def test_who_reported_is_told_that_it_stays(deck: Deck) -> None:
    report, keeper = reported(deck), make_staff()
    assert dismiss(report.pk, by=keeper, words="It is freely licensed.", now=NOW)
    assert not dismiss(report.pk, by=keeper, words="Twice", now=NOW)
    report.refresh_from_db()
    assert (report.state, report.answered_by) == (State.DISMISSED, keeper)
    assert report.reporter is not None
    assert told(report.reporter) == [
        "looked at your report of Borrowed and left it as it is. It is freely licensed."
    ]
    assert deck.owner is not None
    assert told(deck.owner) == []
    assert Deck.objects.listed().filter(pk=deck.pk).exists()


# --- Taken down ----------------------------------------------------------------------


def test_it_is_gone_for_everyone_but_its_owner(deck: Deck) -> None:
    learner, member, staff = make_user(), make_user(), make_staff()
    group = make_group()
    make_member(group, user=member)
    share(deck, group)
    enrol(learner, deck, now=NOW)
    make_review(user=learner, card=deck.cards.latest("pk"))
    assert take_down(deck.pk, by=staff, words="A claim.", now=NOW)
    for person in (learner, member, staff):
        assert not Deck.objects.readable_by(person).filter(pk=deck.pk).exists()
    assert deck.owner is not None
    assert Deck.objects.readable_by(deck.owner).filter(pk=deck.pk).exists()
    assert not GroupDeck.objects.exists()
    assert GroupEvent.objects.get().kind == "taken_down"
    client = Client()
    client.force_login(member)
    page = client.get(reverse("group_activity", args=[group.pk])).content.decode()
    assert "Whoever runs this site</b>" in page
    assert "took down Borrowed" in " ".join(strip_tags(page).split())
    assert Review.objects.filter(user=learner).count() == 1


def test_everyone_concerned_is_told_once(deck: Deck) -> None:
    reports = [reported(deck) for _ in range(2)]
    learner, staff = make_user(), make_staff(display_name="Grace of the staff")
    member, group = make_user(), make_group()
    make_member(group, user=member)
    share(deck, group)
    for person in (learner, member):
        enrol(person, deck, now=NOW)
    assert take_down(deck.pk, by=staff, words="A claim.", now=NOW)
    assert not take_down(deck.pk, by=staff, words="Twice", now=NOW)
    assert deck.owner is not None
    assert told(deck.owner) == [
        "took down your deck Borrowed. Only you see it now. A claim."
    ]
    for person in (learner, member):
        assert told(person) == ["took down Borrowed. What you learned in it is kept."]
    for report in reports:
        report.refresh_from_db()
        assert report.state == State.TAKEN_DOWN
        assert report.reporter is not None
        assert told(report.reporter) == [
            "took down Borrowed, which you reported. A claim."
        ]
    assert not Notice.objects.filter(actor=staff).exists()


def test_a_report_that_came_meanwhile_is_answered_too(deck: Deck) -> None:
    staff = make_staff()
    take_down(deck.pk, by=staff, words="A claim.", now=NOW)
    late = reported(deck)
    assert take_down(deck.pk, by=staff, words="As before.", now=NOW)
    late.refresh_from_db()
    assert late.state == State.TAKEN_DOWN
    deck.refresh_from_db()
    assert deck.taken_down_words == "A claim."


def test_the_notice_names_no_one(client: Client, deck: Deck) -> None:
    take_down(deck.pk, by=make_staff(), words="A claim.", now=NOW)
    assert deck.owner is not None
    client.force_login(deck.owner)
    page = client.get(reverse("notices")).content.decode()
    assert "Whoever runs this site</b> took down your deck" in page
