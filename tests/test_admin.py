"""The administration: who sees what, texts kept to the letter, counts kept right."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import CompositePrimaryKey
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.cards.counting import recount
from decks.models import Card, Deck, Review, User
from tests.factories import (
    make_card,
    make_deck,
    make_public_deck,
    make_review,
    make_review_state,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

SECRET = "Sphinx of black quartz"
TO_THE_LETTER = "  first  \n\n\tsecond <b>&amp;\u00a0\n • third \n"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    return signed_in(make_staff())


@pytest.fixture
def superuser() -> Client:
    return signed_in(make_staff(is_superuser=True))


@pytest.fixture
def ownerless() -> Deck:
    return make_public_deck(cards=2, title="Kept by staff")


@pytest.fixture
def foreign() -> Deck:
    deck = make_deck(owner=make_user(), title=f"{SECRET} deck")
    make_card(deck=deck, question=f"{SECRET} question", answer=f"{SECRET} answer")
    return deck


def change_url(row: Deck | Card | User) -> str:
    return reverse(f"admin:decks_{row._meta.model_name}_change", args=[row.pk])


def card_fields(deck: Deck, **fields: Any) -> dict[str, Any]:
    return {
        "deck": deck.pk,
        "position": 1,
        "question": "Q",
        "answer": "A",
        "tags": "",
        **fields,
    }


def first_card(deck: Deck) -> Card:
    return deck.cards.in_deck_order()[0]


def held(deck: Deck) -> int:
    deck.refresh_from_db()
    return deck.card_count


# --- what is registered --------------------------------------------------------------


def test_no_model_with_a_composite_key_is_registered() -> None:
    keys = [type(model._meta.pk) for model in admin.site._registry]
    assert CompositePrimaryKey not in keys


# --- signing in ----------------------------------------------------------------------


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


# --- staff and the decks that nobody owns --------------------------------------------


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


# --- staff and what belongs to others ------------------------------------------------


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


# --- cards ---------------------------------------------------------------------------


def test_card_texts_are_kept_to_the_letter(staff: Client, ownerless: Deck) -> None:
    card = first_card(ownerless)
    typed = TO_THE_LETTER.replace("\n", "\r\n")
    fields = card_fields(ownerless, question=typed, answer=typed)
    assert staff.post(change_url(card), fields).status_code == 302
    card.refresh_from_db()
    assert (card.question, card.answer) == (TO_THE_LETTER, TO_THE_LETTER)


def test_saving_an_opened_card_changes_nothing(staff: Client, ownerless: Deck) -> None:
    card = make_card(
        deck=ownerless,
        question="\n" + TO_THE_LETTER,
        answer=TO_THE_LETTER,
        tags=["one, two", "three"],
    )
    form = staff.get(change_url(card)).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    shown["tags"] = form.fields["tags"].prepare_value(shown["tags"])
    typed = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in shown.items()
    }
    assert staff.post(change_url(card), typed).status_code == 302
    saved = Card.objects.get(pk=card.pk)
    for name in ("question", "answer", "tags", "position", "deck_id"):
        assert getattr(saved, name) == getattr(card, name)


@pytest.mark.parametrize(("length", "status"), [(20_000, 302), (20_001, 200)])
def test_a_side_holds_20000_characters(
    staff: Client, ownerless: Deck, length: int, status: int
) -> None:
    # Line ends count once, as they are kept, not twice, as they are sent.
    answer = "\r\n" + "x" * (length - 1)
    fields = card_fields(ownerless, answer=answer)
    assert staff.post(reverse("admin:decks_card_add"), fields).status_code == status


def test_tags_are_one_a_line(staff: Client, ownerless: Deck) -> None:
    card = first_card(ownerless)
    fields = card_fields(ownerless, tags="IAM, roles\r\n\r\n  S3 \r\n")
    staff.post(change_url(card), fields)
    card.refresh_from_db()
    assert card.tags == ["IAM, roles", "S3"]


def test_adding_moving_and_deleting_keep_the_count(
    staff: Client, ownerless: Deck
) -> None:
    other = make_public_deck(cards=1)
    staff.post(reverse("admin:decks_card_add"), card_fields(ownerless))
    assert held(ownerless) == 3
    card = first_card(ownerless)
    staff.post(change_url(card), card_fields(other))
    assert (held(ownerless), held(other)) == (2, 2)
    staff.post(reverse("admin:decks_card_delete", args=[card.pk]), {"post": "yes"})
    assert (held(ownerless), held(other)) == (2, 1)


def test_deleting_many_keeps_the_count(staff: Client, ownerless: Deck) -> None:
    other = make_public_deck(cards=2)
    gone = [first_card(ownerless).pk, *other.cards.values_list("pk", flat=True)]
    chosen = {"action": "delete_selected", "_selected_action": gone, "post": "yes"}
    staff.post(reverse("admin:decks_card_changelist"), chosen)
    assert (held(ownerless), held(other)) == (1, 0)


def test_recount_touches_only_the_decks_it_is_given(
    django_assert_num_queries,
) -> None:
    wrong, other = make_deck(cards=3), make_deck(cards=1)
    Deck.objects.update(card_count=99)
    with django_assert_num_queries(1):
        recount([wrong.pk])
    assert (held(wrong), held(other)) == (3, 99)


def test_a_decks_page_costs_the_same_whatever_it_holds(
    superuser: Client, django_assert_num_queries
) -> None:
    small, large = make_public_deck(cards=1), make_public_deck(cards=500)
    superuser.get(change_url(small))
    with CaptureQueriesContext(connection) as asked:
        page = superuser.get(change_url(small)).content
    with django_assert_num_queries(len(asked)):
        assert len(superuser.get(change_url(large)).content) - len(page) < 100


# --- people --------------------------------------------------------------------------


def test_a_person_is_added_without_a_user_name(superuser: Client) -> None:
    fields = {
        "email": "New.Person@Example.com",
        "display_name": "New Person",
        "usable_password": "true",
        "password1": "long enough 7",
        "password2": "long enough 7",
    }
    assert superuser.post(reverse("admin:decks_user_add"), fields).status_code == 302
    person = User.objects.get(email="new.person@example.com")
    assert person.check_password("long enough 7")
    assert not person.is_staff


def test_the_same_address_in_capitals_is_refused(superuser: Client) -> None:
    make_user(email="taken@example.com")
    fields = {
        "email": "Taken@Example.com",
        "display_name": "Other",
        "usable_password": "false",
    }
    assert superuser.post(reverse("admin:decks_user_add"), fields).status_code == 200
    assert User.objects.filter(email__iexact="taken@example.com").count() == 1


def test_a_name_with_an_address_is_refused(superuser: Client) -> None:
    person = make_user(display_name="Before")
    form = superuser.get(change_url(person)).context["adminform"].form
    fields = {k: v for k, v in form.initial.items() if v not in (None, False, [])}
    fields["display_name"] = "me@example.com"
    assert superuser.post(change_url(person), fields).status_code == 200
    person.refresh_from_db()
    assert person.display_name == "Before"


def test_rights_are_given_on_the_persons_page(superuser: Client) -> None:
    person = make_user()
    form = superuser.get(change_url(person)).context["adminform"].form
    fields = {k: v for k, v in form.initial.items() if v not in (None, False, [])}
    assert superuser.post(change_url(person), fields | {"is_staff": "on"}).status_code
    person.refresh_from_db()
    assert person.is_staff
    assert not person.is_superuser


@pytest.mark.parametrize("sought", ["findme@", "Wanted"])
def test_people_are_found_by_address_and_name(superuser: Client, sought: str) -> None:
    make_user(email="findme@example.com", display_name="Wanted Person")
    url = reverse("admin:decks_user_changelist")
    assert "findme@example.com" in superuser.get(url, {"q": sought}).content.decode()


def test_a_persons_page_leads_to_a_new_password(superuser: Client) -> None:
    person = make_user()
    assert "../password/" in superuser.get(change_url(person)).content.decode()
    url = reverse("admin:auth_user_password_change", args=[person.pk])
    given = {"password1": "quite another 9", "password2": "quite another 9"}
    assert superuser.post(url, given | {"usable_password": "true"}).status_code == 302
    person.refresh_from_db()
    assert person.check_password("quite another 9")
