"""The Progress page as its learner gets it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.models import Card, Deck, Enrolment, User
from decks.progress.overview import counting
from decks.progress.overview.page import progress_page
from decks.progress.overview.scope import scope_from
from decks.study.selections import Selection
from decks.study.sessions import enrol, set_archived, start_session
from tests.factories import (
    make_enrolment,
    make_public_deck,
    make_review_state,
    make_user,
)
from tests.study.sittings import DAY, cards_of, practise, rate, start

pytestmark = pytest.mark.django_db

STATEMENTS = {"all": 11, "deck": 10, "tag": 9}
"""Of a whole page, signing in among them; 20 are the most that it may cost."""


def make_studied(user, *, cards=3, title="Lambda"):
    """A deck that the learner took up two days ago, its first card rated twice."""
    now = timezone.now()
    deck = make_public_deck(cards=cards, title=title)
    enrol(user, deck, now=now - 2 * DAY)
    session, card = start(user, deck, now=now - 2 * DAY), cards_of(deck)[0]
    rate(user, session, card, 4, now=now - 2 * DAY)
    rate(user, session, card, 2, seen=1, now=now)
    return deck


def page_of(user, **given):
    now = timezone.now()
    return progress_page(scope_from(user, given, now=now), now=now)


def text_of(browser, **given):
    reply = browser.get(reverse("progress"), given)
    assert reply.status_code == 200
    return reply.content.decode()


def close(deck):
    """The deck is somebody else's now, and private."""
    deck.owner, deck.visibility = make_user(), Deck.Visibility.PRIVATE
    deck.save()


class TestWithoutReviews:
    def test_it_says_what_will_stand_here(self, browser):
        text = text_of(browser)
        assert "<h1>No reviews yet</h1>" in text
        assert "you will see here on which days" in text
        assert '<svg class="chart"' not in text

    def test_a_deck_that_was_only_taken_up(self, learner, browser):
        make_enrolment(user=learner, deck=make_public_deck(cards=3))
        assert page_of(learner).is_empty
        assert "<h1>No reviews yet</h1>" in text_of(browser)

    def test_a_tag_without_any(self, learner, browser):
        make_studied(learner)
        assert page_of(learner, tag="none").is_empty
        assert "<h1>No reviews yet</h1>" in text_of(browser, tag="none")


class TestAFewReviews:
    def test_are_counted(self, learner, browser):
        make_studied(learner)
        page = page_of(learner)
        assert page.period.total.reviews == 2
        assert page.sentence.startswith("2 reviews in the last 7 days")
        assert page.sentence in text_of(browser)

    def test_say_nothing_about_recall(self, learner, browser):
        make_studied(learner)
        assert "ot enough reviews yet" in text_of(browser)

    def test_practice_is_a_day_of_study_but_no_review(self, learner, browser):
        deck = make_studied(learner)
        before = page_of(learner).period.total.reviews
        yesterday = timezone.now() - DAY
        practice = Selection(deck_ids=(deck.pk,), kind="cram")
        session = start_session(learner, practice, now=yesterday)
        assert session is not None
        practise(learner, session, cards_of(deck)[0], 3, now=yesterday)
        period = page_of(learner).period
        assert (period.total.reviews, period.total.practice) == (before, 1)
        assert period.studied_days == 3
        assert page_of(learner).streak.length_days == 3
        text_of(browser)

    def test_all_rated_5_leave_no_hard_card(self, learner, browser):
        deck = make_public_deck(cards=2)
        enrol(learner, deck, now=timezone.now())
        session = start(learner, deck, now=timezone.now())
        for card in cards_of(deck):
            rate(learner, session, card, 5, now=timezone.now())
        assert page_of(learner).hardest == []
        text_of(browser)

    def test_a_years_gap(self, learner, browser):
        deck = make_public_deck(cards=2)
        long_ago = timezone.now() - 400 * DAY
        enrol(learner, deck, now=long_ago)
        session, card = start(learner, deck, now=long_ago), cards_of(deck)[0]
        rate(learner, session, card, 4, now=long_ago)
        page = page_of(learner, weeks="52")
        assert (page.period.total.reviews, page.is_empty) == (0, False)
        assert (page.streak.length_days, page.streak.best_days) == (0, 1)
        assert "Study today to start a new one." in text_of(browser)
        rate(learner, session, card, 4, seen=1, now=timezone.now())
        page = page_of(learner, weeks="52")
        assert page.period.total.young.count == 1
        assert {point.counts for point in page.counted.mastery} == {(1, 0, 0, 0, 1, 0)}
        for weeks in ("4", "12", "26", "52"):
            text_of(browser, weeks=weeks)


