"""Practice, browsing, two devices, switched-off keys, swipes, and no script at all."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from decks.models import Review, ReviewState, StudySession, User
from tests.browser.signing_in import signed_in
from tests.browser.sitting import answer, begin, question, rate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    page.wait_for_load_state()  # the card is there before its keys are
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
    page.reload()
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
