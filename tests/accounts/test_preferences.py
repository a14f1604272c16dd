"""One's own settings."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client: Client) -> User:
    user = make_user(display_name="Ada", time_zone="Europe/Berlin")
    client.force_login(user)
    return user


def save(client: Client, **fields: Any) -> Any:
    given = {
        "display_name": "Ada",
        "time_zone": "Europe/Berlin",
        "theme": "",
        "text_size": 100,
        **fields,
    }
    return client.post(reverse("preferences"), given)


def test_settings_are_kept(client: Client, learner: User) -> None:
    changed = {
        "display_name": "Ada L",
        "time_zone": "Asia/Tokyo",
        "theme": "dark",
        "text_size": 130,
    }
    response = save(client, **changed)
    assert (response.status_code, response["Location"]) == (302, reverse("preferences"))
    assert User.objects.values(*changed).get() == changed
    assert "Settings saved." in client.get(reverse("preferences")).content.decode()


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
        wanted = f'<html lang="en" data-theme="{theme}" data-text-size="{size}">'
        assert wanted in page


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
