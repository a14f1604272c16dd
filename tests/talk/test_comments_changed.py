"""Comments are changed, deleted and resolved; those of suggestions too."""

import pytest
from django.urls import reverse

from decks.models import Comment
from tests.factories import make_comment, make_suggestion
from tests.talk.talking import HTMX, Circle, make_circle, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


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
