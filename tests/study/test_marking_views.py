"""Marks by the page: what comes back, with and without htmx."""

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.models import CardNote, Review, ReviewState, StudySession
from decks.study.recording import read_session
from decks.study.selections import Cards, Selection
from decks.study.sessions import enrol, start_session
from tests.factories import make_deck, make_public_deck, make_study_session, make_user
from tests.study.browsing import HTMX, begin, form_of, rate, read
from tests.study.sittings import cards_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck():
    return make_public_deck(cards=3)


def session_id(path):
    return path.split("/")[2]


def mark(browser, name, card, path="", **form):
    given = {"session": session_id(path)} if path else {}
    headers = HTMX if path else {}
    return browser.post(reverse(name, args=[card.pk]), given | form, headers=headers)


def test_flagging_swaps_the_button_alone(browser, deck):
    begin(browser, deck)
    reply = mark(browser, "flag", cards_of(deck)[0], on="1")
    assert reply.status_code == 302
    reply = browser.post(
        reverse("flag", args=[cards_of(deck)[0].pk]), {"on": "0"}, headers=HTMX
    )
    html = reply.content.decode()
    assert 'aria-pressed="false"' in html
    assert 'id="card"' not in html
    assert ReviewState.objects.get().flagged_at is None


@pytest.mark.parametrize("name", ["hide", "put_aside"])
def test_a_marked_card_makes_way_for_the_next_and_can_be_brought_back(
    browser, deck, name
):
    path, first = begin(browser, deck), cards_of(deck)[0]
    html = mark(browser, name, first, path).content.decode()
    assert "Question 2" in html
    assert "Bring back" in html
    assert "of 2</span>" in html
    html = mark(browser, "bring_back", first, path).content.decode()
    assert "Question 1" in html
    assert "Question 1" in read(browser, path)


def test_the_last_card_put_aside_ends_in_the_summary(browser, learner):
    deck = make_public_deck(cards=1)
    path = begin(browser, deck)
    reply = mark(browser, "put_aside", cards_of(deck)[0], path)
    assert reply.headers["HX-Redirect"] == path + "summary/"


def test_the_deck_page_finds_what_is_put_aside_and_flagged(browser, deck):
    begin(browser, deck)
    first, second, third = cards_of(deck)
    mark(browser, "put_aside", first)
    mark(browser, "flag", second, on="1")
    mark(browser, "hide", third)
    page = reverse("deck", args=[deck.pk])
    aside = read(browser, page + "?show=aside")
    assert "Question 1" in aside
    assert "Question 2" not in aside
    assert reverse("bring_back", args=[first.pk]) in aside
    assert "Question 2" in read(browser, page + "?show=flagged")
    new = read(browser, page + "?show=new")
    assert all(f"Question {number}" in new for number in (1, 2, 3))
    assert "Hidden today" in new


@pytest.mark.parametrize("other", ["somebody", "nowhere", "no id"])
def test_a_session_that_is_not_the_learners_changes_nothing(browser, deck, other):
    begin(browser, deck)
    ids = {
        "somebody": str(make_study_session(user=make_user()).id),
        "nowhere": "4e0d9e7c-0000-4000-8000-000000000000",
    }
    card = cards_of(deck)[0]
    if other not in ids:
        reply = mark(browser, "put_aside", card, session="x")
        assert reply.status_code == 302
        return
    for name in ("hide", "put_aside", "bring_back", "start_over", "card_note"):
        form = {"session": ids[other], "text": "mine"}
        reply = browser.post(reverse(name, args=[card.pk]), form)
        assert reply.status_code == 404
    assert not ReviewState.objects.exists()
    assert not CardNote.objects.exists()


def test_start_over_says_first_what_it_means(browser, deck):
    path, card = begin(browser, deck), cards_of(deck)[0]
    rate(browser, path, 4)
    address = reverse("start_over", args=[card.pk])
    page = read(browser, f"{address}?session={session_id(path)}")
    assert "It becomes new again" in page
    assert ReviewState.objects.get().phase is not None
    reply = browser.post(address, {"session": session_id(path)})
    assert reply.headers["Location"] == f"{path}cards/{card.pk}/"
    assert ReviewState.objects.get().phase is None


def test_a_note_comes_back_under_the_answer_and_is_escaped(browser, deck):
    path, card = begin(browser, deck), cards_of(deck)[0]
    form = {"session": session_id(path), "text": "<b>mine</b>\r\nsecond"}
    browser.post(reverse("card_note", args=[card.pk]), form)
    html = read(browser, f"{path}cards/{card.pk}/")
    assert "&lt;b&gt;mine&lt;/b&gt;" in html
    assert CardNote.objects.get().text == "<b>mine</b>\nsecond"


def test_a_note_too_long_is_kept_in_the_form(browser, deck):
    begin(browser, deck)
    address = reverse("card_note", args=[cards_of(deck)[0].pk])
    reply = browser.post(address, {"text": "x" * 2001})
    assert reply.status_code == 422
    assert "x" * 2001 in reply.content.decode()


def test_an_editor_changes_a_card_from_the_session(browser, learner):
    deck = make_deck(owner=learner, cards=1)
    path, card = begin(browser, deck), cards_of(deck)[0]
    assert "card_edit" not in read(browser, path)
    address = reverse("card_edit", args=[card.pk])
    assert address in read(browser, path)
    form = {
        "session": session_id(path),
        "question": " New \r\nwords",
        "answer": "",
        "tags": "a\nb",
        "version": 1,
    }
    reply = browser.post(address, form)
    assert reply.headers["Location"] == f"{path}cards/{card.pk}/"
    card.refresh_from_db()
    assert (card.question, card.answer, card.tags) == (" New \nwords", "", ["a", "b"])
    assert browser.post(address, {"question": ""}).status_code == 422


