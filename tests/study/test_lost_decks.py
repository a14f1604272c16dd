"""A deck is lost while a sitting with it is open: nothing is written, it is said."""

import html as html_of
import uuid

import pytest
from django.urls import reverse

from decks.editing.moving import delete_cards
from decks.groups.models import StudyGroup
from decks.models import (
    CardNote,
    Deck,
    DeckReader,
    Review,
    ReviewState,
    StudySession,
    User,
)
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_user,
    share,
)
from tests.study.browsing import HTMX, form_of, read
from tests.study.sittings import cards_of

pytestmark = pytest.mark.django_db

NOT_COUNTED = (
    "You no longer have this deck. Nothing was counted; what you rated before is kept."
)
NOT_CHANGED = NOT_COUNTED.replace("counted", "changed")


@pytest.fixture
def group(learner: User) -> StudyGroup:
    made = make_group()
    make_member(made, user=learner)
    return made


@pytest.fixture
def deck(learner: User, group: StudyGroup) -> Deck:
    """Somebody else's, shared with the learner's group; they study it."""
    made = make_deck(owner=make_user(), title="A shared one", cards=3)
    share(made, group)
    enrol(learner, made, now=NOW)
    return made


@pytest.fixture
def other(learner: User) -> Deck:
    """A public deck that stays."""
    made = make_public_deck(title="Zebras", cards=2)
    made.cards.update(question="A zebra")
    enrol(learner, made, now=NOW)
    return made


def sitting(learner: User, *decks: Deck, kind: str = "review") -> str:
    """The path of a sitting with all cards of these decks, in this order."""
    selection = Selection(deck_ids=tuple(deck.pk for deck in decks), kind=kind)
    session = start_session(learner, selection, now=NOW)
    assert session is not None
    cards = [card.pk for deck in decks for card in cards_of(deck)]
    StudySession.objects.filter(id=session.id).update(
        card_ids=cards, levels=[0] * len(cards), planned_count=len(cards)
    )
    return reverse("study", args=[session.id])


def lose(group: StudyGroup, learner: User) -> None:
    """They are removed from the group."""
    group.memberships.filter(user=learner).delete()


def written() -> tuple[int, int]:
    return Review.objects.count(), ReviewState.objects.count()


def send(browser, path, form, *, htmx, name="rate"):
    headers = HTMX | {"HX-Target": "card"} if htmx else {}
    return browser.post(f"{path}{name}/", form, headers=headers, follow=not htmx)


WAYS = pytest.mark.parametrize("htmx", [True, False])
KINDS = pytest.mark.parametrize(
    ("kind", "name"), [("review", "rate"), ("cram", "practise")]
)


@WAYS
@KINDS
def test_a_rating_is_not_counted_and_the_sitting_goes_on_with_other_decks(
    browser, learner, group, deck, other, htmx, kind, name
):
    path = sitting(learner, deck, other, kind=kind)
    form = form_of(read(browser, path), 4)
    lose(group, learner)
    reply = send(browser, path, form, htmx=htmx, name=name)
    said = reply.content.decode()
    assert NOT_COUNTED in said
    assert "A zebra" in said
    assert written() == (0, 0)


@WAYS
def test_without_another_deck_it_ends_in_the_summary(
    browser, learner, group, deck, htmx
):
    path = sitting(learner, deck)
    form = form_of(read(browser, path), 4)
    lose(group, learner)
    reply = send(browser, path, form, htmx=htmx)
    if htmx:
        assert reply.headers["HX-Redirect"] == path + "summary/"
        reply = browser.get(path + "summary/")
    assert NOT_COUNTED in reply.content.decode()
    assert path + "again/" not in reply.content.decode()
    assert written() == (0, 0)


@pytest.mark.parametrize("way", ["public", "link", "group"])
def test_it_is_counted_where_the_deck_is_readable_another_way(
    browser, learner, group, deck, way
):
    path = sitting(learner, deck)
    form = form_of(read(browser, path), 4)
    if way == "group":
        second = make_group()
        make_member(second, user=learner)
        share(deck, second)
    else:
        Deck.objects.update(visibility="public" if way == "public" else "unlisted")
    if way == "link":
        DeckReader.objects.create(user=learner, deck=deck, came_at=NOW)
    lose(group, learner)
    reply = send(browser, path, form, htmx=True)
    assert "Rated 4, Mostly." in reply.content.decode()
    assert written() == (1, 1)


@pytest.mark.parametrize("way", ["removed", "unshared", "deleted"])
def test_it_is_said_whichever_way_the_deck_was_lost(
    browser, learner, group, deck, other, way
):
    path = sitting(learner, deck, other)
    form = form_of(read(browser, path), 4)
    if way == "removed":
        lose(group, learner)
    elif way == "deleted":
        Deck.objects.filter(pk=deck.pk).update(deleted_at=NOW)
    else:
        group.shares.all().delete()
    assert NOT_COUNTED in send(browser, path, form, htmx=True).content.decode()


