"""Four learners in four browsers: a group from its making to its hard cards.

One makes a group, shares a deck and a link; three join; all study; one suggests another
text, the owner accepts, a third sees what changed; then all see what the group finds
hard, and the fourth studies it.
"""

import uuid
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import Card, Deck, Membership, Review, StudyGroup, User
from decks.study.recording import SentRating, record_rating
from decks.study.repair.checking import check_data
from decks.study.repair.states import learners, replay_states
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.browser.signing_in import signed_in
from tests.browser.sitting import question, rate
from tests.factories import make_deck, make_group, make_member, make_user, share

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG, RIGHT = "A river in Asia", "A river in Africa"


@pytest.fixture
def deck(transactional_db: None) -> Deck:
    """Ada's, private: three cards, one of which is wrong."""
    deck = make_deck(owner=make_user(display_name="Ada"), title="Rivers", cards=3)
    Card.objects.filter(deck=deck, position=1).update(question="Nile", answer=WRONG)
    return deck


def found_group(page: Page, deck: Deck) -> str:
    """The owner makes it, shares the deck and a link: the link."""
    page.goto("/groups/")
    page.get_by_role("main").get_by_role("link", name="Start a group").click()
    page.get_by_label("Name", exact=True).fill("Cloud Certs")
    page.get_by_label("Named").check()
    page.get_by_role("button", name="Create group").click()
    page.get_by_role("link", name="Share a deck").first.click()
    page.get_by_role("button", name=f"Share {deck.title}").click()
    page.goto(f"/groups/{StudyGroup.objects.get().pk}/")
    page.get_by_role("button", name="Make a link for 7 days").click()
    return page.locator("input[readonly]").first.input_value()


def join(page: Page, link: str, *, seen: str) -> None:
    page.goto(link)
    page.locator(f"input[name=seen][value={seen}]").check()
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", name="Cloud Certs")).to_be_visible()


def study(page: Page, deck: Deck, levels: list[int]) -> None:
    """All cards once, by keyboard; then the one that was missed waits again."""
    page.goto(f"/decks/{deck.pk}/")
    page.get_by_role("main").get_by_role("button", name="Study").first.click()
    page.wait_for_url("**/study/*/")
    for level in levels:
        asked = question(page).inner_text()
        rate(page, level)
        expect(question(page)).not_to_have_text(asked)


def suggest(page: Page, card: Card) -> None:
    page.goto(f"/cards/{card.pk}/suggest/")
    page.get_by_label("Answer").fill(RIGHT)
    page.get_by_label("Reason or source").fill("Any atlas")
    page.get_by_role("button", name="Send suggestion").click()
    expect(page.get_by_text("Any atlas")).to_be_visible()


def accept(page: Page) -> None:
    """The owner finds it by the notice, and takes it as it is."""
    page.goto("/")
    page.get_by_role("link", name="unread notice").click()
    page.get_by_role("button", name="suggested a change to Rivers").click()
    page.get_by_role("link", name="Nile").first.click()
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_text("Accepted").first).to_be_visible()


def see_hard_cards(page: Page) -> None:
    """The figures are counted at most every ten seconds."""
    group = StudyGroup.objects.get()
    for _ in range(15):
        page.goto(f"/groups/{group.pk}/")
        if page.get_by_text("4 of 4 rated 1 or 2").count():
            return
        page.wait_for_timeout(1000)
    pytest.fail("The group's hard card never came.")


def test_from_an_invitation_to_the_cards_that_all_find_hard(
    open_browser: Any, deck: Deck
) -> None:
    names = ("Ben", "Cleo", "Dan")
    assert deck.owner is not None
    people = {"Ada": deck.owner} | {n: make_user(display_name=n) for n in names}
    ada, ben, cleo, dan = (signed_in(open_browser(), user) for user in people.values())
    link = found_group(ada, deck)
    for page, seen in ((ben, "named"), (cleo, "counted"), (dan, "counted")):
        join(page, link, seen=seen)
    for page in (ada, ben, cleo, dan):
        study(page, deck, [1, 4, 5])

    card = Card.objects.get(question="Nile")
    suggest(ben, card)
    accept(ada)
    card.refresh_from_db()
    assert (card.answer, card.written_by) == (RIGHT, people["Ben"])

    cleo.reload()
    expect(question(cleo)).to_have_text("Nile")
    cleo.keyboard.press("Space")
    cleo.get_by_text("Changed since you learned it").click()
    expect(cleo.locator("del")).to_contain_text("Asia")
    expect(cleo.locator("ins")).to_contain_text("Africa")

    see_hard_cards(dan)
    expect(dan.get_by_role("table").get_by_text("Ben")).to_be_visible()
    expect(dan.get_by_role("table").get_by_text("Cleo")).to_have_count(0)
    dan.get_by_role("button", name="Study this hard card").click()
    expect(question(dan)).to_have_text("Nile")
    rate(dan, 4)
    dan.wait_for_url("**/summary/")
    assert Review.objects.filter(card=card, user=people["Dan"]).count() == 2
    assert replay_states(learners(), fix=False).lines == []
    found = check_data(fix=False, now=timezone.now()).found
    assert [one for one in found if one.count] == []


def rate_all(users: list[User], deck: Deck) -> None:
    """Everybody says 1 to the first card."""
    card = deck.cards.order_by("position")[0]
    for user in users:
        now = timezone.now()
        enrol(user, deck, now=now)
        session = start_session(user, Selection(deck_ids=(deck.pk,)), now=now)
        assert session is not None
        sent = SentRating(session.id, uuid.uuid4(), 1, 0, 900)  # type: ignore[arg-type]
        record_rating(user=user, card_id=card.pk, sent=sent, now=now)


def test_the_same_without_script_on_a_phone(open_browser: Any, deck: Deck) -> None:
    """Shorter: the others have joined and studied; one comes, suggests, studies."""
    group = make_group(owner=deck.owner, name="Cloud Certs")
    share(deck, group, editors_may_edit=True)
    others = [make_user() for _ in range(2)]
    for user in others:
        make_member(group, user=user)
    rate_all([*others, User.objects.get(display_name="Ada")], deck)
    ada = signed_in(
        open_browser(scripts=False, width=390), User.objects.get(display_name="Ada")
    )
    ada.goto(f"/groups/{group.pk}/")
    ada.get_by_role("button", name="Make a link for 7 days").click()
    link = ada.locator("input[readonly]").first.input_value()

    eva = make_user(display_name="Eva")
    page = signed_in(open_browser(scripts=False, width=390), eva)
    join(page, link, seen="hidden")
    assert Membership.objects.get(user=eva).seen == "hidden"
    suggest(page, Card.objects.get(question="Nile"))
    accept(ada)
    page.goto(f"/groups/{group.pk}/")
    expect(page.get_by_text("3 of 3 rated 1 or 2")).to_be_visible()
    page.get_by_role("button", name="Study this hard card").click()
    page.get_by_role("link", name="Show answer").click()
    expect(page.get_by_text(RIGHT)).to_be_visible()
    page.get_by_role("button", name="Mostly").click()
    assert Review.objects.get(user=eva).level == 4
