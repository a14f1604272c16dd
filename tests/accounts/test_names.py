"""Names are for others to see: what shows nothing or misleads is not kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.access_forms import PREFERENCES
from tests.accounts.forms import sign_up

pytestmark = pytest.mark.django_db


def send(client: Client, *, name: str) -> Any:
    return client.post(reverse("preferences"), {**PREFERENCES, "display_name": name})


@pytest.mark.parametrize(
    "unseen",
    [
        "\u200b",
        "\u2060\u2060",
        "\u00ad",
        "\u3164",
        "\u115f\u1160",
        "\uffa0",
        "\u2800",
        "\ufeff",
        "\u202e",
        "\u2066\u2069",
        "\u200d",
        "\u200e",
        "\u0301",
        "\u034f",
        "\ufe0f",
        "\u00a0\u3000",
        " \u3164 \u200b ",
        "\x07",
        "\U000e0041",
        "\ue000",
    ],
)
def test_a_name_that_shows_nothing_is_refused(
    browser: Client, learner: User, unseen: str
) -> None:
    response = send(browser, name=unseen)
    assert response.status_code == 422
    assert response.context["form"].errors["display_name"]
    assert User.objects.get().display_name == learner.display_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada\u202eecalevoL", "AdaecalevoL"),
        ("\u2067Ada\u2069", "Ada"),
        ("A\u200bd\u2060a\u00ad", "Ada"),
        ("\ufeffAda \u200b Lovelace", "Ada Lovelace"),
        ("Ada\x07", "Ada"),
    ],
)
def test_unseen_signs_are_left_out_of_a_name(
    browser: Client, learner: User, typed: str, kept: str
) -> None:
    send(browser, name=typed)
    assert User.objects.get().display_name == kept


@pytest.mark.parametrize(
    "name",
    [
        "Zoë",
        "Zoe\u0308",
        "李",
        "नेहा",
        "می\u200cخواهم",
        "\U0001f469\u200d\U0001f52c",
        "7",
        "한글",
    ],
)
def test_names_of_all_scripts_are_kept_to_the_letter(
    browser: Client, learner: User, name: str
) -> None:
    send(browser, name=name)
    assert User.objects.get().display_name == name


def test_signing_up_holds_names_to_the_same(client: Client) -> None:
    response = sign_up(client, display_name="\u3164")
    assert response.context["form"].errors["display_name"]
    assert not User.objects.exists()