def test_no_edit_button_on_somebody_elses_card(browser, deck):
    path, card = begin(browser, deck), cards_of(deck)[0]
    assert reverse("card_edit", args=[card.pk]) not in read(browser, path)
    assert browser.get(reverse("card_edit", args=[card.pk])).status_code == 404


class TestBrowsing:
    @pytest.fixture
    def path(self, browser, learner, deck):
        now = timezone.now()
        enrol(learner, deck, now=now)
        chosen = Selection(kind=StudySession.Kind.BROWSE)
        session = start_session(learner, chosen, now=now)
        assert session is not None
        return f"/study/{session.id}/"

    def test_it_shows_no_tiles_and_pages_on(self, browser, path):
        assert browser.get(path).headers["Location"] == path + "browse/1/"
        html = read(browser, path + "browse/2/?turned=1")
        assert "Answer 2" in html
        assert "How well did you know this?" not in html
        assert path + "browse/3/" in html
        assert path + "browse/1/" in html

    def test_a_mark_leaves_one_where_one_was(self, browser, path, deck):
        card = cards_of(deck)[1]
        reply = browser.post(
            reverse("hide", args=[card.pk]),
            headers={"Referer": f"http://testserver{path}browse/2/"},
        )
        assert reply.headers["Location"] == path + "browse/2/"

    def test_its_cards_are_not_rated(self, browser, path, deck):
        card = cards_of(deck)[0]
        answer = browser.get(f"{path}cards/{card.pk}/")
        assert answer.headers["Location"] == path + "browse/1/?turned=1"
        assert browser.post(path + "undo/", {}).status_code == 404
        form = {"session": session_id(path)}
        reply = browser.post(reverse("hide", args=[card.pk]), form)
        assert reply.status_code == 404

    def test_deleted_cards_are_passed_over_both_ways(self, browser, path, deck):
        cards_of(deck)[1].delete()
        reply = browser.get(path + "browse/2/")
        assert reply.headers["Location"] == path + "browse/3/"
        reply = browser.get(path + "browse/2/?way=back")
        assert reply.headers["Location"] == path + "browse/1/"

    def test_a_closed_deck_ends_it(self, browser, path, deck):
        deck.visibility = "private"
        deck.save()
        reply = browser.get(path + "browse/1/")
        assert reply.headers["Location"] == reverse("choose")

    def test_it_writes_nothing(self, browser, path):
        before = list(StudySession.objects.values())
        for place in (1, 2, 3, 4, 0):
            browser.get(f"{path}browse/{place}/")
        assert list(StudySession.objects.values()) == before
        assert not Review.objects.exists()


class TestPractice:
    @pytest.fixture
    def path(self, browser, learner, deck):
        enrol(learner, deck, now=timezone.now())
        form = {"cards": Cards.ALL, "kind": StudySession.Kind.CRAM}
        reply = browser.post(reverse("choose"), form)
        return reply.headers["Location"]

    def practise(self, browser, path, level):
        form = form_of(read(browser, path), level)
        return browser.post(path + "practise/", form, headers=HTMX)

    def test_it_says_that_the_schedule_stays(self, browser, path):
        html = self.practise(browser, path, 4).content.decode()
        assert "Practice: its schedule stays." in html
        assert "<small>" not in html

    def test_ended_early_it_goes_on_where_it_was(self, browser, path):
        self.practise(browser, path, 4)
        browser.post(path + "end/")
        assert "Practise 2 more" in read(browser, path + "summary/")
        reply = browser.post(path + "again/")
        assert reply.headers["Location"] == path
        assert "Question 2" in read(browser, path)

    def test_after_its_minutes_it_goes_on_with_as_many_again(self, browser, path):
        StudySession.objects.update(stop_after_ms=60_000, answer_ms=59_000)
        form = form_of(read(browser, path), 4) | {"answer_ms": "2000"}
        browser.post(path + "practise/", form)
        assert "Your minute is up" in read(browser, path + "summary/")
        reply = browser.post(path + "again/")
        assert reply.headers["Location"] == path
        assert "Question 2" in read(browser, path)
        self.practise(browser, path, 4)
        assert StudySession.objects.get().ended_at is None

    def test_what_was_missed_is_practised_next(self, browser, path):
        self.practise(browser, path, 1)
        self.practise(browser, path, 5)
        self.practise(browser, path, 2)
        html = read(browser, path + "summary/")
        assert "Practise the 2 you missed" in html
        reply = browser.post(path + "missed/")
        session = StudySession.objects.get(id=session_id(reply.headers["Location"]))
        assert len(session.card_ids) == 2

    def test_nothing_that_fits_is_said_at_its_place(self, browser, path):
        form = {"cards": Cards.FLAGGED, "kind": StudySession.Kind.CRAM}
        reply = browser.post(reverse("choose"), form)
        assert reply.status_code == 422
        assert "No cards fit that choice." in reply.content.decode()


def test_without_script_the_time_since_the_page_counts(browser, learner):
    path = begin(browser, make_public_deck(cards=1))
    session = StudySession.objects.get()
    html = read(browser, f"{path}cards/{session.card_ids[0]}/")
    form = form_of(html, 4)
    form["shown_ms"] = str(int(form["shown_ms"]) - 5000)
    browser.post(path + "rate/", form)
    assert 5000 <= read_session(learner, session.id).answer_ms < 60_000
