"""The page of notices: reading, opening, turning kinds off."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.models import Notice, User
from decks.notices.models import NoticeKind
from decks.notices.reading import mark_read, notices_of
from tests.factories import (
    make_card,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_user,
    share,
)
from tests.notices.test_counting import say, unread

pytestmark = pytest.mark.django_db
PAGE = "/notices/"


def shown(browser: Client, query: str = "") -> str:
    return browser.get(PAGE + query).content.decode()


def open_first(browser: Client, user: User):
    notice = notices_of(user)[0]
    return browser.post(reverse("notice_open", args=[notice.id]))


def test_the_latest_stands_first_and_the_unread_are_marked(browser, learner) -> None:
    ada = make_user(display_name="Ada")
    say(learner, words="wrote first", about="a", actor=ada)
    mark_read(learner, notices_of(learner).get().id, now=timezone.now())
    later = timezone.now()
    say(learner, words="wrote second", about="b", actor=ada, now=later)
    page = shown(browser)
    assert page.index("wrote second") < page.index("wrote first")
    assert page.count(">New</b>") == 1
    assert "1 unread notice<" in page


def test_looking_at_the_page_reads_nothing(browser, learner) -> None:
    say(learner)
    shown(browser)
    assert unread(learner) == 1


def test_a_name_and_words_are_escaped(browser, learner) -> None:
    say(learner, words="changed <b>x</b>", actor=make_user(display_name="<i>A</i>"))
    page = shown(browser)
    assert "&lt;i&gt;A&lt;/i&gt;</b> changed &lt;b&gt;x&lt;/b&gt;" in page


def test_who_is_gone_is_somebody(browser, learner) -> None:
    ada = make_user(display_name="Ada")
    say(learner, actor=ada)
    User.objects.filter(pk=ada.pk).delete()
    assert "Somebody" in shown(browser)


def test_opening_reads_one_and_leads_there(browser, learner) -> None:
    deck = make_public_deck()
    path = reverse("deck", args=[deck.pk])
    say(learner, path=path)
    say(learner, about="other")
    notice = Notice.objects.get(path=path)
    for _ in range(2):
        reply = browser.post(reverse("notice_open", args=[notice.id]))
        assert reply["Location"] == path
    assert unread(learner) == 1


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/no/"])
def test_only_pages_of_ours_are_gone_to(browser, learner, path) -> None:
    say(learner, path=path)
    assert open_first(browser, learner)["Location"] == PAGE


def test_what_is_no_longer_open_says_so(browser, learner) -> None:
    deck, group = make_deck(owner=make_user()), make_group()
    member = make_member(group, user=learner)
    share(deck, group)
    card = make_card(deck=deck)
    paths = [f"/decks/{deck.pk}/", f"/cards/{card.pk}/note/"]
    for path in paths:
        say(learner, path=path, about=path)
        notice = Notice.objects.get(path=path)
        url = reverse("notice_open", args=[notice.id])
        assert browser.post(url)["Location"] == path
    member.delete()
    for notice in notices_of(learner):
        url = reverse("notice_open", args=[notice.id])
        reply = browser.post(url, follow=True)
        assert reply.redirect_chain == [(PAGE, 302)]
        assert "That is no longer open to you." in reply.content.decode()


def test_anothers_notice_is_not_there(browser, learner) -> None:
    other = make_user()
    say(other)
    assert open_first(browser, other).status_code == 404
    assert unread(other) == 1
    gone = browser.post(reverse("notice_open", args=[uuid.uuid4()]))
    assert gone.status_code == 404


def test_all_that_were_shown_are_marked_and_no_later_one(browser, learner) -> None:
    now = timezone.now()
    say(learner, about="a", now=now)
    page = browser.get(PAGE)
    until = page.context["latest"]
    assert f'value="{until}"' in page.content.decode()
    say(learner, about="b", now=now + dt.timedelta(seconds=1))
    browser.post(reverse("notices_read"), {"until": until})
    assert unread(learner) == 1
    assert Notice.objects.get(read_at=None).about == "b"


@pytest.mark.parametrize("until", ["", "yesterday", "\0", "9" * 400])
def test_a_form_that_is_none_marks_nothing(browser, learner, until) -> None:
    say(learner)
    browser.post(reverse("notices_read"), {"until": until})
    assert unread(learner) == 1


@pytest.mark.parametrize("kind", NoticeKind.values)
def test_each_kind_can_be_turned_off_and_on(browser, learner, kind) -> None:
    url = reverse("notice_settings")
    browser.post(url, {"kinds": [one for one in NoticeKind.values if one != kind]})
    say(learner, kind=kind)
    assert unread(learner) == 0
    browser.post(url, {"kinds": NoticeKind.values})
    say(learner, kind=kind)
    assert unread(learner) == 1


def test_all_can_be_turned_off_and_the_form_shows_it(browser, learner) -> None:
    browser.post(reverse("notice_settings"), {})
    learner.refresh_from_db()
    assert learner.muted_notices == NoticeKind.values
    assert "checked" not in shown(browser).split('id="settings"')[1]


def test_an_unknown_kind_is_refused_with_a_word(browser, learner) -> None:
    reply = browser.post(reverse("notice_settings"), {"kinds": ["all"]})
    assert reply.status_code == 422
    learner.refresh_from_db()
    assert learner.muted_notices == []


def test_the_count_stands_on_other_pages_too(browser, learner) -> None:
    for number in range(3):
        say(learner, about=f"deck {number}")
    assert "3 unread notices" in browser.get("/decks/").content.decode()


def test_without_any_the_page_says_what_will_come(browser) -> None:
    assert "Nothing yet." in shown(browser)


def test_thirty_a_page_and_statements_do_not_grow(
    browser, learner, django_assert_num_queries
) -> None:
    say(learner, about="0", actor=make_user())
    with django_assert_num_queries(5):  # session, user, count, latest, page
        shown(browser)
    for number in range(1, 45):
        say(learner, about=str(number), actor=make_user())
    with django_assert_num_queries(5):
        page = browser.get(PAGE)
    assert len(page.context["page"]) == 30
    assert len(browser.get(PAGE + "?page=2").context["page"]) == 15


def test_the_count_costs_no_statement(
    browser, learner, django_assert_num_queries
) -> None:
    say(learner)
    browser.get("/library/")
    with django_assert_num_queries(3):
        browser.get("/decks/deleted/")


def test_what_was_read_long_ago_goes_and_the_unread_stay(learner) -> None:
    now = timezone.now()
    for about, read_days in (("old", 91), ("new", 89)):
        say(learner, about=about, now=now - dt.timedelta(days=200))
        notice = Notice.objects.get(about=about)
        mark_read(learner, notice.id, now=now - dt.timedelta(days=read_days))
    say(learner, about="unread", now=now - dt.timedelta(days=200))
    call_command("purge_deleted")
    assert {notice.about for notice in notices_of(learner)} == {"new", "unread"}
    assert unread(learner) == 1
