"""The pages of cards and tags, and studying the cards of a list."""

import pytest

from decks.models import Card, ReviewState, StudySession
from decks.progress.overview import cards as cards_query
from decks.study.sessions import set_archived
from tests.factories import make_public_deck, make_review_state, make_user
from tests.progress.overview.pages import HTMX, lose, text_of
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner

pytestmark = pytest.mark.django_db


class TestCards:
    def test_of_a_level(self, client, rated):
        _, deck = rated
        page = text_of(client, "/progress/cards/?level=4")
        assert "2 cards rated 4 Mostly</h1>" in page
        assert "Seen once, never missed" in page
        assert deck.title in page
        assert "Study these 2</button>" in page

    def test_new_ones(self, client, now):
        user, _ = make_learner(cards=1)
        client.force_login(user)
        page = text_of(client, "/progress/cards/?level=0")
        assert "1 new card</h1>" in page
        assert "Not seen yet" in page
        assert "Study this card</button>" in page

    def test_none_are_hard(self, client):
        client.force_login(make_user())
        page = text_of(client, "/progress/cards/?show=hard")
        assert "No hard cards</h1>" in page
        assert "</button>" not in page.split("<h1")[1].split("</main>")[0]

    def test_show_more_with_and_without_script(self, client, rated, monkeypatch):
        monkeypatch.setattr(cards_query, "PAGE_SIZE", 1)
        first = client.get("/progress/cards/?level=4")
        assert "Study the first 1</button>" in first.content.decode()
        more = first.context["next_query"]
        whole = text_of(client, f"/progress/cards/{more}")
        assert "Back to the first" in whole
        part = text_of(client, f"/progress/cards/{more}", **HTMX)
        assert "<h1" not in part
        assert part.count("Question ") == 1

    @pytest.mark.parametrize("count", [1, 60])
    def test_statements(self, client, count, django_assert_num_queries):
        user, deck = make_learner(cards=count)
        for card in cards_of(deck):
            make_review_state(user=user, card=card)
        client.force_login(user)
        with django_assert_num_queries(4):
            client.get("/progress/cards/?level=3")


class TestStudying:
    @pytest.fixture
    def hard(self, client, now):
        """A learner, signed in, of ten cards, seven of them hard and not due."""
        user, deck = make_learner(cards=10)
        for card in cards_of(deck)[:7]:
            make_review_state(
                user=user,
                card=card,
                difficulty=9 - card.position / 10,
                lapse_count=1,
                due_at=now + DAY,
            )
        client.force_login(user)
        return user, deck

    def test_these_five_even_where_none_is_due(self, client, hard):
        user, deck = hard
        page = client.post("/progress/study/", {"show": "hard"}, follow=True)
        session = StudySession.objects.get(user=user)
        assert session.card_ids == [card.pk for card in cards_of(deck)[:5]]
        assert session.kind == StudySession.Kind.CRAM
        assert session.title == "From your progress"
        assert "it leaves your schedule alone" in page.content.decode()

    def test_where_some_are_due_those_count(self, client, hard, now):
        user, deck = hard
        due = cards_of(deck)[1]
        states = ReviewState.objects.filter(user=user, card=due)
        states.update(due_at=now - MINUTE)
        page = client.post("/progress/study/", {"show": "hard"}, follow=True)
        session = StudySession.objects.get(user=user)
        assert (session.kind, session.card_ids) == ("review", [due.pk])
        assert "1 of these 5 cards is due or new now." in page.content.decode()

    def test_as_many_as_the_list_shows(self, client, hard):
        user, _ = hard
        client.post("/progress/study/", {"show": "hard", "most": "50"})
        assert len(StudySession.objects.get(user=user).card_ids) == 7

    def test_twice_goes_on(self, client, hard):
        user, _ = hard
        for _ in range(2):
            client.post("/progress/study/", {"show": "hard"})
        assert StudySession.objects.filter(user=user).count() == 1

    @pytest.mark.parametrize("most", ["0", "51", "x", "9" * 5000, "\x00"])
    def test_another_number_is_five(self, client, hard, most):
        user, _ = hard
        client.post("/progress/study/", {"show": "hard", "most": most})
        assert len(StudySession.objects.get(user=user).card_ids) == 5

    def test_of_a_deck_that_was_put_away_none(self, client, hard, now):
        user, deck = hard
        set_archived(user, deck, archived_at=now)
        page = client.post("/progress/study/", {"deck": deck.pk}, follow=True)
        assert "None of these cards can be studied now." in page.content.decode()

    def test_where_nothing_is_hard(self, client):
        client.force_login(make_user())
        page = client.post("/progress/study/", {"show": "hard"}, follow=True)
        assert "None of these cards can be studied now." in page.content.decode()

    def test_of_a_strangers_deck_it_is_not_there(self, client, hard):
        _, other = make_learner()
        lose(other)
        reply = client.post("/progress/study/", {"deck": other.pk})
        assert reply.status_code == 404


class TestTags:
    def test_each_leads_to_its_figures(self, client, now):
        user, deck = make_learner(cards=2)
        Card.objects.filter(deck=deck).update(tags=["s3 & more"])
        client.force_login(user)
        page = text_of(client, "/progress/tags/")
        assert 'href="/progress/?tag=s3+%26+more"' in page
        page = text_of(client, f"/progress/tags/?deck={deck.pk}")
        assert f'href="/progress/?deck={deck.pk}&amp;tag=s3+%26+more"' in page

    def test_none(self, client):
        user, deck = make_learner(cards=1)
        client.force_login(user)
        page = text_of(client, "/progress/tags/")
        assert "No card of your decks has a tag." in page
        page = text_of(client, f"/progress/tags/?deck={deck.pk}")
        assert "No card of this deck has a tag." in page

    def test_those_of_others_are_not_shown(self, client):
        deck = make_public_deck(cards=1)
        Card.objects.filter(deck=deck).update(tags=["secret"])
        client.force_login(make_user())
        assert "secret" not in text_of(client, "/progress/tags/")

    def test_the_first_by_name_where_they_are_many(self, client):
        user, deck = make_learner(cards=1)
        tags = [f"tag {n:03}" for n in range(201)]
        Card.objects.filter(deck=deck).update(tags=tags)
        client.force_login(user)
        page = text_of(client, "/progress/tags/")
        assert "These are the first 200 by name." in page
        assert "tag 199" in page
        assert "tag 200" not in page

    @pytest.mark.parametrize("count", [1, 60])
    def test_statements(self, client, count, django_assert_num_queries):
        user, deck = make_learner(cards=count)
        for card in cards_of(deck):
            card.tags = [f"tag {card.position}"]
            card.save()
        client.force_login(user)
        with django_assert_num_queries(4):
            client.get("/progress/tags/")
