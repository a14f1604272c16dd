"""WCAG 2.2 AA by axe-core on every page, light and dark, at 320 and at 1280 px."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.models import Card, Deck, StudySession
from decks.study.marks import save_note
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.browser.signing_in import signed_in
from tests.factories import make_public_deck, make_user
from tests.study.sittings import cards_of, rate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = f"""(async () => {{
    const found = await axe.run(document, {{runOnly: {TAGS}}});
    return found.violations.map(v => v.id + ': ' +
        v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | '));
}})()"""

LOOKS = [
    (320, "dark"),
    pytest.param(320, "light", marks=pytest.mark.full),
    pytest.param(1280, "light", marks=pytest.mark.full),
    pytest.param(1280, "dark", marks=pytest.mark.full),
]
"""`make test` looks at the first."""


def violations(page):
    """What axe finds; it comes in by CDP, past the page's own script policy."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Runtime.evaluate", {"expression": AXE})
    reply = devtools.send(
        "Runtime.evaluate",
        {"expression": RUN, "awaitPromise": True, "returnByValue": True},
    )
    return reply["result"]["value"]


def too_wide(page):
    """Whether the page scrolls sideways, which it never may at 320 px."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def check(page, paths):
    found = {}
    for path in paths:
        page.goto(path)
        problems = violations(page)
        if too_wide(page):
            problems.append("scrolls sideways")
        if problems:
            found[path] = problems
    assert found == {}


@pytest.fixture
def deck():
    deck = make_public_deck(title="Rivers of Europe", cards=30, description="Long ones")
    Card.objects.filter(deck=deck, position=2).update(
        question="Danube\nSources\nMouth",
        answer="It rises in the Black Forest.\n\n1. Breg\n2. Brigach\n\n• the second"
        " longest\n  after the Volga\n" + "DonaudampfschifffahrtsgesellschaftXX" * 4,
    )
    return deck


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_a_stranger_sees(open_browser, deck, width, scheme):
    page = open_browser(width=width, color_scheme=scheme).page()
    names = [
        "home",
        "try_card",
        "deck_list",
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_request_login_code",
        "account_email_verification_sent",
        "account_inactive",
    ]
    paths = [reverse(name) for name in names]
    check(page, [*paths, reverse("try_card") + "?level=3", f"/decks/{deck.pk}/"])


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_a_learner_sees(open_browser, deck, width, scheme):
    user = make_user(display_name="Ada Lovelace")
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    check(page, ["/"])
    enrol(user, deck, now=timezone.now())
    session = start_session(user, Selection(deck_ids=(deck.pk,)), now=timezone.now())
    assert session is not None
    for card, level in zip(cards_of(deck), [1, 5, 4, 3, 2], strict=False):
        rate(user, session, card, level, now=timezone.now())
    summary = reverse("study_summary", args=[session.id])
    study = reverse("study", args=[session.id])
    shown = reverse("study_answer", args=[session.id, cards_of(deck)[1].pk])
    names = ["deck_list", "preferences", "account_email", "account_change_password"]
    paths = ["/", *map(reverse, names), reverse("account_logout"), summary]
    check(page, [*paths, f"/decks/{deck.pk}/?show=1", f"/decks/{deck.pk}/"])
    Deck.objects.filter(pk=deck.pk).update(owner=user)
    check(page, [f"/decks/{deck.pk}/{name}/" for name in ("options", "defaults")])
    page.goto(f"/decks/{deck.pk}/")
    page.locator("summary").first.click()
    assert violations(page) == []
    check(page, [study, shown])
    page.goto(study)
    page.keyboard.press("Space")
    page.get_by_role("region", name="Answer").wait_for()
    page.locator("details.menu summary").click()
    assert violations(page) == []
    save_note(user, cards_of(deck)[1], "Mine", now=timezone.now())
    first = cards_of(deck)[0].pk
    names = ["card_note", "start_over", "card_edit"]
    check(page, [shown, reverse("choose"), *(reverse(n, args=[first]) for n in names)])
    for kind in (StudySession.Kind.CRAM, StudySession.Kind.BROWSE):
        chosen = Selection(kind=kind)
        sitting = start_session(user, chosen, now=timezone.now())
        assert sitting is not None
        check(page, [reverse("study", args=[sitting.id])])


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_error_pages_and_forms_with_errors(open_browser, width, scheme):
    watched = open_browser(width=width, color_scheme=scheme)
    page = signed_in(watched, make_user())
    check(page, ["/nowhere/"])
    page.goto(reverse("preferences"))
    page.get_by_label("Your name").fill("a@b.example")
    page.get_by_role("button", name="Save settings").click()
    page.locator(".errors").wait_for()
    assert violations(page) == []
    stranger = open_browser(width=width, color_scheme=scheme).page()
    stranger.goto(reverse("account_login"))
    stranger.get_by_label("Email").fill("nobody@example.com")
    stranger.get_by_label("Password").fill("wrong")
    stranger.get_by_role("button", name="Sign in", exact=True).click()
    stranger.locator(".errors").wait_for()
    assert violations(stranger) == []
    # Chromium says of each 404 and 422 that it is one.
    watched.complaints[:] = [c for c in watched.complaints if "status of 4" not in c]


def test_a_chosen_theme_wins_over_the_devices(open_browser):
    user = make_user(theme="dark")
    page = signed_in(open_browser(color_scheme="light"), user)
    page.goto(reverse("preferences"))
    background = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_label("Light").check()
    page.get_by_role("button", name="Save settings").click()
    page.get_by_text("Settings saved.").wait_for()
    assert page.evaluate(background) != dark
