"""Which cards are found, by whom, in which order."""

import datetime as dt

import pytest
from django.utils import timezone

from decks.cards.models import DeckReader
from decks.cards.searching import forget_words, learn_words, matching, wanted_words
from decks.cards.writing import Pen, Sides, add_cards, change_card
from decks.editing.deck_deleting import delete_deck
from decks.editing.deck_purging import purge_deleted
from decks.models import Card, SearchWord
from decks.search import statements
from decks.search.finding import PAGE_SIZE, Asked, find, my_decks
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_deck,
    make_public_deck,
    make_review_state,
    make_user,
)

pytestmark = pytest.mark.django_db


def write(deck, *texts):
    """Cards of these (question, answer, tags), or of questions alone."""
    sides = [Sides(text) if isinstance(text, str) else Sides(*text) for text in texts]
    return add_cards(deck.pk, sides, Pen(deck.owner, NOW))


def search(user, text, **asked):
    return find(user, Asked(text, **asked), my_decks(user), now=timezone.now())


def questions(user, text, **asked):
    found = search(user, text, **asked)
    ids = [card.card_id for card in found.cards]
    texts = dict(Card.objects.filter(pk__in=ids).values_list("pk", "question"))
    return [texts[card_id] for card_id in ids]


@pytest.fixture
def user():
    return make_user()


@pytest.fixture(params=["own", "public", "many own"])
def deck(request, user, monkeypatch):
    """The learner's own deck, looked through or by the index; or somebody's public."""
    if request.param == "many own":
        monkeypatch.setattr(statements, "LOOKED_THROUGH_MAX", -1)
    if request.param == "public":
        return make_public_deck(owner=make_user())
    return make_deck(owner=user)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("AWS Lambda", "lambda"),
        ("AWS Lambda", "lamda"),
        ("AWS Lambda", "labmda"),
        ("AWS Lambda", "lam"),
        ("AWS Lambda", "LAMBDA aws"),
        ("AWS Lambda", '"aws lambda"'),
        ("How often it retries", "retry"),
        ("ec2:CreateNetworkInterface", "ec2:CreateNetworkInterface"),
        ("ec2:CreateNetworkInterface", "networkinterface"),
        ("ec2:CreateNetworkInterface", "ec2"),
        ("AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY"),
        ("AWS_XRAY_CONTEXT_MISSING", "xray"),
        ("<b>bold</b> &amp;", "<b>bold</b>"),
        ("at most 1000 a second", "1000"),
        ("a or b", "b"),
        ("Crème brûlée", "creme brulee"),
        ("Creme brulee", "crème"),
        ("Cre\u0300me", "crème"),
        ("Straße", "strasse"),
        ("東京都に住んでいます", "東京"),
        ("東京都に住んでいます", "住んで"),
        ("กรุงเทพมหานคร", "กรุงเทพ"),
        ("Привет, мир", "привет"),
        ("שלום עולם", "שלום"),
        ("\u202eשלום\u202c", "שלום"),
        ("Ｌａｍｂｄａ", "lambda"),
        ("nul", "nul\0"),
    ],
)
def test_found(user, deck, text, typed):
    write(deck, text)
    assert questions(user, typed) == [text]


@pytest.mark.parametrize(
    "typed",
    [
        "lambda",
        '"function aws"',
        "京東",
        "zzz",
        "' & | ! : * ( ) \\ <-> ''",
        "%%",
        "__mine__",
        "\\",
        "!",
        "x" * 300,
        "\0",
    ],
)
def test_not_found(user, deck, typed):
    write(deck, "AWS function", "東京")
    assert questions(user, typed) == []


def test_each_word_must_be_there(user, deck):
    write(deck, "one two", "one", "two")
    assert questions(user, "one two") == ["one two"]


def test_question_answer_and_tags_are_searched(user, deck):
    write(deck, ("rivers", ""), ("a", "many rivers"), ("b", "", ("rivers",)))
    assert questions(user, "rivers") == ["rivers", "b", "a"]


def test_as_typed_comes_before_near(user, deck):
    write(deck, "lambda", "lamda", "lambdas")
    assert questions(user, "lamda")[0] == "lamda"
    assert questions(user, "lambdas")[0] == "lambdas"


def test_ones_own_cards_come_first(user):
    write(make_public_deck(owner=make_user()), "rivers of theirs")
    write(make_deck(owner=user), "rivers of mine")
    assert questions(user, "rivers") == ["rivers of mine", "rivers of theirs"]


def test_a_changed_text_is_found_by_its_new_words(user):
    deck = make_deck(owner=user)
    (card,) = write(deck, "rivers")
    change_card(card.pk, Sides("mountains"), Pen(user, NOW), seen_version=1)
    assert questions(user, "rivers") == []
    assert questions(user, "montains") == ["mountains"]


# --- who finds what ------------------------------------------------------------------


def test_an_outsider_finds_nothing_private(user):
    for visibility in ("private", "unlisted"):
        write(make_deck(owner=make_user(), visibility=visibility), "secret rivers")
    assert search(user, "rivers").total == 0
    assert search(user, "secrt").total == 0


