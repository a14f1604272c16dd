"""A form about one's account that is sent twice at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.accounts.second_steps import code_of, give_app, make_confirmed, signed_in
from tests.accounts.test_administrators import in_a_thread
from tests.jobs.test_processes import wait_until
from tests.transfer.test_sent import somebody_waits_for_us

pytestmark = pytest.mark.django_db(transaction=True)

NEW = {"email": "new@example.com", "action_add": ""}


@pytest.fixture
def learner() -> User:
    cache.clear()
    return make_confirmed()


def reply_of_the_second(
    client: Client, url: str, form: dict[str, str], first: Callable[[], object]
) -> Any:
    """What the form gets whose rows meet those of `first`, which is not done yet."""
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            first()
            sent = thread.submit(in_a_thread, lambda: client.post(url, form))
            wait_until(somebody_waits_for_us)
        return sent.result()


def test_a_new_address_is_added_once(learner: User) -> None:
    client, url = signed_in(learner), reverse("account_email")
    client.get(url)

    def first() -> None:
        EmailAddress.objects.create(user=learner, email=NEW["email"])

    assert reply_of_the_second(client, url, NEW, first)["Location"] == url
    assert NEW["email"] in client.get(url).content.decode()
    assert EmailAddress.objects.filter(user=learner).count() == 2


def test_an_app_is_set_up_once(learner: User) -> None:
    client, url = signed_in(learner), reverse("mfa_activate_totp")
    form = {"code": code_of(client.get(url).context["form"].secret)}
    reply = reply_of_the_second(client, url, form, lambda: give_app(learner))
    assert reply["Location"] == reverse("mfa_index")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1
