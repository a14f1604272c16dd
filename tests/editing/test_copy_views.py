import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.copy_pairs import check_copies, keep_both, waiting_count
from decks.editing.moving import delete_cards
from decks.models import Card, Deck, LikelyCopy, User
from tests.factories import make_card, make_deck, make_review_state, make_user

pytestmark = pytest.mark.django_db

LONG = "Lambda scales to process as quickly as possible, up to the active groups"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def deck(learner: User) -> Deck:
    return make_deck(owner=learner, title="Scaling")


def two(deck: Deck, answer: str = LONG.replace("quickly", "fast")) -> LikelyCopy:
    """The learner's deck with two cards that are alike."""
    make_card(deck=deck, question="What scales?", answer=LONG)
    make_card(deck=deck, question="What scales", answer=answer)
    check_copies(deck.pk, timezone.now())
    pair: LikelyCopy = LikelyCopy.objects.filter(deck=deck).latest("pk")
    return pair


def copies_url(deck: Deck) -> str:
    return reverse("copies", args=[deck.pk])


def pair_url(pair: LikelyCopy) -> str:
    return reverse("copy_pair", args=[pair.pk])


def seen(pair: LikelyCopy, **more: object) -> dict[str, object]:
    return {
        "earlier_version": pair.earlier.version,
        "later_version": pair.later.version,
        "deck": pair.deck_id,
        **more,
    }


def words(response) -> str:
    return " ".join(response.content.decode().split())


# --- The page -------------------------------------------------------------------------


def test_a_deck_that_was_never_looked_through(browser: Client, deck):
    assert "Nobody has looked for copies" in words(browser.get(copies_url(deck)))


def test_looking_at_the_page_writes_nothing(browser: Client, deck):
    two(deck)
    before = Deck.objects.values().get(), list(LikelyCopy.objects.values())
    browser.get(copies_url(deck))
    assert (Deck.objects.values().get(), list(LikelyCopy.objects.values())) == before


def test_looking_for_copies(browser: Client, deck):
    make_card(deck=deck, question="What?", answer=LONG)
    make_card(deck=deck, question="What?", answer=LONG)
    url = reverse("copies_check", args=[deck.pk])
    page = words(browser.post(url, follow=True))
    assert "2 cards compared with all 2. 1 looks like a copy." in page
    assert "1 card looks like a copy of another card in this deck." in page


def test_what_differs_is_told_in_words_too(browser: Client, deck):
    two(deck)
    page = words(browser.get(copies_url(deck)))
    for word in ("quickly", "fast"):
        marked = '<mark><span class="sr">[only here: </span>'
        assert f'{marked}{word}<span class="sr">]</span></mark>' in page


def test_text_is_escaped(browser: Client, deck):
    make_card(deck=deck, question="<b>", answer=f"<script>x</script> {LONG}")
    make_card(deck=deck, question="<b>", answer=f"<script>y</script> {LONG}")
    check_copies(deck.pk, timezone.now())
    page = words(browser.get(copies_url(deck)))
    assert "<script>x" not in page
    assert "&lt;script&gt;" in page


def test_who_learned_each_is_told(browser: Client, deck):
    pair = two(deck)
    make_review_state(user=make_user(), card=pair.earlier)
    make_review_state(user=make_user(), card=pair.earlier)
    make_review_state(user=make_user(), card=pair.later)
    page = words(browser.get(copies_url(deck)))
    assert "2 people have learned this one." in page
    assert "1 person has learned this one." in page


def test_ten_pairs_a_page(browser: Client, deck):
    for n in range(12):
        text = " ".join(f"word{n}{m}" for m in range(9))
        for _ in range(2):
            make_card(deck=deck, question=f"What is {n}?", answer=text)
    check_copies(deck.pk, timezone.now())
    assert browser.get(copies_url(deck)).content.count(b"copies__pair") == 10
    page = browser.get(copies_url(deck) + "?page=2")
    assert page.content.count(b"copies__pair") == 2
    assert "Pair 12 of 12" in words(page)


def test_statements_do_not_grow(browser: Client, deck, django_assert_num_queries):
    two(deck)
    with django_assert_num_queries(9):
        browser.get(copies_url(deck))
    for n in range(9):
        text = " ".join(f"word{n}{m}" for m in range(9))
        for _ in range(2):
            make_card(deck=deck, question=f"What is {n}?", answer=text)
    check_copies(deck.pk, timezone.now())
    with django_assert_num_queries(9):
        assert browser.get(copies_url(deck)).content.count(b"copies__pair") == 10


# --- Decisions ------------------------------------------------------------------------


def test_keeping_both_and_taking_it_back(browser: Client, deck):
    pair = two(deck)
    page = browser.post(pair_url(pair), seen(pair, do="both"), follow=True)
    assert waiting_count(deck) == 0
    undo = f"{pair_url(pair)}?do=again"
    assert f'action="{undo}"' in words(page)
    assert "Pair 1" in words(browser.get(copies_url(deck) + "?show=kept"))
    browser.post(undo)
    assert waiting_count(deck) == 1


def test_asking_again_from_the_list_of_kept_pairs_stays_there(browser: Client, deck):
    pair = two(deck)
    keep_both(pair, now=timezone.now())
    form = seen(pair, do="again", kept="1", page="1")
    reply = browser.post(pair_url(pair), form)
    assert reply.headers["Location"] == copies_url(deck) + "?show=kept&page=1"
    assert waiting_count(deck) == 1


