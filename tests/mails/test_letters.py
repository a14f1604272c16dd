"""What a mail tells, whom it may tell what, and when there is none."""

import datetime as dt

import pytest

from decks.groups.events import EventKind, note_event
from decks.mails.letters import letter_for
from decks.mails.news import LINES_MAX
from decks.models import DayCounter, MailChoice, Membership, SentMail, User
from decks.notices.models import NoticeKind
from tests.factories import (
    NOW,
    make_card,
    make_deck,
    make_enrolment,
    make_group,
    make_member,
    make_review_state,
    make_suggestion,
    make_user,
    share,
)
from tests.mails.people import YESTERDAY, forget_news, group_with_news, want_mail
from tests.mails.reading import html_of, letter, mail

pytestmark = pytest.mark.django_db

DAY = NOW.date()
MADE_AT = NOW - dt.timedelta(days=20)


@pytest.fixture
def learner(db: None) -> User:
    return want_mail(make_user(display_name="Bob"))


def due_card(user: User) -> None:
    deck = make_deck(owner=user, title="Own deck")
    make_enrolment(user=user, deck=deck)
    card = make_card(deck=deck, question="A secret of a card")
    make_review_state(user=user, card=card, due_at=NOW - dt.timedelta(hours=1))


def remind(user: User) -> None:
    MailChoice.objects.filter(user=user).update(digest="off", reminds=True)


def test_it_tells_what_others_did_in_each_group(learner) -> None:
    group = group_with_news(learner)
    deck = make_deck(owner=make_user(display_name="Cleo"), title="Rivers")
    share(deck, group)
    for kind in (EventKind.SHARED, EventKind.COMMENTED):
        note_event(group.pk, kind, actor=deck.owner, deck_id=deck.pk, now=YESTERDAY)
    message = mail(learner)
    assert message.subject == "Your groups, Monday 2 March"
    assert message.to == [learner.email]
    for text in (str(message.body), html_of(message)):
        assert "Cloud Certs" in text
        assert "Ada renamed the group; it was “Clouds” before" in text
        assert "Cleo shared Rivers" in text
        assert "Cleo wrote 1 comment on cards in Rivers" in text
        assert "Nothing due" in text


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_has_its_words(learner, kind: EventKind) -> None:
    group = group_with_news(learner)
    forget_news()
    words = "2026-04-01" if kind == EventKind.EXAM else ""
    actor = make_user(display_name="Dora")
    note_event(
        group.pk,
        kind,
        actor=actor,
        person_id=learner.pk,
        words=words,
        now=YESTERDAY,
    )
    found = letter(learner)
    assert found is not None
    assert found.news is not None
    (line,) = found.news.groups[0].lines
    assert line.startswith("Dora ")
    assert "did something" not in line


def test_a_deck_taken_down_is_named_and_nobody_else(learner) -> None:
    group = group_with_news(learner)
    forget_news()
    deck = make_deck(owner=make_user(), title="Borrowed")
    kind = EventKind.TAKEN_DOWN
    note_event(
        group.pk, kind, actor=None, deck_id=deck.pk, words=deck.title, now=YESTERDAY
    )
    found = letter(learner)
    assert found is not None
    assert found.news is not None
    assert found.news.groups[0].lines == ["Whoever runs this site took down Borrowed"]


def test_without_news_there_is_none(learner) -> None:
    group_with_news(learner)
    forget_news()
    due_card(learner)
    assert letter(learner) is None


def test_what_one_did_oneself_is_no_news(learner) -> None:
    group = make_group(owner=learner)
    note_event(group.pk, EventKind.RENAMED, actor=learner, now=YESTERDAY)
    assert letter(learner) is None


@pytest.mark.parametrize(
    "at", [NOW - dt.timedelta(days=3), YESTERDAY - dt.timedelta(days=1)]
)
def test_what_was_before_one_asked_is_not_told(learner, at) -> None:
    group_with_news(learner, at=at - dt.timedelta(seconds=1))
    assert letter(learner) is None


def test_what_was_told_is_not_told_again(learner) -> None:
    group_with_news(learner)
    last = {"local_date": DAY - dt.timedelta(days=1), "tells_until": YESTERDAY}
    row = SentMail.objects.create(user=learner, has_digest=False, **last)
    assert letter(learner) is not None
    SentMail.objects.filter(pk=row.pk).update(has_digest=True)
    assert letter(learner) is None


def test_who_left_is_told_nothing_and_who_came_nothing_from_before(learner) -> None:
    group = group_with_news(learner)
    rows = Membership.objects.filter(user=learner, group=group)
    rows.update(joined_at=NOW - dt.timedelta(hours=1))
    assert letter(learner) is None
    rows.update(joined_at=MADE_AT)
    assert letter(learner) is not None
    rows.delete()
    assert letter(learner) is None