def test_of_a_card_that_was_deleted_it_is_not_said(browser, learner, deck, other):
    path = sitting(learner, deck, other)
    form = form_of(read(browser, path), 4)
    delete_cards(deck.pk, [cards_of(deck)[0].pk], now=NOW)
    said = send(browser, path, form, htmx=True).content.decode()
    assert "That card is no longer here." in said
    assert NOT_COUNTED not in said


def test_of_a_deck_that_the_sitting_never_had_it_is_not_said(
    browser, learner, deck, other
):
    path = sitting(learner, other)
    hidden = make_deck(owner=make_user(), cards=1)
    form = form_of(read(browser, path), 4) | {"card": hidden.cards.get().pk}
    said = send(browser, path, form, htmx=True).content.decode()
    assert NOT_COUNTED not in said
    assert written() == (0, 0)


@WAYS
def test_an_earlier_rating_is_still_undone(browser, learner, group, deck, other, htmx):
    path = sitting(learner, deck, other)
    send(browser, path, form_of(read(browser, path), 4), htmx=True)
    assert Review.objects.filter(undone_at=None).count() == 1
    lose(group, learner)
    form = {"rating_id": str(Review.objects.get().rating_id)}
    said = send(browser, path, form, htmx=htmx, name="undo").content.decode()
    assert "Undone: 4, Mostly." in said
    assert "A zebra" in said
    assert not Review.objects.filter(undone_at=None).exists()


def test_turning_without_script_leads_on(browser, learner, group, deck, other):
    path = sitting(learner, deck, other)
    lose(group, learner)
    session_id = path.split("/")[2]
    answer = reverse("study_answer", args=[session_id, cards_of(deck)[0].pk])
    reply = browser.get(answer, follow=True)
    assert reply.redirect_chain == [(path, 302)]
    assert NOT_CHANGED in reply.content.decode()
    assert "A zebra" in reply.content.decode()


MARKS = pytest.mark.parametrize(
    "name", ["flag", "hide", "put_aside", "bring_back", "start_over", "card_note"]
)


def press(browser, name, card, path, **headers):
    url = reverse(name, args=[card.pk])
    form = {"session": path.split("/")[2], "on": "1"}
    return browser.post(url, form, headers=headers)


@MARKS
def test_a_mark_changes_nothing_and_leads_on(
    browser, learner, group, deck, other, name
):
    path = sitting(learner, deck, other)
    lose(group, learner)
    reply = press(browser, name, cards_of(deck)[0], path)
    assert reply.headers["Location"] == path
    said = browser.get(path).content.decode()
    assert NOT_CHANGED in said
    assert "A zebra" in said
    assert written() == (0, 0)


@pytest.mark.parametrize("name", ["hide", "put_aside"])
def test_a_mark_in_the_card_brings_the_next_one(
    browser, learner, group, deck, other, name
):
    path = sitting(learner, deck, other)
    lose(group, learner)
    card = cards_of(deck)[0]
    reply = press(browser, name, card, path, **HTMX, **{"HX-Target": "card"})
    assert NOT_CHANGED in reply.content.decode()
    assert "A zebra" in reply.content.decode()


def test_a_flag_in_the_card_leads_to_the_sitting(browser, learner, group, deck, other):
    path = sitting(learner, deck, other)
    html = read(browser, path)
    assert f'name="session" value="{path.split("/")[2]}"' in html
    lose(group, learner)
    reply = press(browser, "flag", cards_of(deck)[0], path, **HTMX)
    assert reply.headers["HX-Redirect"] == path
    assert NOT_CHANGED in browser.get(path).content.decode()


def test_a_note_that_was_typed_is_not_lost(browser, learner, group, deck):
    path = sitting(learner, deck)
    lose(group, learner)
    url = reverse("card_note", args=[cards_of(deck)[0].pk])
    form = {"session": path.split("/")[2], "text": "My <own> words\nin two lines"}
    reply = browser.post(url, form)
    assert reply.status_code == 409
    said = html_of.unescape(reply.content.decode())
    assert NOT_CHANGED in said
    assert "My <own> words\nin two lines" in said
    assert "A shared one" not in said
    assert not CardNote.objects.exists()


@MARKS
def test_outside_of_a_sitting_the_card_is_not_there(
    browser, learner, group, deck, name
):
    lose(group, learner)
    url = reverse(name, args=[cards_of(deck)[0].pk])
    assert browser.post(url, {"on": "1"}).status_code == 404


@MARKS
def test_another_persons_sitting_says_nothing(browser, learner, deck, name):
    path = sitting(learner, deck)
    stranger = make_user()
    browser.force_login(stranger)
    card = cards_of(deck)[0]
    assert press(browser, name, card, path).status_code == 404
    form = {"session": str(uuid.uuid4())}
    url = reverse(name, args=[card.pk])
    assert browser.post(url, form).status_code == 404


def test_browsing_passes_over_what_was_lost(browser, learner, group, deck, other):
    path = sitting(learner, deck, other, kind="browse")
    session_id = path.split("/")[2]
    lose(group, learner)
    reply = browser.get(reverse("browse", args=[session_id, 1]), follow=True)
    assert "A zebra" in reply.content.decode()
