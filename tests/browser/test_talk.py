"""Talk on a card and notices, as somebody with a keyboard, and without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from decks.models import Comment, Deck, Notice, User
from tests.browser.signing_in import signed_in
from tests.browser.sitting import answer, begin
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import (
    make_comment,
    make_group,
    make_member,
    make_user,
    share,
)
from tests.notices.test_counting import say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deck(learner: User) -> Deck:
    return Deck.objects.get(title="Rivers")


def box(page: Page):
    return page.locator("#talk-write").get_by_label("Your comment")


def test_from_the_sitting_to_the_card_is_said_something_and_back_by_keyboard(
    open_browser, learner, deck
) -> None:
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    page.keyboard.press("d")
    page.wait_for_url("**/talk/?session=*")
    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()
    box(page).focus()
    page.keyboard.type("Is it so?")
    page.keyboard.press("Control+Enter")
    said = page.locator(".talk .said")
    expect(said).to_have_text("Is it so?")
    expect(page.locator("#live")).to_have_text("Comment sent.")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")
    page.keyboard.press("Escape")
    page.wait_for_url("**/study/*/cards/*/")
    expect(answer(page)).to_be_visible()
    page.keyboard.press("4")
    expect(page.locator("h1.q1")).to_have_text("Question 2")
    assert Comment.objects.get().text == "Is it so?"


def test_escape_leaves_what_is_being_written(open_browser, learner, deck) -> None:
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    page.keyboard.press("d")
    page.wait_for_url("**/talk/?session=*")
    box(page).fill("Half a thou")
    page.keyboard.press("Escape")
    expect(box(page)).not_to_be_focused()
    expect(box(page)).to_have_value("Half a thou")


def test_a_draft_stays_while_another_comment_is_changed(
    open_browser, learner, deck
) -> None:
    card = deck.cards.get(position=1)
    make_comment(card=card, author=learner, text="Wrong")
    page = signed_in(open_browser(), learner)
    page.goto(reverse("card_talk", args=[card.pk]))
    box(page).fill("A draft")
    page.get_by_label("What to do with the comment of Ada").click()
    page.get_by_role("link", name="Edit").click()
    page.locator(".talk textarea").fill("Right")
    page.get_by_role("button", name="Save comment").click()
    expect(page.locator(".talk .said")).to_have_text("Right")
    expect(page.get_by_role("heading", name="Comments")).to_be_focused()
    expect(box(page)).to_have_value("A draft")
    page.get_by_role("button", name="Send comment").dblclick()
    expect(page.locator(".talk .said")).to_have_count(2)
    page.wait_for_timeout(300)
    assert [c.text for c in Comment.objects.order_by("pk")] == ["Right", "A draft"]


def test_without_script(open_browser, learner, deck) -> None:
    card = deck.cards.get(position=1)
    say(learner, path=reverse("card_talk", args=[card.pk]))
    page = signed_in(open_browser(scripts=False), learner)
    page.goto("/")
    page.get_by_role("link", name="1 unread notice").click()
    page.get_by_role("button", name="changed").click()
    assert not Notice.objects.filter(read_at=None).exists()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    box(page).fill("Said https://a.example/ plainly")
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_role("link", name="https://a.example/")).to_be_visible()
    page.get_by_label("What to do with the comment of Ada").click()
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved comment")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe(open_browser, learner, deck, width, scheme) -> None:
    card = deck.cards.get(position=1)
    other = make_user(display_name="Donaudampfschifffahrtsgesellschaftskapitän")
    group = make_group(owner=learner)
    make_member(group, user=other)
    share(deck, group)
    long = "DonaudampfschifffahrtsgesellschaftXX" * 4
    comments = [
        make_comment(card=card, author=author, text=f"{long} https://a.example/{long}")
        for author in (learner, other, None)
    ]
    Comment.objects.filter(pk=comments[1].pk).update(resolved_at=group.created_at)
    say(learner, actor=other, words=f"changed cards in {long}", path="/")
    page = signed_in(open_browser(width=width, color_scheme=scheme), learner)
    talk = reverse("card_talk", args=[card.pk])
    mine = [comments[0].pk]
    paths = [talk, reverse("group_talk", args=[group.pk]), reverse("notices")]
    paths += [reverse(name, args=mine) for name in ("comment_edit", "comment_delete")]
    check(page, paths)
    page.goto(reverse("notices"))
    page.get_by_text("Which notices you get", exact=True).click()
    assert violations(page) == []
    page.goto(talk)
    page.get_by_text("1 resolved comment").click()
    page.locator("#talk > ol details.menu summary").first.click()
    covered = [what for what in violations(page) if "partially obscured" not in what]
    assert covered == []
    page.get_by_role("link", name="Edit").click()
    page.locator(".talk textarea").wait_for()
    assert violations(page) == []
