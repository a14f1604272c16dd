"""A card's discussion: read, written, changed, deleted, resolved."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.editing.moving import delete_cards
from decks.models import Comment, Membership, User
from decks.talk.models import COMMENT_MAX_CHARACTERS
from tests.factories import (
    make_comment,
    make_review_state,
    make_study_session,
    make_suggestion,
)
from tests.hostile_texts import hostile_texts
from tests.talk.talking import HTMX, Circle, make_circle
from tests.talk.test_links import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def post(circle: Circle, role: str, name: str, comment: Comment, **form):
    headers = HTMX if form.pop("htmx", False) else {}
    url = reverse(name, args=[comment.pk])
    return circle.client(role).post(url, form, headers=headers)


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


# --- Changing and deleting ------------------------------------------------------------


def test_authors_change_their_own_and_it_says_so(circle) -> None:
    comment = circle.said("member", "Wrong")
    page = circle.client("member").get(reverse("comment_edit", args=[comment.pk]))
    assert ">\nWrong</textarea>" in page.content.decode()
    post(circle, "member", "comment_edit", comment, **{"edit-text": "Right"})
    comment.refresh_from_db()
    assert comment.text == "Right"
    assert "· edited" in circle.page("owner")


def test_the_same_text_again_is_no_change(circle) -> None:
    comment = circle.said("member", "Right")
    post(circle, "member", "comment_edit", comment, **{"edit-text": "Right"})
    assert "· edited" not in circle.page("owner")


@pytest.mark.parametrize("role", ["owner", "editor", "outsider"])
def test_nobody_changes_anothers(circle, role) -> None:
    comment = circle.said("member", "Hers")
    reply = post(circle, role, "comment_edit", comment, **{"edit-text": "Mine"})
    assert reply.status_code == 404
    comment.refresh_from_db()
    assert comment.text == "Hers"


def test_htmx_edits_in_its_place_and_keeps_what_is_being_typed(circle) -> None:
    comment = circle.said("member", "Wrong")
    url = reverse("comment_edit", args=[comment.pk])
    form = circle.client("member").get(url, headers=HTMX).content.decode()
    assert form.count("<textarea") == 2
    assert "hx-preserve" in form
    saved = post(
        circle, "member", "comment_edit", comment, htmx=True, **{"edit-text": "Right"}
    ).content.decode()
    assert saved.count("<textarea") == 1
    assert "hx-preserve" in saved


def test_an_empty_change_is_refused_with_a_word(circle) -> None:
    comment = circle.said("member", "Right")
    reply = post(circle, "member", "comment_edit", comment, **{"edit-text": " "})
    assert reply.status_code == 422
    assert "only blanks" in reply.content.decode()
    assert Comment.objects.get().text == "Right"


@pytest.mark.parametrize(
    ("role", "status"),
    [("member", 302), ("editor", 302), ("owner", 302), ("outsider", 404)],
)
def test_authors_and_editors_delete(circle, role, status) -> None:
    comment = circle.said("member")
    url = reverse("comment_delete", args=[comment.pk])
    asked = circle.client(role).get(url)
    assert asked.status_code == (200 if status == 302 else 404)
    assert Comment.objects.exists()
    assert post(circle, role, "comment_delete", comment).status_code == status
    assert Comment.objects.exists() == (status == 404)


def test_a_member_deletes_nobody_elses(circle) -> None:
    comment = circle.said("owner")
    assert post(circle, "member", "comment_delete", comment).status_code == 404
    assert Comment.objects.exists()
    assert "Delete…" not in circle.page("member")


# --- Resolving ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["member", "editor", "owner"])
def test_authors_and_editors_resolve_and_open_again(circle, role) -> None:
    comment = circle.said("member", "Done with")
    post(circle, role, "comment_resolve", comment, on="1")
    page = circle.page("member")
    assert "1 resolved comment<" in page
    assert f"resolved by {role.title()}" in page
    assert page.index('<details class="resolved"') < page.index("Done with")
    post(circle, role, "comment_resolve", comment, on="0")
    assert "resolved comment" not in circle.page("member")


def test_who_resolved_it_first_stays(circle) -> None:
    comment = circle.said("member")
    for role in ("editor", "owner"):
        post(circle, role, "comment_resolve", comment, on="1")
    comment.refresh_from_db()
    assert comment.resolved_by == circle.people["editor"]


def test_a_member_resolves_nobody_elses(circle) -> None:
    comment = circle.said("owner")
    assert post(circle, "member", "comment_resolve", comment, on="1").status_code == 404


def test_htmx_gets_the_discussion_after_each_act(circle) -> None:
    comment = circle.said("member", "Done with")
    for name, form in (("comment_resolve", {"on": "1"}), ("comment_delete", {})):
        reply = post(circle, "member", name, comment, htmx=True, **form)
        assert reply.status_code == 200
        assert 'id="talk"' in reply.content.decode()
        assert "<html" not in reply.content.decode()


# --- Of a suggestion ------------------------------------------------------------------


def test_a_suggestion_has_a_discussion_of_its_own(circle) -> None:
    suggestion = make_suggestion(card=circle.card, author=circle.people["member"])
    url = reverse("suggestion_comment_add", args=[suggestion.pk])
    reply = circle.client("editor").post(url, {"text": "Better so"})
    page = reverse("suggestion", args=[suggestion.pk])
    assert reply["Location"].startswith(page)
    assert Comment.objects.get().suggestion == suggestion
    assert "Better so" not in circle.page("editor")
    assert circle.client("outsider").post(url, {"text": "x"}).status_code == 404


def test_a_comment_of_a_suggestion_is_changed_and_deleted_there(circle) -> None:
    suggestion = make_suggestion(card=circle.card, author=circle.people["member"])
    comment = make_comment(suggestion=suggestion, author=circle.people["member"])
    page = reverse("suggestion", args=[suggestion.pk])
    for name in ("comment_edit", "comment_resolve", "comment_delete"):
        form = {"edit-text": "Other", "on": "1"}
        assert post(circle, "member", name, comment, **form)["Location"].startswith(
            page
        )
    assert not Comment.objects.exists()