@pytest.mark.parametrize("name", ["earlier", "later"])
def test_keeping_one(browser: Client, deck, name):
    pair = two(deck)
    card: Card = getattr(pair, name)
    page = browser.post(pair_url(pair), seen(pair, keep=card.pk), follow=True)
    assert page.redirect_chain == [(copies_url(deck), 302)]
    assert deck.cards.get() == card
    assert "One card kept." in words(page)


def test_keeping_a_card_that_is_none_of_the_two(browser: Client, deck):
    pair = two(deck)
    form = seen(pair, keep=make_card(deck=deck).pk)
    assert browser.post(pair_url(pair), form).status_code == 404
    assert deck.cards.count() == 3


@pytest.mark.parametrize("form", [{}, {"do": "x"}, {"keep": "x"}, {"keep": "\x00"}])
def test_forms_that_are_none(browser: Client, deck, form):
    assert browser.post(pair_url(two(deck)), form).status_code == 404
    assert deck.cards.count() == 2


def test_a_swap_brings_the_list_and_the_focus_of_the_next_pair(browser: Client, deck):
    first = two(deck)
    two(deck, answer=LONG)
    form = seen(first, do="both", at=0, page=1)
    page = words(browser.post(pair_url(first), form, headers=HTMX))
    assert page.startswith('<div id="copies">')
    assert page.count("autofocus") == 1
    assert 'id="toasts" hx-swap-oob="true"' in page
    assert "Both kept." in page


def test_the_last_pair_leaves_the_focus_on_what_is_said(browser: Client, deck):
    pair = two(deck)
    form = seen(pair, keep=pair.later_id, at=0, page=1)
    page = words(browser.post(pair_url(pair), form, headers=HTMX))
    assert '<p class="mut" id="copies-summary" tabindex="-1" autofocus>' in page
    assert "No card looks like a copy of another one." in page


# --- One from two ---------------------------------------------------------------------


def test_the_form_begins_with_both_texts(browser: Client, deck):
    pair = two(deck, answer=LONG)
    form = browser.get(pair_url(pair)).context["form"]
    assert form.initial["question"] == "What scales?"
    assert form.initial["answer"] == LONG
    pair = two(deck, answer=f"Really {LONG.replace('quickly', 'fast')}")
    both = browser.get(pair_url(pair)).context["form"].initial["answer"]
    assert both == f"{pair.earlier.answer}\n\n{pair.later.answer}"


def written(pair: LikelyCopy, **more: object) -> dict[str, object]:
    text = {"question": " What? ", "answer": "All\r\nof it", "tags": "a\nb"}
    return seen(pair, do="write", **text) | more


def test_writing_one_from_two(browser: Client, deck):
    pair = two(deck)
    browser.post(pair_url(pair), written(pair))
    card = deck.cards.get()
    assert card == pair.earlier
    assert (card.question, card.answer) == (" What? ", "All\nof it")
    assert (card.tags, card.how) == (["a", "b"], "merged")


def test_what_was_typed_is_kept_where_it_cannot_be_saved(browser: Client, deck):
    pair = two(deck)
    reply = browser.post(pair_url(pair), written(pair, question=""))
    assert reply.status_code == 422
    assert "All of it" in words(reply)
    assert deck.cards.count() == 2


def change(card: Card) -> None:
    sides = Sides("Changed by somebody", LONG)
    pen = Pen(None, timezone.now())
    change_card(card.pk, sides, pen, seen_version=card.version)


def test_a_card_changed_meanwhile_is_shown_before_it_is_written_over(
    browser: Client, deck
):
    pair = two(deck)
    change(pair.later)
    reply = browser.post(pair_url(pair), written(pair))
    assert reply.status_code == 409
    page = words(reply)
    assert "One of these two cards was changed meanwhile." in page
    assert "All of it" in page
    assert "by somebody" in page
    pair.later.refresh_from_db()
    browser.post(pair_url(pair), written(pair))
    assert deck.cards.get().question == " What? "


def test_a_card_changed_meanwhile_is_not_dropped_unseen(browser: Client, deck):
    pair = two(deck)
    form = seen(pair, keep=pair.earlier_id)
    change(pair.later)
    page = words(browser.post(pair_url(pair), form, follow=True))
    assert "One of these two cards was changed meanwhile." in page
    assert deck.cards.count() == 2


def test_a_pair_that_went_meanwhile_is_told(browser: Client, deck):
    pair = two(deck)
    form = seen(pair, keep=pair.earlier_id)
    browser.post(pair_url(pair), form)
    page = words(browser.post(pair_url(pair), form, follow=True))
    assert "merged, moved or deleted meanwhile" in page
    assert deck.cards.count() == 1


def test_a_deleted_card_is_no_half_of_a_pair(browser: Client, deck):
    pair = two(deck)
    delete_cards(deck.pk, [pair.later_id], now=timezone.now())
    assert browser.get(pair_url(pair)).status_code == 404
    reply = browser.post(pair_url(pair), seen(pair, do="both"))
    assert reply.headers["Location"] == copies_url(deck)


def test_a_pair_that_is_gone_leads_nobody_into_anothers_deck(deck):
    stranger = Client()
    stranger.force_login(make_user())
    form = {"do": "both", "deck": deck.pk}
    url = reverse("copy_pair", args=[1_000_000])
    assert stranger.post(url, form).status_code == 404
