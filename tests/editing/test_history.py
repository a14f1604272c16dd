"""What a card said before, who wrote it, and the way back."""

import pytest
from django.test import Client
from django.urls import reverse

from decks.cards.models import How
from decks.cards.writing import ChangedMeanwhile, Pen, Sides, change_card
from decks.editing.history import PAGE_SIZE, history_of, put_back
from decks.models import Card, CardVersion, User
from tests.factories import NOW, make_card, make_deck, make_user
from tests.study.sittings import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return make_user(display_name="Grace")


@pytest.fixture
def card(owner: User) -> Card:
    """A card whose answer was changed twice, the second time with a tag."""
    card = make_card(deck=make_deck(owner=owner), question="Asked", answer="One")
    write(card, owner, "Two")
    write(card, owner, "Three", "tag")
    return Card.objects.select_related("written_by", "deck").get(pk=card.pk)


def write(card: Card, by: User, answer: str, *tags: str) -> None:
    card.refresh_from_db()
    pen = Pen(by, NOW + card.version * DAY)
    change_card(
        card.pk, Sides(card.question, answer, tags), pen, seen_version=card.version
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_text_is_kept_with_writer_and_time(card: Card, owner: User) -> None:
    entries = history_of(card, before=None).entries
    assert [entry.text.answer for entry in entries] == ["Three", "Two", "One"]
    assert [entry.is_present for entry in entries] == [True, False, False]
    assert entries[0].written_at == NOW + 2 * DAY
    assert entries[0].text.written_by == owner
    assert entries[0].new_tags == ["tag"]
    assert entries[2].before is None


def test_a_text_that_is_the_same_is_no_change(card: Card, owner: User) -> None:
    write(card, owner, "Three", "tag")
    assert card.versions.count() == 2


def test_putting_back_is_a_change_of_its_own(card: Card, owner: User) -> None:
    back = put_back(card, 1, Pen(owner, NOW + 9 * DAY), seen_version=3)
    assert (back.answer, back.tags, back.version) == ("One", [], 4)
    assert back.how == How.PUT_BACK
    assert CardVersion.objects.get(card=card, version=3).answer == "Three"


def test_what_changed_meanwhile_is_not_put_back_over(card: Card, owner: User) -> None:
    with pytest.raises(ChangedMeanwhile):
        put_back(card, 1, Pen(owner, NOW + 9 * DAY), seen_version=2)
    card.refresh_from_db()
    assert card.answer == "Three"


def test_the_page_shows_each_change(card: Card, owner: User) -> None:
    page = signed_in(owner).get(reverse("card_history", args=[card.pk]))
    html = page.content.decode()
    assert html.count("Written by Grace") == 2
    assert "<del>" in html
    assert "<ins>" in html
    assert html.count("Put this back") == 2


def test_the_button_puts_it_back(card: Card, owner: User) -> None:
    address = reverse("card_put_back", args=[card.pk])
    sent = {"version": 1, "seen_version": 3}
    reply = signed_in(owner).post(address, sent, follow=True)
    card.refresh_from_db()
    assert card.answer == "One"
    assert "The earlier text is back." in reply.content.decode()


def test_a_page_that_is_behind_puts_nothing_back(card: Card, owner: User) -> None:
    address = reverse("card_put_back", args=[card.pk])
    sent = {"version": 1, "seen_version": 2}
    reply = signed_in(owner).post(address, sent, follow=True)
    card.refresh_from_db()
    assert card.answer == "Three"
    assert "nothing was put back" in reply.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"version": 7, "seen_version": 3},
        {"version": "x", "seen_version": 3},
        {"version": 2**40, "seen_version": 3},
    ],
)
def test_a_text_that_is_not_there_is_a_404(
    card: Card, owner: User, sent: dict[str, int]
) -> None:
    address = reverse("card_put_back", args=[card.pk])
    assert signed_in(owner).post(address, sent).status_code == 404


def test_others_find_no_history(card: Card) -> None:
    address = reverse("card_history", args=[card.pk])
    assert signed_in(make_user()).get(address).status_code == 404


def test_long_histories_come_in_pages(card: Card, owner: User) -> None:
    for number in range(2 * PAGE_SIZE):
        write(card, owner, f"Answer {number}")
    card.refresh_from_db()
    seen: list[int] = []
    before = None
    while True:
        page = history_of(card, before=before)
        seen += [entry.text.version for entry in page.entries]
        before = page.next_before
        if before is None:
            break
    assert seen == list(range(2 * PAGE_SIZE + 3, 0, -1))


@pytest.mark.parametrize("changes", [1, 20])
def test_the_page_costs_the_same_however_long(
    owner: User, changes: int, django_assert_num_queries
) -> None:
    card = make_card(deck=make_deck(owner=owner))
    for number in range(changes):
        write(card, make_user(), f"Answer {number}")
    client = signed_in(owner)
    with django_assert_num_queries(4):
        client.get(reverse("card_history", args=[card.pk]))


def test_texts_stay_when_their_writer_goes(card: Card, owner: User) -> None:
    other = make_user()
    write(card, other, "Theirs")
    other.delete()
    page = signed_in(owner).get(reverse("card_history", args=[card.pk]))
    assert "Theirs" in page.content.decode()
