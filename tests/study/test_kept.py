"""Ratings that a browser kept: whose they are, that they count once, what is said."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from decks.models import Card, Review, StudySession, User
from decks.study.ratings_counted import RATINGS
from tests.factories import make_user
from tests.study.sittings import make_learner, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> tuple[User, StudySession]:
    user, _ = make_learner()
    return user, start(user)


def signed_in(user: User, *, checks_tokens: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks_tokens)
    client.force_login(user)
    return client


def held(user: User, session: StudySession, **changed: object) -> dict[str, object]:
    """The first card's rating as the browser keeps it."""
    fields = {
        "learner": user.pk,
        "session": session.id,
        "card": session.card_ids[0],
        "prompt": 0,
        "rating_id": uuid.uuid4(),
        "seen_reviews": 0,
        "seen_at": 0,
        "confidence": 4,
        "answer_ms": 1500,
    }
    return fields | changed


def send(client: Client, fields: dict[str, object]):
    return client.post(reverse("kept"), fields)


def test_it_says_who_is_signed_in_and_gives_a_token(learner):
    user, session = learner
    client = signed_in(user, checks_tokens=True)
    said = client.get(reverse("kept")).json()
    assert said["learner"] == str(user.pk)
    fields = held(user, session) | {"csrfmiddlewaretoken": said["token"]}
    assert send(client, fields).json()["outcome"] == "counted"


def test_a_kept_rating_counts_once_with_its_answer_time(learner):
    user, session = learner
    client, fields = signed_in(user), held(user, session)
    first, second = send(client, fields).json(), send(client, fields).json()
    assert first == second
    assert first["words"].startswith("Rated 4, Mostly.")
    assert [(row.level, row.answer_ms) for row in Review.objects.all()] == [(4, 1500)]


def test_it_is_among_the_figures_once(learner):
    user, session = learner
    client, fields = signed_in(user), held(user, session)
    before = RATINGS.labels("4")._value.get()
    send(client, fields)
    send(client, fields)
    assert RATINGS.labels("4")._value.get() == before + 1


def test_a_practice_leaves_the_schedule(learner):
    user, _ = learner
    session = start(user)
    StudySession.objects.filter(id=session.id).update(kind=StudySession.Kind.CRAM)
    said = send(signed_in(user), held(user, session)).json()
    assert said["words"].endswith("Practice: its schedule stays.")
    assert Review.objects.get().kind == "cram"


def test_one_that_another_device_overtook_is_refused_with_its_card(learner):
    user, session = learner
    client = signed_in(user)
    send(client, held(user, session, confidence=1))
    said = send(client, held(user, session, confidence=5)).json()
    assert said == {
        "outcome": "refused",
        "words": "Your rating 5, Perfectly, could not be counted. This card was already"
        " rated in another tab or on another device.",
        "card": reverse("card", args=[session.card_ids[0]]),
    }
    assert [row.level for row in Review.objects.all()] == [1]


@pytest.mark.parametrize("kind", [StudySession.Kind.REVIEW, StudySession.Kind.CRAM])
def test_a_later_level_of_a_showing_that_counted_is_refused_in_words(learner, kind):
    user, session = learner
    if kind == StudySession.Kind.CRAM:
        session = start(user)
        StudySession.objects.filter(id=session.id).update(kind=kind)
    client, fields = signed_in(user), held(user, session, confidence=3)
    assert send(client, fields).json()["outcome"] == "counted"
    said = send(client, fields | {"confidence": 5}).json()
    assert said == {
        "outcome": "refused",
        "words": "Your rating 5, Perfectly, could not be counted. It had counted as 3,"
        " Partly, before.",
        "card": reverse("card", args=[session.card_ids[0]]),
    }
    assert [row.level for row in Review.objects.all()] == [3]


def test_one_of_a_card_that_is_gone_is_refused(learner):
    user, session = learner
    fields = held(user, session)
    Card.objects.filter(pk=session.card_ids[0]).delete()
    said = send(signed_in(user), fields).json()
    assert said["outcome"] == "refused"
    assert "no longer here" in said["words"]
    assert said["card"] == ""


def test_one_of_a_session_that_is_gone_is_refused(learner):
    user, session = learner
    fields = held(user, session) | {"session": uuid.uuid4()}
    said = send(signed_in(user), fields).json()
    assert "session it belongs to is no longer there" in said["words"]


def test_one_that_cannot_be_read_is_refused(learner):
    user, session = learner
    said = send(signed_in(user), held(user, session, confidence=9)).json()
    assert said["words"] == "Your rating could not be counted. It could not be read."


def test_another_learners_is_neither_counted_nor_refused(learner):
    user, session = learner
    response = send(signed_in(make_user()), held(user, session))
    assert response.status_code == 409
    assert response.json() == {"outcome": "another learner's"}
    assert not Review.objects.exists()


def test_under_another_name_it_finds_no_session(learner):
    _, session = learner
    other = make_user()
    said = send(signed_in(other), held(other, session)).json()
    assert said["outcome"] == "refused"
    assert not Review.objects.exists()
