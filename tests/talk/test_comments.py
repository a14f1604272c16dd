"""A card's discussion: read and written."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.editing.moving import delete_cards
from decks.models import Comment, Membership, User
from decks.talk.models import COMMENT_MAX_CHARACTERS
from tests.factories import (
    make_review_state,
    make_study_session,
)
from tests.hostile_texts import hostile_texts
from tests.talk.talking import Circle, make_circle, post
from tests.talk.test_links import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


# --- Reading --------------------------------------------------------------------------


def test_the_card_and_what_is_said_oldest_first(circle) -> None:
    circle.said("member", "First words")
    circle.said("editor", "Second words")
    page = circle.page("member")
    assert page.index("First words") < page.index("Second words")
    assert "Danube</h1>" in page
    assert "Black Sea" in page
    assert "Everyone who can read this deck sees this." in page


def test_the_rule_takes_the_readers_own_last_level(circle) -> None:
    make_review_state(user=circle.people["member"], card=circle.card, last_level=2)
    assert 'class="rule c2"' in circle.page("member")
    assert 'class="rule"' in circle.page("owner")


def test_a_strangers_discussion_is_not_there(circle) -> None:
    url = reverse("card_talk", args=[circle.card.pk])
    assert circle.client("outsider").get(url).status_code == 404
    assert circle.say("outsider").status_code == 404
    assert not Comment.objects.exists()


def test_who_left_the_group_neither_sees_nor_writes_and_their_words_stay(
    circle,
) -> None:
    comment = circle.said("member", "Mine for good")
    Membership.objects.filter(user=circle.people["member"]).delete()
    url = reverse("card_talk", args=[circle.card.pk])
    assert circle.client("member").get(url).status_code == 404
    for name in ("comment_edit", "comment_delete", "comment_resolve"):
        assert post(circle, "member", name, comment).status_code == 404
    page = circle.page("owner")
    assert "Mine for good" in page
    assert ">Member</b>" in page


def test_of_a_deleted_account_only_somebody_is_left(circle) -> None:
    circle.said("member", "Still here")
    User.objects.filter(pk=circle.people["member"].pk).delete()
    page = circle.page("owner")
    assert "Still here" in page
    assert "Somebody</b>" in page


def test_a_deleted_cards_discussion_is_not_there(circle) -> None:
    comment = circle.said("owner")
    delete_cards(circle.deck.pk, [circle.card.pk], now=timezone.now())
    assert circle.say("owner").status_code == 404
    assert post(circle, "owner", "comment_delete", comment).status_code == 404


def test_the_latest_fifty_and_a_way_to_those_before(circle) -> None:
    for number in range(1, 61):
        circle.said("member", f"Number {number}.")
    page = circle.page("member")
    assert "Number 10." not in page
    assert "Number 11." in page
    assert "Number 60." in page
    before = Comment.objects.get(text="Number 11.").pk
    assert f"?before={before}#talk" in page
    earlier = circle.page("member", f"?before={before}")
    assert "Number 10." in earlier
    assert "Number 11." not in earlier
    assert "The latest comments" in earlier
    assert "Earlier comments" not in earlier


@pytest.mark.parametrize("count", [1, 50])
def test_statements_do_not_grow_with_comments(
    circle, count, django_assert_num_queries
) -> None:
    for _ in range(count):
        circle.said("member")
    client = circle.client("member")
    url = reverse("card_talk", args=[circle.card.pk])
    with django_assert_num_queries(7):
        # session, user; card, deck; comments, their number; the reader's level
        client.get(url)


@pytest.mark.parametrize("query", ["?before=0", "?before=x", "?session=x", "?before="])
def test_a_place_that_is_none_is_the_latest(circle, query) -> None:
    circle.said("member", "Here")
    assert "Here" in circle.page("member", query)


def test_hostile_texts_stand_there_as_they_were_written(circle) -> None:
    texts = [t for t in hostile_texts() if t.strip() and "\r" not in t][:50]
    for text in texts:
        circle.said("member", text)
    page = circle.page("owner")
    shown = [
        part.split("</p>")[0] for part in page.split('<p class="said" dir="auto">')
    ]
    assert [Seen(part).text for part in shown[1:]] == texts


# --- Writing --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "editor", "member"])
def test_readers_say_something(circle, role) -> None:
    reply = circle.say(role, "Why the Black Sea?\r\n\r\nI thought so.")
    comment = Comment.objects.get()
    page = reverse("card_talk", args=[circle.card.pk])
    assert reply["Location"] == f"{page}#comment-{comment.pk}"
    assert comment.author == circle.people[role]
    assert comment.text == "Why the Black Sea?\n\nI thought so."


def test_htmx_gets_the_discussion_with_it_and_an_empty_form(circle) -> None:
    said = circle.say("member", "Why?", htmx=True).content.decode()
    assert said.lstrip().startswith('<section class="thread" id="talk"')
    assert "Why?" in said
    assert "Comment sent." in said
    assert "hx-preserve" not in said


def test_the_same_form_says_it_once(circle) -> None:
    form_id = str(uuid.uuid4())
    for _ in range(2):
        assert circle.say("member", form_id=form_id).status_code == 302
    assert Comment.objects.count() == 1


def test_a_form_of_somebody_elses_takes_nothing_from_them(circle) -> None:
    form_id = str(uuid.uuid4())
    circle.say("member", "Hers", form_id=form_id)
    circle.say("editor", "His", form_id=form_id)
    said = {(str(c.author), c.text) for c in Comment.objects.all()}
    assert said == {("Member", "Hers"), ("Editor", "His")}


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something first"),
        (" \n ", "only blanks"),
        ("x" * (COMMENT_MAX_CHARACTERS + 2), "This has 4,002 characters, 2 more"),
        ("a\0b", "NUL"),
    ],
)
def test_what_cannot_be_said_is_kept_with_a_word(circle, htmx, text, words) -> None:
    reply = circle.say("member", text, htmx=htmx)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert words in page
    assert ("<html" in page) != htmx
    if len(text) > 10:
        assert text in page
    assert not Comment.objects.exists()


def test_four_thousand_characters_fit(circle) -> None:
    circle.say("member", "ü" * COMMENT_MAX_CHARACTERS)
    assert len(Comment.objects.get().text) == COMMENT_MAX_CHARACTERS


def test_the_sitting_is_kept_on_the_way(circle) -> None:
    session = make_study_session(user=circle.people["member"])
    page = circle.page("member", f"?session={session.id}")
    back = reverse("study_answer", args=[session.id, circle.card.pk])
    assert f'href="{back}"' in page
    assert f'name="session" value="{session.id}"' in page
    reply = circle.say("member", session=str(session.id))
    assert f"?session={session.id}#comment-" in reply["Location"]
