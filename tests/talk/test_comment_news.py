"""Who hears of a comment, and what the groups write down."""

import uuid

import pytest
from django.urls import reverse

from decks.groups.events import EventKind
from decks.models import Comment, GroupEvent, Membership, Notice, User
from tests.factories import make_suggestion, make_user
from tests.notices.test_counting import in_threads
from tests.talk.talking import Circle, make_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def told(circle: Circle) -> dict[str, list[str]]:
    """Words of the unread notices, by role."""
    return {
        role: [n.words for n in Notice.objects.filter(user=user).order_by("id")]
        for role, user in circle.people.items()
        if Notice.objects.filter(user=user).exists()
    }


def test_of_the_first_comment_the_decks_keeper_hears(circle) -> None:
    circle.say("member", "Secret words")
    assert told(circle) == {"owner": ["wrote about a card in Rivers"]}
    notice = Notice.objects.get()
    assert notice.actor == circle.people["member"]
    assert notice.path == f"/cards/{circle.card.pk}/talk/"


def test_of_later_ones_those_hear_who_wrote_before(circle) -> None:
    circle.said("member")
    circle.said("member")
    circle.say("editor")
    assert told(circle) == {"member": ["wrote about a card in Rivers"]}
    circle.say("member")
    assert set(told(circle)) == {"member", "editor"}


def test_nobody_hears_of_their_own(circle) -> None:
    circle.say("owner")
    circle.say("owner")
    assert told(circle) == {}


def test_a_double_click_is_told_once(circle) -> None:
    form_id = "1b4e28ba-2fa1-4ad2-883f-0016d3cca427"
    for _ in range(2):
        circle.say("member", form_id=form_id)
    assert Notice.objects.get().count == 1
    assert GroupEvent.objects.get(kind=EventKind.COMMENTED).count == 1


def test_who_can_no_longer_read_the_deck_hears_nothing(circle) -> None:
    circle.said("member")
    circle.said("editor")
    Membership.objects.filter(user=circle.people["member"]).delete()
    circle.say("owner")
    assert set(told(circle)) == {"editor"}


def test_a_closed_account_hears_nothing(circle) -> None:
    circle.said("member")
    User.objects.filter(pk=circle.people["member"].pk).update(is_active=False)
    circle.say("owner")
    assert told(circle) == {}


def test_no_word_of_the_card_or_the_comment_goes_along(circle) -> None:
    circle.say("member", "Secret words")
    notice = Notice.objects.get()
    said = f"{notice.words} {notice.path} {notice.about}"
    assert not [w for w in ("Secret", "Danube", "Black Sea") if w in said]


def test_the_groups_with_the_deck_write_it_down(circle) -> None:
    circle.say("member")
    circle.say("member")
    event = GroupEvent.objects.get(group=circle.group, kind=EventKind.COMMENTED)
    assert (event.actor, event.deck, event.count) == (
        circle.people["member"],
        circle.deck,
        2,
    )
    assert event.words == ""


def test_a_suggestions_author_hears_of_what_is_said_of_it(circle) -> None:
    suggestion = make_suggestion(card=circle.card, author=circle.people["member"])
    url = f"/suggestions/{suggestion.pk}/talk/add/"
    circle.client("editor").post(url, {"text": "Why?"})
    assert told(circle) == {
        "member": ["wrote about a suggestion for Rivers"],
        "owner": ["wrote about a suggestion for Rivers"],
    }


@pytest.mark.parametrize("count", [1, 30])
def test_statements_do_not_grow_with_those_who_wrote(
    circle, count, django_assert_num_queries
) -> None:
    circle.deck.visibility = "public"
    circle.deck.save()
    for _ in range(count):
        circle.people["other"] = make_user()
        circle.said("other")
    client = circle.client("member")
    url = reverse("comment_add", args=[circle.card.pk])
    with django_assert_num_queries(17):
        client.post(url, {"text": "Said"})
    assert Notice.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_says_and_tells_it_once() -> None:
    circle = make_circle()
    circle.said("owner")
    form_id = str(uuid.uuid4())
    in_threads(*[lambda: circle.say("member", form_id=form_id) for _ in range(3)])
    assert Comment.objects.filter(author=circle.people["member"]).count() == 1
    assert Notice.objects.get().count == 1
