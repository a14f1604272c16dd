"""How a mail is written: its headers, its words as text, its way out."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decks.groups.events import EventKind, note_event
from decks.groups.models import Role
from decks.mails.letters import message_id
from decks.models import User
from tests.factories import (
    NOW,
    make_deck,
    make_enrolment,
    make_member,
    make_user,
    share,
)
from tests.mails.people import YESTERDAY, group_with_news, want_mail
from tests.mails.reading import html_of, letter, mail

pytestmark = pytest.mark.django_db

DAY = NOW.date()


@pytest.fixture
def learner(db: None) -> User:
    return want_mail(make_user(display_name="Bob"))


def test_it_carries_the_way_out(learner, settings) -> None:
    settings.SITE_URL = "https://cards.example"
    group_with_news(learner)
    message = mail(learner)
    link = message.extra_headers["List-Unsubscribe"]
    assert link.startswith("<https://cards.example/mail/off/")
    assert (
        message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    )
    assert link.strip("<>") in str(message.body)
    assert link.strip("<>") in html_of(message)
    assert message.extra_headers["Message-ID"].endswith("@cards.example>")


def test_a_message_id_is_of_one_person_and_date() -> None:
    ids = [
        message_id(user, DAY + dt.timedelta(days=n)) for user in (1, 2) for n in (0, 1)
    ]
    assert len(set(ids)) == 4
    assert ids[0] == message_id(1, DAY)


PLAIN = ("h2", "p", "a", "ul", "li", "b", "hr", "small")


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))


def test_names_and_titles_are_text_and_nothing_is_fetched(learner) -> None:
    mark = '"><script>x</script><img src=http://e.example/>'
    group = group_with_news(learner, name=mark)
    actor = make_user(display_name=mark[:60])
    deck = make_deck(owner=actor, title=mark)
    share(deck, group)
    note_event(group.pk, EventKind.CHANGED, actor=actor, deck_id=deck.pk, now=YESTERDAY)
    message = mail(learner)
    page = _Seen()
    page.feed(html_of(message))
    tags = {tag for tag, _ in page.tags}
    assert tags <= {"html", "head", "title", "body", "meta", *PLAIN}
    assert mark in str(message.body)
    addresses = [held["href"] for tag, held in page.tags if tag == "a"]
    assert len(addresses) == 4
    assert all(str(address).startswith("http://localhost:") for address in addresses)


def test_a_name_with_a_line_break_breaks_no_header(learner) -> None:
    group_with_news(learner, name="A\nBcc: everybody@example.com")
    assert "Bcc" not in [name for name, _ in mail(learner).message().items()]


def test_its_statements_do_not_grow_with_what_happened(learner) -> None:
    group = group_with_news(learner)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            letter(learner)
        return len(asked)

    few = count()
    for n in range(20):
        actor = make_user()
        deck = make_deck(owner=actor, title=f"Deck {n}")
        share(deck, group)
        note_event(
            group.pk, EventKind.CHANGED, actor=actor, deck_id=deck.pk, now=YESTERDAY
        )
        make_enrolment(user=learner, deck=deck)
    make_member(group, user=make_user(), role=Role.EDITOR)
    # One more: where a line names a deck, whether it may be read.
    assert count() <= few + 1
    group_with_news(learner, name="Another")
    assert count() <= few + 2
