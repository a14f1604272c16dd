"""The page of one's mail, and the link that turns it off."""

import logging
import re

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from decks.mails.ways_out import off_link, user_id_in
from decks.models import MailChoice, User
from tests.factories import make_user
from tests.kept_rows import fingerprint
from tests.mails.people import want_mail

pytestmark = pytest.mark.django_db

PAGE = "/settings/mail/"


def path_of(user: User) -> str:
    return off_link(user.pk).removeprefix("http://localhost:8000")


def choice(user: User) -> tuple[str, bool]:
    row = MailChoice.objects.get(user=user)
    return row.digest, row.reminds


def test_everything_is_off_until_somebody_asks(browser, learner) -> None:
    page = browser.get(PAGE).content.decode()
    (checked,) = re.findall(r"<input[^>]* checked[^>]*>", page)
    assert 'value="off"' in checked
    assert not MailChoice.objects.exists()
    reply = browser.post(PAGE, {"digest": "weekly", "reminds": "on"}, follow=True)
    assert "Saved." in reply.content.decode()
    assert choice(learner) == ("weekly", True)
    browser.post(PAGE, {"digest": "daily"})
    browser.post(PAGE, {"digest": "daily"})
    assert choice(learner) == ("daily", False)
    browser.post(PAGE, {"digest": "off"})
    assert choice(learner) == ("off", False)


@pytest.mark.parametrize("sent", [{}, {"digest": "hourly", "reminds": "on"}])
def test_a_form_that_is_none_of_ours_changes_nothing(browser, learner, sent) -> None:
    reply = browser.post(PAGE, sent)
    assert reply.status_code == (422 if sent else 200)
    assert not MailChoice.objects.exists()


def test_the_page_says_where_mail_goes_and_when(browser, learner) -> None:
    assert "confirmed address only" in browser.get(PAGE).content.decode()
    want_mail(learner)
    learner.day_start_minutes = 8 * 60 + 30
    learner.save()
    page = browser.get(PAGE).content.decode()
    assert f"To {learner.email}, after 08:30" in page


def test_a_look_at_the_link_changes_nothing_and_a_post_turns_all_off(learner) -> None:
    want_mail(learner, reminds=True)
    client, before = Client(enforce_csrf_checks=True), fingerprint()
    reply = client.get(path_of(learner))
    assert reply.status_code == 200
    assert b"<button" in reply.content
    assert client.head(path_of(learner)).status_code == 200
    assert fingerprint() == before
    for _ in range(2):
        reply = client.post(
            path_of(learner),
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )
        assert reply.status_code == 200
        assert choice(learner) == ("off", False)
    assert "no-store" in reply.headers["Cache-Control"]


def test_it_is_nobodys_but_ones_own(learner) -> None:
    other = want_mail(make_user())
    want_mail(learner)
    Client().post(path_of(learner))
    assert choice(other) == ("daily", False)


def broken_tokens(user: User) -> list[str]:
    good = off_link(user.pk).split("/")[-2]
    return [
        str(user.pk),
        good[:-1],
        "1" + good,
        Signer().sign(str(user.pk)),
        Signer(salt="another").sign(str(user.pk)),
        Signer(salt="decks.mails.off").sign("9" * 400),
        Signer(salt="decks.mails.off").sign("-1"),
        "x" * 300,
        "é",
    ]


def test_what_is_no_link_of_ours_is_answered_alike(learner) -> None:
    want_mail(learner)
    for method in ("get", "post"):
        good = make_user()
        wanted = getattr(Client(), method)(path_of(good)).content
        for token in broken_tokens(learner):
            url = reverse("mail_off", args=[token])
            reply = getattr(Client(), method)(url)
            assert (reply.status_code, reply.content) == (200, wanted)
    assert choice(learner) == ("daily", False)


def test_a_link_of_a_deleted_account_is_answered_alike(learner) -> None:
    path = path_of(learner)
    wanted = Client().post(path_of(make_user())).content
    learner.delete()
    reply = Client().post(path)
    assert (reply.status_code, reply.content) == (200, wanted)


def test_a_link_outlives_a_new_secret_key_that_names_the_old(learner, settings) -> None:
    token = off_link(learner.pk).split("/")[-2]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 50
    assert user_id_in(token) == learner.pk
    settings.SECRET_KEY_FALLBACKS = []
    assert user_id_in(token) is None


def test_no_log_holds_the_link(learner, caplog) -> None:
    want_mail(learner)
    path = path_of(learner)
    with caplog.at_level(logging.DEBUG):
        Client().get(path)
        Client().post(path)
        Client().put(path)
    assert path.split("/")[-2] not in caplog.text