def test_a_reader_by_link_finds_it(user):
    deck = make_deck(owner=make_user(), visibility="unlisted")
    write(deck, "rivers")
    DeckReader.objects.create(user=user, deck=deck, came_at=NOW)
    assert questions(user, "rivers") == ["rivers"]


def test_a_learner_of_a_deck_that_was_closed_finds_nothing(user):
    deck = make_public_deck(owner=make_user())
    write(deck, "rivers")
    enrol(user, deck, now=NOW)
    deck.visibility = "private"
    deck.save()
    assert search(user, "rivers").total == 0
    assert search(user, "rivers", deck_id=deck.pk).total == 0


def test_deleted_decks_are_not_found(user):
    deck = make_deck(owner=user, deleted_at=NOW)
    write(deck, "rivers")
    assert search(user, "rivers").total == 0


def test_another_ones_words_are_no_hint(user):
    """Their words widen what is looked for; what is found stays the same."""
    write(make_deck(owner=user), "river")
    before = search(user, "rivr")
    write(make_deck(owner=make_user()), *(f"rivr{n} rivre river{n}" for n in range(30)))
    assert search(user, "rivr") == before


# --- filters and pages ---------------------------------------------------------------


def test_filters(user):
    deck = make_deck(owner=user)
    due, later, new, started_over = write(deck, *(f"river {n}" for n in range(4)))
    now = timezone.now()
    past, ahead = now - dt.timedelta(days=1), now + dt.timedelta(days=9)
    make_review_state(user=user, card=due, last_level=2, due_at=past)
    make_review_state(user=user, card=later, last_level=4, due_at=ahead)
    make_review_state(user=user, card=started_over, phase=None, due_at=None)
    make_review_state(user=make_user(), card=new, last_level=2, due_at=past)
    assert questions(user, "river", show="due") == ["river 0"]
    assert questions(user, "river", show="2") == ["river 0"]
    assert questions(user, "river", show="4") == ["river 1"]
    assert questions(user, "river", show="5") == []
    assert questions(user, "river", show="new") == ["river 2", "river 3"]
    levels = {
        card.title: (card.level, card.due) for card in search(user, "river").cards
    }
    assert {str(k)[-1]: v for k, v in levels.items()} == {
        "0": (2, "Due now"),
        "1": (4, "In 9 days"),
        "2": (0, "New"),
        "3": (0, "New"),
    }


def test_one_deck(user):
    decks = [make_deck(owner=user), make_deck(owner=user)]
    for number, deck in enumerate(decks):
        write(deck, f"river {number}")
    assert questions(user, "river", deck_id=decks[1].pk) == ["river 1"]


def test_pages(user, deck):
    write(deck, *(f"river {n}" for n in range(PAGE_SIZE + 3)))
    first = search(user, "river")
    rest = search(user, "river", start=first.next_start)
    assert (len(first.cards), first.next_start, first.words) == (20, 20, "23 cards.")
    assert (len(rest.cards), rest.next_start) == (3, None)
    ids = {card.card_id for card in [*first.cards, *rest.cards]}
    assert len(ids) == PAGE_SIZE + 3
    assert search(user, "river", start=100).cards == []


def test_only_so_many_are_ranked_and_it_says_so(user, deck, monkeypatch):
    monkeypatch.setattr(statements, "FOUND_MAX", 5)
    statements._template.cache_clear()
    write(deck, *(f"river {n}" for n in range(8)))
    found = search(user, "river")
    statements._template.cache_clear()
    assert (found.total, found.is_more, found.words) == (5, True, "At least 5 cards.")


# --- within a deck -------------------------------------------------------------------


def test_matching_narrows_a_queryset(user):
    deck = make_deck(owner=user)
    cards = write(deck, "AWS Lambda", "lamda", "queue")
    within = Card.objects.filter(deck=deck)
    for typed, places in (("lambda", [0, 1]), ("lam", [0, 1]), ("que", [2]), ("!", [])):
        found = matching(within, wanted_words(typed)).in_deck_order()
        assert list(found) == [cards[place] for place in places]


# --- the words that are known --------------------------------------------------------


def words():
    return sorted(SearchWord.objects.values_list("word", flat=True))


def test_words_are_learnt_once(user):
    deck = make_deck(owner=user)
    write(deck, "Lambda a 1000 東京", "lambda")
    write(deck, "lambda")
    assert words() == ["lambda"]
    learn_words([])
    assert words() == ["lambda"]


def test_words_that_no_card_has_are_forgotten_and_missed_ones_learnt(user):
    deck = make_deck(owner=user)
    write(deck, "keep", "gone")
    Card.objects.filter(question="gone").delete()
    Card.objects.create(deck=deck, position=3, question="missed")
    SearchWord.objects.create(word="keep")
    forget_words()
    assert words() == ["keep", "missed"]


def test_words_of_purged_cards_are_forgotten(user):
    gone = make_deck(owner=user)
    write(gone, "Rumpelstilzchen river")
    write(make_deck(owner=user), "river")
    delete_deck(gone.pk, now=NOW)
    purge_deleted(now=NOW + dt.timedelta(days=31))
    assert words() == ["river"]
