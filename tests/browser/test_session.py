"""A sitting under a person's hands: undo, marks, practice, two devices, no script."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import (
    Card,
    DayCounter,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
    User,
)
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.browser.signing_in import signed_in
from tests.browser.test_study import answer, forgive
from tests.factories import make_public_deck, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def learner():
    user = make_user(display_name="Ada")
    enrol(user, make_public_deck(title="Rivers", cards=5), now=timezone.now())
    return user


def begin(user: User, page: Page, **chosen) -> StudySession:
    session = start_session(user, Selection(**chosen), now=timezone.now())
    assert session is not None
    page.goto(f"/study/{session.id}/")
    return session


def rate(page: Page, level: int) -> None:
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    page.keyboard.press(str(level))


def question(page: Page):
    return page.locator("h1.q1")


def kept(user):
    return [
        list(DayCounter.objects.filter(user=user).values()),
        list(Enrolment.objects.filter(user=user).values()),
        list(ReviewState.objects.filter(user=user, phase__isnull=False).values()),
    ]


def test_undo_goes_back_to_the_start_and_shows_the_old_tile(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    before = kept(learner)
    for number, level in enumerate((4, 2, 5), start=1):
        rate(page, level)
        expect(page.locator(".cnt")).to_contain_text(f"{number + 1} of 5")
    for number, level in ((3, 5), (2, 2), (1, 4)):
        page.keyboard.press("z")
        expect(page.locator(".cnt")).to_contain_text(f"{number} of 5")
        expect(answer(page)).to_be_focused()
        expect(page.locator(".rate.is-old")).to_have_attribute("value", str(level))
        expect(page.locator("#live")).to_contain_text("Undone")
    expect(page.get_by_role("button", name="Undo last rating")).to_be_hidden()
    assert kept(learner) == before
    page.keyboard.press("Space")
    expect(question(page)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("3")
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    assert [row.level for row in Review.objects.filter(undone_at=None)] == [3]


def test_undo_by_the_toast_and_from_the_summary(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    rate(page, 4)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".cnt")).to_contain_text("1 of 5")
    page.keyboard.press("4")
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.keyboard.press("Escape")
    page.wait_for_url("**/summary/")
    page.get_by_role("button", name="Undo last rating").click()
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "4")
    assert not Review.objects.filter(undone_at=None).exists()


def test_z_while_a_rating_is_on_its_way_takes_that_one_back(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)

    def slowly(route):
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/rate/", slowly)
    rate(page, 4)
    page.keyboard.press("z")
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "4")
    assert "was=" not in page.url
    assert not Review.objects.filter(undone_at=None).exists()


def test_undo_after_another_device_rated_the_card_is_refused(open_browser, learner):
    watched = open_browser()
    page, other = (signed_in(watched, learner) for _ in range(2))
    begin(learner, page)
    rate(page, 1)
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    deck = Card.objects.earliest("pk").deck
    begin(learner, other, deck_ids=(deck.pk,))
    ReviewState.objects.update(due_at=timezone.now())
    other.reload()
    rate(other, 5)
    expect(other.locator(".toast")).to_contain_text("Rated 5")
    page.keyboard.press("z")
    expect(page.locator(".toast--bad")).to_contain_text("rated again since")
    assert Review.objects.filter(undone_at=None).count() == 2


def test_a_lost_reply_is_sent_again_and_counts_once(open_browser, learner):
    watched = open_browser()
    page = signed_in(watched, learner)
    begin(learner, page)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/rate/", lose, times=1)
    rate(page, 5)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    expect(page.locator(".toast", has_text="Rated 5, Perfectly.")).to_be_visible()
    assert Review.objects.count() == 1
    forgive(watched, "ERR_FAILED", "error: htmx:", "rate/")


def test_f_flags_and_the_menu_hides_and_brings_back(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    page.keyboard.press("f")
    flag = page.get_by_role("button", name="Flag this card")
    expect(flag).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#live")).to_have_text("Flagged.")
    page.keyboard.press("f")
    expect(flag).to_have_attribute("aria-pressed", "false")
    first = question(page).inner_text()
    page.locator("details.menu summary").click()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu")).not_to_have_attribute("open", re.compile(""))
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Hide until tomorrow").click()
    expect(question(page)).not_to_have_text(first)
    expect(page.locator(".cnt")).to_contain_text("1 of 4")
    page.get_by_role("button", name="Bring back").click()
    expect(question(page)).to_have_text(first)
    rate(page, 4)
    expect(page.locator(".toast")).to_contain_text("Rated 4")
    assert ReviewState.objects.filter(review_count=1).count() == 1


def test_practice_changes_no_schedule_and_can_be_repeated(open_browser, learner):
    page = signed_in(open_browser(), learner)
    page.goto(reverse("choose"))
    page.get_by_label("Practise all of them").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/study/*/")
    for number in range(1, 6):
        expect(page.locator(".cnt")).to_contain_text(f"{number} of 5")
        rate(page, 1 if number == 1 else 5)
    page.wait_for_url("**/summary/")
    assert not ReviewState.objects.filter(phase__isnull=False).exists()
    assert Review.objects.filter(kind="cram").count() == 5
    page.get_by_role("button", name="Practise the one you missed").click()
    expect(page.locator(".cnt")).to_contain_text("1 of 1")
    page.keyboard.press("Escape")
    page.wait_for_url("**/summary/")
    page.go_back()


def test_browsing_turns_and_pages_without_rating(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page, kind="browse")
    expect(question(page)).to_have_text("Question 1")
    page.keyboard.press("Space")
    expect(answer(page)).to_be_visible()
    page.keyboard.press("4")
    page.keyboard.press("ArrowRight")
    expect(question(page)).to_have_text("Question 2")
    page.keyboard.press("ArrowLeft")
    expect(question(page)).to_have_text("Question 1")
    page.keyboard.press("Escape")
    page.wait_for_url("**/choose/")
    assert not Review.objects.exists()


def test_one_goes_on_in_a_second_browser(open_browser, learner):
    first = signed_in(open_browser(), learner)
    first.goto("/")
    first.keyboard.press("s")
    first.wait_for_url("**/study/*/")
    rate(first, 4)
    expect(first.locator(".cnt")).to_contain_text("2 of 5")
    second = signed_in(open_browser(width=390, height=844), learner)
    second.goto("/")
    second.get_by_role("button", name="Study 4 new cards").click()
    expect(second.locator(".cnt")).to_contain_text("2 of 5")
    expect(question(second)).to_have_text("Question 2")
    assert StudySession.objects.count() == 1


def test_single_keys_can_be_switched_off(open_browser, learner):
    User.objects.update(uses_single_keys=False)
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    page.keyboard.press("f")
    page.keyboard.press("Space")
    page.keyboard.press("4")
    page.wait_for_timeout(300)
    expect(page.get_by_role("link", name="Show answer")).to_be_visible()
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="4 Mostly").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    assert not ReviewState.objects.filter(flagged_at__isnull=False).exists()


def test_a_swipe_rates_where_it_was_chosen(open_browser, learner):
    User.objects.update(rates_by_swiping=True)
    page = signed_in(open_browser(width=390, height=844, has_touch=True), learner)
    begin(learner, page)
    page.get_by_role("link", name="Show answer").click()
    expect(answer(page)).to_be_focused()
    expect(page.locator("html[data-turning]")).to_have_count(0)
    touch = page.context.new_cdp_session(page)

    def drag(*xs):
        for index, x in enumerate(xs):
            kind = "touchMove" if index else "touchStart"
            point = {"x": x, "y": 300}
            given = {"type": kind, "touchPoints": [point]}
            touch.send("Input.dispatchTouchEvent", given)

    drag(200, 150, 100)
    expect(page.locator(".rate.is-armed")).to_have_attribute("value", "2")
    drag(200, 190)
    expect(page.locator(".rate.is-armed")).to_have_count(0)
    drag(200, 250, 300)
    expect(page.locator(".rate.is-armed")).to_have_attribute("value", "4")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    assert [row.level for row in Review.objects.all()] == [4]


def test_the_text_grows_and_the_card_stays_turned(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    page.get_by_role("button", name="Text size").click()
    expect(page.locator("html")).to_have_attribute("data-text-size", "115")
    expect(answer(page)).to_be_visible()
    assert User.objects.get().text_size == 115


def test_without_script_one_rates_undoes_flags_and_hides(open_browser, learner):
    page = signed_in(open_browser(scripts=False), learner)
    begin(learner, page)
    page.get_by_role("button", name="Flag this card").click()
    expect(page.locator(".toast")).to_contain_text("Flagged.")
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="2 Barely").click()
    expect(page.locator(".toast")).to_contain_text("Rated 2, Barely.")
    page.get_by_role("button", name="Undo last rating").click()
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "2")
    page.get_by_role("button", name="5 Perfectly").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Put aside").click()
    expect(page.locator(".toast")).to_contain_text("Put aside.")
    expect(page.locator(".cnt")).to_contain_text("2 of 4")
    page.locator("details.menu summary").click()
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("Your note").fill("Danube\nis long")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".own")).to_contain_text("Danube")
    assert [row.level for row in Review.objects.filter(undone_at=None)] == [5]
    assert ReviewState.objects.filter(flagged_at__isnull=False).count() == 1