class TestADeck:
    def test_is_alone(self, learner, browser):
        deck = make_studied(learner)
        other = make_studied(learner, title="Spanish")
        page = page_of(learner, deck=str(deck.pk))
        assert page.period.total.reviews == 2
        assert page_of(learner).period.total.reviews == 4
        assert other.title in text_of(browser, deck=deck.pk)

    def test_of_somebody_else_is_not_there(self, browser):
        deck = make_studied(make_user())
        assert browser.get(reverse("progress"), {"deck": deck.pk}).status_code == 404

    def test_that_was_lost_keeps_its_numbers_and_none_of_its_texts(
        self, learner, browser
    ):
        deck = make_studied(learner, title="A lost one")
        close(deck)
        page = page_of(learner)
        assert (page.period.total.reviews, page.lost_reviews) == (2, 2)
        text = text_of(browser)
        assert "2 of these reviews were in decks that you can no longer read" in text
        assert "A lost one" not in text
        assert "Question" not in text
        assert browser.get(reverse("progress"), {"deck": deck.pk}).status_code == 404

    def test_that_was_put_away_counts_on(self, learner, browser):
        deck = make_studied(learner)
        set_archived(learner, deck, archived_at=timezone.now())
        page = page_of(learner)
        assert (page.period.total.reviews, page.lost_reviews) == (2, 0)
        assert page.due[0].expected == 0
        text_of(browser)
        text_of(browser, deck=deck.pk)


class TestATag:
    def test_holds_its_cards_alone(self, learner, browser):
        deck = make_studied(learner)
        first, second, _ = cards_of(deck)
        Card.objects.filter(pk=first.pk).update(tags=["net"])
        Card.objects.filter(pk=second.pk).update(tags=["other"])
        assert page_of(learner, tag="net").period.total.reviews == 2
        assert page_of(learner, tag="other").is_empty
        assert "net" in text_of(browser, tag="net")

    def test_with_too_many_reviews_says_so(self, learner, browser, monkeypatch):
        deck = make_studied(learner)
        Card.objects.filter(deck=deck).update(tags=["net"])
        monkeypatch.setattr(counting, "TAG_REVIEWS_MAX", 1)
        assert page_of(learner, tag="net").counted is None
        assert "too many" in text_of(browser, tag="net")


def fill(user, *, decks, cards):
    """So many decks, each studied for three days; each card seen and once hard."""
    now = timezone.now()
    for _ in range(decks):
        deck = make_public_deck(cards=cards)
        enrol(user, deck, now=now - 5 * DAY)
        session = start(user, deck, now=now - 3 * DAY)
        for card in cards_of(deck):
            rate(user, session, card, 1, now=now - 3 * DAY)
            rate(user, session, card, 3, seen=1, now=now - 2 * DAY)
    Card.objects.update(tags=["all"])
    Enrolment.objects.filter(user=user).update(stuck=1)


def statements(browser, **given):
    browser.get(reverse("progress"), given)
    with CaptureQueriesContext(connection) as seen:
        text_of(browser, **given)
    return len(seen)


@pytest.mark.parametrize("kind", ["all", "deck", "tag"])
def test_statements_do_not_grow(kind, client):
    counts = []
    for decks, cards in ((1, 1), (5, 8)):
        user = make_user()
        fill(user, decks=decks, cards=cards)
        client.force_login(user)
        deck_id = Enrolment.objects.filter(user=user).latest("deck_id").deck_id
        given = {"deck": deck_id, "tag": "all"}
        counts.append(statements(client, **{k: given[k] for k in given if k == kind}))
    assert counts == [STATEMENTS[kind]] * 2


def test_other_learners_change_nothing(learner, browser):
    make_studied(learner)
    before = page_of(learner).period
    make_studied(make_user())
    assert page_of(learner).period == before
    assert User.objects.count() > 1


def test_a_card_that_is_put_aside_is_not_hard(learner):
    deck = make_studied(learner)
    assert [row.card for row in page_of(learner).hardest] == [cards_of(deck)[0]]
    states = make_review_state(
        user=learner, card=cards_of(deck)[1], put_aside_at=timezone.now(), last_level=1
    )
    assert states.card not in [row.card for row in page_of(learner).hardest]
