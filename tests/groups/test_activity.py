"""What happened in a group, as its members read it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from decks.groups.activity import place_in
from decks.groups.events import EventKind, note_event, note_of_deck
from decks.groups.roles import HEIR
from decks.models import GroupEvent
from tests.factories import NOW, make_deck, make_group, share
from tests.groups.people import browser_of

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
HTMX = {"HX-Request": "true"}


def note(people, kind, *, minute=0, **fields):
    given = {"actor": people.owner, "now": NOW + minute * MINUTE, **fields}
    note_event(people.group.pk, kind, **given)


def page(people, person=None, after="", **headers):
    url = people.url("group_activity")
    query = {"after": after} if after else {}
    return browser_of(person or people.member).get(url, query, headers=headers)


def lines(reply):
    """The sentences of the page, without marks and doubled blanks."""
    found = re.findall(
        r'<li class="event">.*?<p>(.*?)</p>', reply.content.decode(), re.S
    )
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in found]


def next_place(reply):
    found = re.search(r'href="\?after=([\d-]+)"', reply.content.decode())
    return found[1] if found else None


def test_an_empty_page_says_so(people):
    assert "Nothing yet." in page(people).content.decode()


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        (EventKind.CREATED, {}, "Ada Owner created the group"),
        (
            EventKind.RENAMED,
            {"words": "Old"},
            "Ada Owner renamed the group; it was “Old” before",
        ),
        (EventKind.JOINED, {}, "Ada Owner joined"),
        (EventKind.LEFT, {}, "Ada Owner left"),
        (EventKind.EXAM, {"words": ""}, "Ada Owner took the exam date away"),
        (
            EventKind.EXAM,
            {"words": "2027-06-12"},
            "Ada Owner set the exam date to Saturday 12 June 2027",
        ),
        (EventKind.LEFT, {"actor": None}, "Somebody left"),
    ],
)
def test_what_happened_is_said_in_words(people, kind, fields, sentence):
    note(people, kind, **fields)
    assert lines(page(people)) == [sentence]


@pytest.mark.parametrize(
    ("kind", "words", "sentence"),
    [
        (EventKind.REMOVED, "", "Ada Owner removed Dan Former"),
        (EventKind.ROLE, "owner", "Ada Owner made Dan Former an owner"),
        (EventKind.ROLE, "member", "Ada Owner made Dan Former a member"),
    ],
)
def test_what_was_done_to_somebody_names_them(people, kind, words, sentence):
    note(people, kind, person_id=people.former.pk, words=words)
    assert lines(page(people)) == [sentence]


def test_people_who_were_deleted_are_somebody(people):
    note(people, EventKind.REMOVED, actor=people.former, person_id=people.outsider.pk)
    people.former.delete()
    people.outsider.delete()
    assert lines(page(people)) == ["Somebody removed somebody"]


def test_a_new_owner_whom_nobody_chose_is_said_so(people):
    note(people, EventKind.ROLE, actor=None, person_id=people.editor.pk, words=HEIR)
    assert lines(page(people)) == [
        "Ben Editor became an owner, because no other was left"
    ]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (EventKind.SHARED, "Ada Owner shared Rivers"),
        (EventKind.CHANGED, "Ada Owner changed cards in Rivers"),
        (EventKind.SUGGESTED, "Ada Owner made 1 suggestion for Rivers"),
        (EventKind.ACCEPTED, "Ada Owner accepted a suggestion for Rivers"),
        (EventKind.COMMENTED, "Ada Owner wrote 1 comment on cards in Rivers"),
    ],
)
def test_a_deck_that_one_may_read_is_named_and_linked(people, kind, sentence):
    deck = make_deck(owner=people.owner, title="Rivers")
    share(deck, people.group)
    note(people, kind, deck_id=deck.pk)
    reply = page(people)
    assert lines(reply) == [sentence]
    assert f'href="{reverse("deck", args=[deck.pk])}"' in reply.content.decode()


@pytest.mark.parametrize("kind", [EventKind.CHANGED, EventKind.SUGGESTED])
def test_a_deck_that_one_may_not_read_is_a_deck(people, kind):
    deck = make_deck(owner=people.owner, title="Rivers")
    note(people, kind, deck_id=deck.pk)
    reply = page(people)
    assert "Rivers" not in reply.content.decode()
    assert lines(reply)[0].endswith("a deck")
    assert "Rivers" in page(people, people.owner).content.decode()


def test_the_title_of_a_deck_that_went_is_told_to_those_who_were_there(people):
    deck = make_deck(owner=people.owner, title="Rivers")
    note(people, EventKind.UNSHARED, deck_id=deck.pk, words="Rivers")
    assert lines(page(people)) == ["Ada Owner stopped sharing Rivers"]
    late = people.group.memberships.filter(user=people.editor)
    late.update(joined_at=NOW + MINUTE)
    assert lines(page(people, people.editor)) == ["Ada Owner stopped sharing a deck"]


def commented(deck, actor, minute):
    return note_of_deck(
        deck.pk, EventKind.COMMENTED, actor=actor, now=NOW + minute * MINUTE
    )


def test_comments_in_an_hour_stand_on_one_line(people):
    deck = make_deck(owner=people.owner, title="Rivers")
    share(deck, people.group)
    for minute in (0, 30, 59):
        commented(deck, people.owner, minute)
    commented(deck, people.member, 59)
    commented(deck, people.owner, 59 + 61)
    counts = GroupEvent.objects.order_by("pk").values_list("actor", "count")
    owner, member = people.owner.pk, people.member.pk
    assert list(counts) == [(owner, 3), (member, 1), (owner, 1)]
    assert lines(page(people, people.owner))[-1] == (
        "Ada Owner wrote 3 comments on cards in Rivers"
    )


@pytest.mark.parametrize("count", [1, 20])
def test_all_groups_of_a_deck_read_of_it(people, count, django_assert_num_queries):
    deck = make_deck(owner=people.owner)
    groups = [make_group() for _ in range(count)]
    for group in groups:
        share(deck, group)
    commented(deck, people.owner, 0)
    late = make_group()
    share(deck, late)
    with django_assert_num_queries(3):
        told = commented(deck, people.owner, 1)
    assert sorted(told) == sorted(group.pk for group in (*groups, late))
    for group in groups:
        assert GroupEvent.objects.get(group=group).count == 2
    assert GroupEvent.objects.get(group=late).count == 1


def test_a_deck_without_a_group_costs_one_statement(people, django_assert_num_queries):
    deck = make_deck(owner=people.owner)
    with django_assert_num_queries(1):
        assert commented(deck, people.owner, 0) == []


# --- pages ---------------------------------------------------------------------------


def fill(people, count):
    """So many lines, the later ones with a higher number; each two at one moment."""
    for number in range(count):
        note(people, EventKind.RENAMED, words=f"Name {number}", minute=number // 2)


def test_pages_go_on_where_the_last_ended(people):
    fill(people, 70)
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        reply = page(people, after=after)
        found += re.findall(r"Name \d+", " ".join(lines(reply)))
        after = next_place(reply)
    assert found == [f"Name {number}" for number in reversed(range(70))]


def test_a_line_that_comes_meanwhile_shifts_nothing(people):
    fill(people, 31)
    after = next_place(page(people))
    fill(people, 31)
    GroupEvent.objects.order_by("-pk").filter(words="Name 0")[0].delete()
    assert lines(page(people, after=after)) == [
        "Ada Owner renamed the group; it was “Name 0” before"
    ]


def test_exactly_one_page_offers_no_more(people):
    fill(people, 30)
    assert next_place(page(people)) is None


def test_htmx_gets_the_next_lines_alone(people):
    fill(people, 31)
    reply = page(people, after=next_place(page(people)), **HTMX)
    html = reply.content.decode()
    assert "<html" not in html
    assert len(lines(reply)) == 1


def test_a_full_page_takes_as_many_statements_as_one_line(people):
    counts = []
    for deck_count in (1, 29):
        for _ in range(deck_count):
            deck = make_deck(owner=people.owner)
            share(deck, people.group)
            note(people, EventKind.SHARED, deck_id=deck.pk, person_id=people.editor.pk)
        browser = browser_of(people.member)
        with CaptureQueriesContext(connection) as captured:
            browser.get(people.url("group_activity"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["former", "outsider"])
def test_who_is_not_in_it_reads_nothing(people, who):
    assert page(people, getattr(people, who)).status_code == 404


@pytest.mark.parametrize(
    "after", ["x", "1", "-", "1-", "9" * 30 + "-1", "²-1", "1-2-3"]
)
def test_a_place_that_no_page_wrote_is_the_beginning(people, after):
    note(people, EventKind.CREATED)
    assert lines(page(people, after=after)) == ["Ada Owner created the group"]


@given(st.text(max_size=40))
def test_any_text_is_a_place_or_none(text):
    place = place_in(text)
    assert place is None or place_in(str(place)) == place


def test_each_line_says_how_long_ago_it_was(people):
    note_event(
        people.group.pk,
        EventKind.JOINED,
        actor=people.member,
        now=timezone.now() - 125 * MINUTE,
    )
    assert ">2 hours ago</time>" in page(people).content.decode()
