"""Who gets into the administration, and what they may see and change there."""

from urllib.parse import unquote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import CompositePrimaryKey
from django.test import Client
from django.urls import reverse

from decks.models import Card, Deck, Review, User
from tests.admin.pages import SECRET, card_fields, change_url, first_card, signed_in
from tests.factories import (
    make_review,
    make_review_state,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_no_model_with_a_composite_key_is_registered() -> None:
    keys = [type(model._meta.pk) for model in admin.site._registry]
    assert CompositePrimaryKey not in keys


@pytest.mark.parametrize("name", ["admin:index", "admin:login"])
def test_signing_in_is_the_sites_own_page(client: Client, name: str) -> None:
    location = unquote(client.get(reverse(name))["Location"])
    assert location == f"{reverse('account_login')}?next={reverse(name)}"


def test_the_stock_form_takes_no_password(client: Client) -> None:
    make_staff(email="keeper@example.com", password="long enough 7")
    given = {"username": "keeper@example.com", "password": "long enough 7"}
    response = client.post(reverse("admin:login"), given)
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session


def test_learners_are_refused() -> None:
    client = signed_in(make_user())
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_staff_edit_a_deck_that_nobody_owns(staff: Client, ownerless: Deck) -> None:
    fields = {"title": "New title", "description": "", "visibility": "unlisted"}
    assert staff.post(change_url(ownerless), fields).status_code == 302
    ownerless.refresh_from_db()
    assert (ownerless.title, ownerless.visibility) == ("New title", "unlisted")


def test_staff_cannot_give_a_deck_to_someone(staff: Client, ownerless: Deck) -> None:
    fields = {"title": "T", "visibility": "public", "owner": make_user().pk}
    staff.post(change_url(ownerless), fields)
    ownerless.refresh_from_db()
    assert ownerless.owner is None


def test_a_deck_made_by_staff_has_no_owner(staff: Client) -> None:
    fields = {"title": "Made here", "visibility": "public"}
    staff.post(reverse("admin:decks_deck_add"), fields)
    assert Deck.objects.get(title="Made here").owner is None


def test_only_superusers_delete_decks(
    staff: Client, superuser: Client, ownerless: Deck
) -> None:
    url = reverse("admin:decks_deck_delete", args=[ownerless.pk])
    assert staff.post(url, {"post": "yes"}).status_code == 403
    assert superuser.post(url, {"post": "yes"}).status_code == 302
    assert not Deck.objects.exists()


def test_deleting_a_deck_says_what_goes_with_it(
    superuser: Client, ownerless: Deck
) -> None:
    learner, card = make_user(), first_card(ownerless)
    make_review_state(user=learner, card=card)
    make_review(user=learner, card=card)
    url = reverse("admin:decks_deck_delete", args=[ownerless.pk])
    page = superuser.get(url).content.decode()
    assert "<li>Cards: 2</li>" in page
    assert "<li>Ratings: 1</li>" in page
    superuser.post(url, {"post": "yes"})
    assert not Review.objects.exists()


@pytest.mark.parametrize("model", ["deck", "card"])
@pytest.mark.parametrize("query", ["", f"?q={SECRET}", "?q=quartz&o=1", "?all="])
def test_lists_and_searches_hide_others_decks(
    staff: Client, foreign: Deck, model: str, query: str
) -> None:
    response = staff.get(reverse(f"admin:decks_{model}_changelist") + query)
    assert response.status_code == 200
    assert "0 " + model in response.content.decode()
    assert f"{SECRET} " not in response.content.decode()


@pytest.mark.parametrize("page", ["change", "delete", "history"])
@pytest.mark.parametrize("model", ["deck", "card"])
def test_pages_of_others_decks_do_not_exist_for_staff(
    staff: Client, foreign: Deck, model: str, page: str
) -> None:
    row = foreign if model == "deck" else foreign.cards.get()
    url = reverse(f"admin:decks_{model}_{page}", args=[row.pk])
    for response in (staff.get(url, follow=True), staff.post(url, {"post": "yes"})):
        assert response.status_code in (200, 302, 403)
        assert SECRET not in response.content.decode()
    assert Deck.objects.filter(pk=foreign.pk, title=foreign.title).exists()
    assert Card.objects.filter(deck=foreign).count() == 1


def test_the_bulk_action_spares_others_cards(staff: Client, foreign: Deck) -> None:
    chosen = {
        "action": "delete_selected",
        "_selected_action": [foreign.cards.get().pk],
        "post": "yes",
    }
    staff.post(reverse("admin:decks_card_changelist"), chosen)
    assert Card.objects.filter(deck=foreign).count() == 1


def test_staff_put_no_card_into_anothers_deck(staff: Client, foreign: Deck) -> None:
    add = reverse("admin:decks_card_add")
    response = staff.post(add, card_fields(foreign))
    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert SECRET not in staff.get(f"{add}?deck={foreign.pk}").content.decode()
    assert Card.objects.filter(deck=foreign).count() == 1


def test_staff_move_no_card_into_anothers_deck(
    staff: Client, ownerless: Deck, foreign: Deck
) -> None:
    card = first_card(ownerless)
    response = staff.post(change_url(card), card_fields(foreign))
    assert SECRET not in response.content.decode()
    card.refresh_from_db()
    assert card.deck_id == ownerless.pk


def test_staff_see_no_people_even_when_granted(staff: Client) -> None:
    keeper = User.objects.get()
    keeper.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    assert staff.get(reverse("admin:decks_user_changelist")).status_code == 403
    assert staff.get(change_url(keeper)).status_code == 403
    assert "Users" not in staff.get(reverse("admin:index")).content.decode()


def test_superusers_see_all_decks(superuser: Client, foreign: Deck) -> None:
    assert SECRET in superuser.get(change_url(foreign)).content.decode()
    listed = superuser.get(reverse("admin:decks_card_changelist"), {"q": "quartz"})
    assert SECRET in listed.content.decode()
