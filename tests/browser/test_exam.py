"""An exam in a browser: the date, the prediction, the final pass; what axe finds."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.models import Enrolment
from decks.study.exams import set_exam_date
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check
from tests.factories import make_public_deck, make_user
from tests.study.sittings import cards_of, rate, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = dt.timedelta(days=1)


def test_by_keyboard_from_the_date_to_the_end_of_the_final_pass(open_browser):
    user, deck = make_user(), make_public_deck(cards=2)
    enrol(user, deck, now=timezone.now())
    page = signed_in(open_browser(), user)
    page.goto(reverse("deck_exam", args=[deck.pk]))
    tomorrow = timezone.now().date() + DAY
    field = page.get_by_label("Day of your exam")
    field.fill(str(tomorrow))
    field.press("Enter")
    page.get_by_role("heading", name="Exam tomorrow").wait_for()
    assert Enrolment.objects.get().exam_date == tomorrow
    button = page.get_by_role("button", name="Final pass: 2 cards, about 1 minute")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/study/*/")
    for number in (1, 2):
        page.get_by_role("heading", name=f"Question {number}").wait_for()
        page.keyboard.press("Space")
        page.get_by_role("region", name="Answer").wait_for()
        page.keyboard.press("4")
    page.get_by_role("heading", name="2 cards").wait_for()
    page.goto(reverse("deck", args=[deck.pk]))
    page.get_by_text("You have been through all cards today.").wait_for()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(open_browser, width, scheme):
    user, now = make_user(), timezone.now()
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    decks = [make_public_deck(cards=4) for _ in range(3)]
    for deck, ahead in zip(decks, (30, 1, -1), strict=True):
        enrol(user, deck, now=now)
        rate(user, start(user, deck, now=now), cards_of(deck)[0], 4, now=now)
        set_exam_date(user, deck.pk, now.date() + ahead * DAY)
    names = ["deck_exam", "deck_options"]
    paths = [reverse(name, args=[decks[0].pk]) for name in names]
    check(page, ["/", *paths, *(reverse("deck", args=[deck.pk]) for deck in decks)])
