"""One's own settings."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.accounts.study_options import OPTION_NAMES
from decks.models import User
from decks.study.learners import calendar_of
from tests.access_forms import PREFERENCES
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client: Client) -> User:
    user = make_user(display_name="Ada", time_zone="Europe/Berlin")
    client.force_login(user)
    return user


GIVEN = {
    **PREFERENCES,
    "display_name": "Ada",
    "time_zone": "Europe/Berlin",
    "theme": "",
    "text_size": 100,
    "uses_single_keys": "True",
    "rates_by_swiping": "False",
}


def save(client: Client, **fields: Any) -> Any:
    return client.post(reverse("preferences"), {**GIVEN, **fields})


def shown(client: Client) -> str:
    return client.get(reverse("preferences")).content.decode()


def test_settings_are_kept(client: Client, learner: User) -> None:
    changed = {
        "display_name": "Ada L",
        "time_zone": "Asia/Tokyo",
        "theme": "dark",
        "text_size": 130,
        "new_cards_per_day": 7,
        "reviews_per_day": 0,
        "retention_percent": 85,
        "longest_interval_days": 365,
        "new_card_order": "shuffled",
        "uses_single_keys": False,
        "rates_by_swiping": True,
    }
    response = save(client, **changed, day_start_minutes="05:30")
    assert (response.status_code, response["Location"]) == (302, reverse("preferences"))
    assert User.objects.values(*changed).get() == changed
    assert User.objects.get().day_start_minutes == 330
    assert "Settings saved." in shown(client)


def test_the_page_sent_back_as_it_stands_changes_nothing_but_names_the_order(
    client: Client, learner: User
) -> None:
    before = User.objects.values().get()
    page = client.get(reverse("preferences"))
    form = page.context["form"]
    sent = {bound.html_name: bound.value() or "" for bound in form}
    sent |= {name: str(form[name].value()) for name in ON_OFF}
    assert client.post(reverse("preferences"), sent).status_code == 302
    assert User.objects.values().get() == before | {"new_card_order": "deck"}


ON_OFF = ("uses_single_keys", "rates_by_swiping")
EMPTY = dict.fromkeys(OPTION_NAMES, "")


def test_what_is_left_empty_is_as_in_the_hint(client: Client, learner: User) -> None:
    save(client, new_cards_per_day=7, retention_percent=80)
    assert save(client, **EMPTY).status_code == 302
    kept = User.objects.values_list(*OPTION_NAMES).get()
    assert kept == (None,) * 5
    page = shown(client)
    for hint in ("Empty: 20.", "Empty: no limit.", "Empty: 90%.", "Empty: 3650 days."):
        assert hint in page


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("time_zone", "../../etc/passwd"),
        ("display_name", "ada@example.com"),
        ("display_name", "  "),
        ("theme", "sepia"),
        ("text_size", "1000"),
        ("day_start_minutes", ""),
        ("day_start_minutes", "24:00"),
        ("day_start_minutes", "240"),
        ("new_cards_per_day", "-1"),
        ("new_cards_per_day", "10000"),
        ("reviews_per_day", "many"),
        ("reviews_per_day", "2.5"),
        ("retention_percent", "69"),
        ("retention_percent", "98"),
        ("retention_percent", "0.9"),
        ("longest_interval_days", "0"),
        ("longest_interval_days", "36501"),
        ("new_card_order", "backwards"),
        ("uses_single_keys", ""),
        ("uses_single_keys", "on"),
        ("rates_by_swiping", "perhaps"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(
    client: Client, learner: User, field: str, wrong: str
) -> None:
    before = User.objects.values().get()
    response = save(client, **{field: wrong})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert User.objects.values().get() == before


@pytest.mark.parametrize("missing", ON_OFF)
def test_a_form_without_its_switches_turns_nothing_off(
    client: Client, learner: User, missing: str
) -> None:
    given = {name: value for name, value in GIVEN.items() if name != missing}
    assert client.post(reverse("preferences"), given).status_code == 422


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("new_cards_per_day", "10000", "a whole number from 0 to 9999, or"),
        ("reviews_per_day", "many", "a whole number from 0 to 9999, or"),
        ("retention_percent", "99", "a whole number from 70 to 97, or"),
        ("longest_interval_days", "1e9", "a whole number from 1 to 36500, or"),
    ],
)
def test_a_wrong_number_stays_as_typed_with_words_at_its_place(
    client: Client, learner: User, field: str, wrong: str, words: str
) -> None:
    page = save(client, **{field: wrong}).content.decode()
    control = re.search(f'<input[^>]* name="{field}"[^>]*>', page)
    assert control is not None
    assert f'value="{wrong}"' in control[0]
    assert f'aria-describedby="id_{field}_helptext id_{field}_error"' in control[0]
    error = page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert words in error


@pytest.mark.parametrize(
    ("minutes", "clock"), [(0, "00:00"), (240, "04:00"), (1439, "23:59")]
)
def test_the_day_start_is_a_time_and_is_kept_in_minutes(
    client: Client, learner: User, minutes: int, clock: str
) -> None:
    assert save(client, day_start_minutes=clock).status_code == 302
    assert User.objects.get().day_start_minutes == minutes
    assert f'value="{clock}"' in shown(client)


def test_the_study_day_begins_when_the_settings_say(
    client: Client, learner: User
) -> None:
    five_in_berlin = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)
    save(client, day_start_minutes="04:00")
    assert calendar_of(User.objects.get()).day_of(five_in_berlin).day == 2
    save(client, day_start_minutes="06:00")
    assert calendar_of(User.objects.get()).day_of(five_in_berlin).day == 1
    save(client, day_start_minutes="06:00", time_zone="Asia/Tokyo")
    assert calendar_of(User.objects.get()).day_of(five_in_berlin).day == 2


def test_only_the_forms_own_columns_are_written(client: Client, learner: User) -> None:
    with CaptureQueriesContext(connection) as statements:
        save(client)
    written = [s["sql"] for s in statements if s["sql"].startswith("UPDATE")]
    written = [sql for sql in written if "decks_user" in sql]
    assert len(written) == 1
    assert not re.search("password|is_staff|last_login|email", written[0])


def test_a_wrong_zone_stays_as_typed(client: Client, learner: User) -> None:
    page = save(client, time_zone="Mars/Olympus", display_name="Ada L").content.decode()
    assert 'value="Mars/Olympus"' in page
    assert 'value="Ada L"' in page
    assert "This is not a time zone we know." in page


def test_a_refused_page_wears_the_colours_that_are_kept(
    client: Client, learner: User
) -> None:
    page = save(client, theme="dark", time_zone="nowhere").content.decode()
    assert "data-theme" not in page
    assert "Your settings, Ada<" in page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [90, 100, 115, 130])
def test_colours_and_size_are_on_every_page(
    client: Client, learner: User, theme: str, size: int
) -> None:
    save(client, theme=theme, text_size=size)
    for name in ("home", "preferences", "account_email"):
        page = client.get(reverse(name)).content.decode()
        wanted = f'<html lang="en" data-theme="{theme}" data-text-size="{size}"'
        assert wanted in page


@pytest.mark.parametrize("keys", [True, False])
@pytest.mark.parametrize("swipes", [True, False])
def test_the_script_reads_keys_and_swipes_from_the_page(
    client: Client, learner: User, keys: bool, swipes: bool
) -> None:
    save(client, uses_single_keys=keys, rates_by_swiping=swipes)
    root = client.get(reverse("home")).content.decode().partition("<head>")[0]
    assert ('data-single-keys="off"' in root) is not keys
    assert ('data-swipes="on"' in root) is swipes


def test_without_a_choice_the_device_decides(client: Client, learner: User) -> None:
    page = client.get(reverse("home")).content.decode()
    assert "data-theme" not in page
    assert '<meta name="color-scheme" content="light dark">' in page


@pytest.mark.parametrize("extra", ["is_staff", "is_superuser", "email"])
def test_nothing_else_can_be_set(client: Client, learner: User, extra: str) -> None:
    before = User.objects.values("is_staff", "is_superuser", "email").get()
    save(client, **{extra: "on"})
    assert User.objects.values("is_staff", "is_superuser", "email").get() == before


def test_a_name_is_shown_as_typed_never_as_markup(
    client: Client, learner: User
) -> None:
    save(client, display_name='<b>Ada</b> & "Co"')
    page = client.get(reverse("home")).content.decode()
    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; &quot;Co&quot;" in page
    assert "<b>Ada" not in page
