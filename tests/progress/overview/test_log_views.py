"""The page of ratings: what it shows, and to whom."""

import datetime as dt

import pytest

from decks.models import Card, StudySession
from decks.progress.overview import reviews as reviews_query
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from decks.study.undo import undo_rating
from tests.factories import make_deck, make_group, make_member, make_user, share
from tests.progress.overview.pages import HTMX, lose, text_of
from tests.study.sittings import cards_of, make_learner, practise, rate, start

pytestmark = pytest.mark.django_db


class TestReviews:
    def test_a_day(self, client, rated, now):
        _, deck = rated
        page = text_of(client, f"/progress/reviews/?from={now.date()}")
        assert "3 reviews today</h1>" in page
        assert page.count("Question ") == 3
        assert deck.title in page
        assert "Show more" not in page

    def test_a_level_in_a_deck(self, client, rated):
        _, deck = rated
        page = text_of(client, f"/progress/reviews/?level=4&deck={deck.pk}")
        heading = f"2 reviews in the last 7 days, rated 4 Mostly, in {deck.title}</h1>"
        assert heading in page
        assert "All ratings of these days" in page

    def test_each_row_says_what_the_rating_gave(self, client, rated):
        page = text_of(client, "/progress/reviews/?level=2")
        assert "Back after " in page
        assert '<span class="num">4 s</span>' in page

    def test_practice_is_counted_beside_and_marked(self, client, rated, now):
        user, deck = rated
        selection = Selection(kind=StudySession.Kind.CRAM)
        session = start_session(user, selection, now=now)
        assert session is not None
        practise(user, session, cards_of(deck)[0], 5, now=now)
        page = text_of(client, "/progress/reviews/")
        assert "3 reviews and 1 in practice in the last 7 days</h1>" in page
        assert page.count("· Practice ·") == 1
        page = text_of(client, "/progress/reviews/?only=practice")
        assert "1 practice rating in the last 7 days</h1>" in page

    def test_nothing(self, client):
        client.force_login(make_user())
        page = text_of(client, "/progress/reviews/")
        assert "No reviews in the last 7 days</h1>" in page
        assert "Nothing was rated then." in page

    def test_a_lost_decks_ratings_stay_and_its_texts_do_not(self, client, rated):
        _, deck = rated
        lose(deck)
        page = text_of(client, "/progress/reviews/")
        assert "3 reviews" in page
        assert page.count("A card of a deck you no longer have") == 3
        assert "Question" not in page
        assert deck.title not in page

    def test_a_lost_deck_is_not_there_to_be_asked_for(self, client, rated):
        _, deck = rated
        lose(deck)
        for page in ("reviews", "cards", "tags"):
            reply = client.get(f"/progress/{page}/?deck={deck.pk}")
            assert reply.status_code == 404

    def test_who_left_the_group_has_the_ratings_alone(self, client, now):
        owner, user = make_user(), make_user()
        deck = make_deck(owner=owner, cards=1)
        group = make_group(owner=owner)
        share(deck, group)
        member = make_member(group, user=user)
        enrol(user, deck, now=now)
        rate(user, start(user, deck, now=now), cards_of(deck)[0], 4, now=now)
        client.force_login(user)
        assert deck.title in text_of(client, "/progress/reviews/")
        member.delete()
        page = text_of(client, "/progress/reviews/")
        assert deck.title not in page
        assert "A card of a deck you no longer have" in page

    def test_a_deleted_card_of_a_deck_one_has(self, client, rated, now):
        _, deck = rated
        trash = make_deck(deleted_at=now)
        Card.objects.filter(pk=cards_of(deck)[0].pk).update(deck=trash)
        page = text_of(client, "/progress/reviews/")
        assert page.count("A card that is no longer there") == 1
        assert "Question 1" not in page

    def test_ratings_that_went_with_their_card_are_mentioned(self, client, rated):
        _, deck = rated
        cards_of(deck)[0].delete()
        page = text_of(client, "/progress/reviews/")
        assert "3 reviews" in page
        assert "1 of them is not shown" in page

    def test_undone_practice_and_all(self, client, rated, now):
        user, _ = rated
        session = StudySession.objects.get(user=user)
        rating_id = session.last_rating_id
        assert rating_id is not None
        undo_rating(user=user, session_id=session.id, rating_id=rating_id, now=now)
        assert "2 reviews" in text_of(client, "/progress/reviews/")
        page = text_of(client, "/progress/reviews/?only=practice")
        assert "No practice ratings in the last 7 days" in page

    def test_nobody_sees_another_ones(self, client, rated):
        client.force_login(make_user())
        assert "Question" not in text_of(client, "/progress/reviews/")

    def test_show_more_with_and_without_script(self, client, rated, monkeypatch):
        monkeypatch.setattr(reviews_query, "PAGE_SIZE", 2)
        first = client.get("/progress/reviews/")
        assert first.content.decode().count("Question ") == 2
        more = first.context["next_query"]
        whole = text_of(client, f"/progress/reviews/{more}")
        assert "<h1" in whole
        assert "Back to the latest" in whole
        part = text_of(client, f"/progress/reviews/{more}", **HTMX)
        assert "<h1" not in part
        assert part.count("Question ") == 1

    def test_times_are_the_learners(self, client):
        user, deck = make_learner(cards=1, time_zone="Asia/Kathmandu")
        moment = dt.datetime(2026, 3, 2, 20, 30, tzinfo=dt.UTC)
        rate(user, start(user, deck, now=moment), cards_of(deck)[0], 4, now=moment)
        client.force_login(user)
        page = text_of(client, "/progress/reviews/?from=2026-03-02&to=2026-03-02")
        assert "Tue 3 Mar" in page
        assert "02:15" in page

    @pytest.mark.parametrize("count", [1, 60])
    def test_statements(self, client, count, now, django_assert_num_queries):
        user, deck = make_learner(cards=count)
        session = start(user, deck, now=now)
        for card in cards_of(deck)[:count]:
            if card.pk not in session.card_ids:
                break
            rate(user, session, card, 4, now=now)
        client.force_login(user)
        client.get("/progress/reviews/")
        with django_assert_num_queries(6):
            client.get("/progress/reviews/")


@pytest.mark.parametrize("page", ["reviews", "cards", "tags"])
@pytest.mark.parametrize(
    "query",
    [
        "from=2026-03-05&to=2026-03-01",
        "from=2026-02-31&to=x",
        "from=" + "9" * 5000,
        "after=" + "9" * 5000,
        "level=9&only=x&show=x&due=x",
        "from=%00&to=%00&after=%00&tag=%00&level=%00&due=%00&show=%00&only=%00",
        "due=0001-01-01",
        "tag=" + "x" * 5000,
        "weeks=-1",
    ],
)
def test_bad_input_falls_back(client, rated, page, query):
    assert client.get(f"/progress/{page}/?{query}").status_code == 200


@pytest.mark.parametrize("deck", ["x", "0", "9" * 5000, "%00", "-1"])
@pytest.mark.parametrize("page", ["reviews", "cards", "tags"])
def test_a_deck_that_is_none_is_not_there(client, rated, page, deck):
    assert client.get(f"/progress/{page}/?deck={deck}").status_code == 404