def test_a_deck_that_one_may_not_read_has_no_title(learner) -> None:
    group = group_with_news(learner)
    deck = make_deck(owner=make_user(), title="Sphinx")
    note_event(
        group.pk, EventKind.CHANGED, actor=deck.owner, deck_id=deck.pk, now=YESTERDAY
    )
    text = str(mail(learner).body)
    assert "changed cards in a deck" in text
    assert "Sphinx" not in text


def test_notices_that_were_turned_off_are_turned_off_here_too(learner) -> None:
    group = group_with_news(learner)
    forget_news()
    deck = make_deck(owner=make_user(), title="Rivers")
    share(deck, group)
    note_event(
        group.pk, EventKind.SHARED, actor=deck.owner, deck_id=deck.pk, now=YESTERDAY
    )
    assert letter(learner) is not None
    learner.muted_notices = [NoticeKind.SHARED]
    assert letter(learner) is None


def test_of_many_lines_the_latest_stand_there_and_how_many_more(learner) -> None:
    group = group_with_news(learner)
    for _ in range(LINES_MAX + 3):
        note_event(group.pk, EventKind.JOINED, actor=make_user(), now=NOW)
    text = str(mail(learner).body)
    assert text.count(" joined") == LINES_MAX
    assert "* and 4 more" in text
    assert "renamed" not in text


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, ""), (0, "today"), (1, "tomorrow"), (7, "in 7 days"), (8, "")],
)
def test_an_exam_within_a_week_is_news(learner, days: int, words: str) -> None:
    group_with_news(learner)
    forget_news()
    exam = DAY + dt.timedelta(days=days)
    Membership.objects.filter(user=learner).update(exam_date=exam)
    found = letter(learner)
    assert (found is None) == (not words)
    if words:
        assert f"The exam is {words}" in str(mail(learner).body)


def test_answers_to_ones_suggestions_are_news_and_what_awaits_is_told(learner) -> None:
    others = make_deck(owner=make_user(), title="Theirs", visibility="public")
    lost = make_deck(owner=make_user(), title="Sphinx")
    for deck in (others, lost):
        make_suggestion(
            deck=deck, author=learner, state="accepted", answered_at=YESTERDAY
        )
    own = make_deck(owner=learner, title="Mine")
    make_suggestion(deck=own, author=make_user(), question="A secret of a card")
    text = str(mail(learner).body)
    assert "Your suggestions that were answered\n* 1 for Theirs" in text
    assert "Suggestions that wait for an editor\n* 1 for Mine" in text
    assert "Sphinx" not in text
    assert "secret" not in text


def test_what_awaits_is_no_reason_for_a_mail(learner) -> None:
    make_suggestion(deck=make_deck(owner=learner), author=make_user())
    assert letter(learner) is None


def test_no_members_figures_are_in_it(learner) -> None:
    """Whoever studied, and how much, is not told: those who are named neither."""
    group = group_with_news(learner)
    named = make_user(display_name="Zelda")
    make_member(group, user=named, seen="named", joined_at=MADE_AT)
    deck = make_deck(owner=named, cards=1)
    counts = {"reviews": 77, "level_3": 77}
    DayCounter.objects.create(user=named, deck_id=deck.pk, study_day=DAY, **counts)
    text = str(mail(learner).body)
    assert "Zelda" not in text
    assert "77" not in text


def test_a_reminder_when_cards_are_due(learner) -> None:
    remind(learner)
    assert letter(learner) is None
    due_card(learner)
    group_with_news(learner)
    message = mail(learner)
    assert message.subject == "1 card due"
    assert "Your own cards: 1 card due" in str(message.body)
    assert "Cloud Certs" not in str(message.body)
    assert "secret" not in str(message.body) + html_of(message)


def test_who_studied_today_is_not_reminded(learner) -> None:
    remind(learner)
    due_card(learner)
    deck = make_deck()
    day = {"user": learner, "deck_id": deck.pk, "reviews": 1, "level_3": 1}
    DayCounter.objects.create(study_day=DAY - dt.timedelta(days=1), **day)
    assert letter(learner) is not None
    DayCounter.objects.create(study_day=DAY, **day)
    assert letter(learner) is None


def test_what_changed_since_it_was_planned_counts(learner) -> None:
    group_with_news(learner)
    assert letter(learner) is not None
    assert letter(learner, with_digest=False) is None
    MailChoice.objects.update(digest="off")
    assert letter(learner) is None
    MailChoice.objects.update(digest="daily")
    learner.emailaddress_set.update(verified=False)
    assert letter(learner) is None
    learner.emailaddress_set.update(verified=True)
    learner.is_active = False
    assert letter(learner) is None


def test_a_job_that_waited_for_a_day_sends_nothing(learner) -> None:
    group_with_news(learner)
    assert letter_for(learner, DAY, with_digest=True, now=NOW) is not None
    for hours in (12, 24):
        late = NOW + dt.timedelta(hours=hours)
        assert letter_for(learner, DAY, with_digest=True, now=late) is None
