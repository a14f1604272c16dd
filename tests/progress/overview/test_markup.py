"""The Progress page as it is sent: pictures with names, tables, and where they lead."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.factories import make_public_deck, make_user
from tests.study.sittings import cards_of, make_learner, practise, rate, start

pytestmark = pytest.mark.django_db

TABLES = ["calendar", "ratings", "recall", "due", "mastery", "hardest", "stuck"]


class Page(HTMLParser):
    """The links of a page by their text, and every tag with its attributes."""

    def __init__(self, client, path="/progress/"):
        super().__init__()
        reply = client.get(path)
        assert reply.status_code == 200
        self.text = reply.content.decode()
        self.tags = []
        self.links = []
        self._href = None
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self._href = dict(attrs).get("href")

    def handle_data(self, data):
        if self._href:
            self.links.append((data.strip(), self._href))

    def handle_endtag(self, tag):
        if tag == "a":
            self._href = None

    def hrefs(self, text):
        return [href for words, href in self.links if words == text]

    def all(self, tag, **attributes):
        return [
            given
            for name, given in self.tags
            if name == tag and attributes.items() <= given.items()
        ]


@pytest.fixture
def studied(client):
    """A learner, signed in, who has taken up a deck and rated three cards today."""
    now = timezone.now()
    user, deck = make_user(), make_public_deck(cards=4)
    enrol(user, deck, now=now)
    session = start(user, deck, now=now)
    for card, level in zip(cards_of(deck), (1, 4, 5), strict=False):
        rate(user, session, card, level, now=now)
    client.force_login(user)
    return user, deck


def today_of(page):
    """The day that today's column leads to."""
    found = re.search(r"from=(\d{4}-\d\d-\d\d)", page.hrefs("3")[0])
    assert found is not None
    return found[1]


def test_every_picture_has_a_sentence(client, studied):
    pictures = Page(client).all("svg", role="img")
    names = [picture["aria-label"] for picture in pictures]
    assert [name.split(" over ")[0].split(":")[0] for name in names] == [
        "Reviews a day",
        "Reviews a day",
        "Reviews a week by rating",
        "Predicted",
    ]
    assert all(name.endswith(".") for name in names)
    assert "3 reviews, 1 not at all, 1 mostly, 1 perfectly" in names[2]


def test_a_short_time_has_one_calendar(client, studied):
    pictures = Page(client, "/progress/?weeks=12").all("svg", role="img")
    names = [picture["aria-label"] for picture in pictures]
    assert sum(name.startswith("Reviews a day over") for name in names) == 1


def test_links_over_a_picture_are_for_the_mouse_alone(client, studied):
    page = Page(client)
    for overlay in page.all("svg", **{"class": "hits"}):
        assert overlay["aria-hidden"] == "true"
    inside = re.findall(r'<svg class="hits".*?</svg>', page.text, re.DOTALL)
    links = [link for svg in inside for link in re.findall("<a [^>]*>", svg)]
    assert links
    assert all('tabindex="-1"' in link for link in links)


def test_numbers_of_the_tables_lead_to_what_they_count(client, studied):
    page = Page(client)
    day = today_of(page)
    assert f"/progress/reviews/?from={day}&to={day}" in page.hrefs("3")
    assert any(href.endswith("&level=5") for href in page.hrefs("1"))
    assert "/progress/cards/?level=4" in page.hrefs("1")
    for href in {href for _, href in page.links if href.startswith("/progress/")}:
        assert client.get(href).status_code == 200, href


def test_practice_and_new_cards_of_a_day_lead_to_them(client, studied):
    user, deck = studied
    now = timezone.now()
    practice = Selection(deck_ids=(deck.pk,), kind="cram")
    session = start_session(user, practice, now=now)
    assert session is not None
    practise(user, session, cards_of(deck)[0], 4, now=now)
    page = Page(client)
    day = f"/progress/reviews/?from={today_of(page)}&to={today_of(page)}"
    assert f"{day}&only=practice" in page.hrefs("1")
    assert f"{day}&only=new" in page.hrefs("3")


def test_new_cards_that_wait_lead_to_them(client, studied):
    assert "/progress/cards/?level=0" in Page(client).hrefs("1")


def test_of_a_tag_practice_is_not_counted(client, studied):
    _, deck = studied
    deck.cards.update(tags=["net"])
    page = Page(client, "/progress/?tag=net")
    assert "Practice is not counted for a tag." in page.text
    assert "In practice" not in page.text
    assert "In practice" in Page(client).text


def test_the_title_and_paper_say_of_what_the_figures_are(client, studied):
    _, deck = studied
    of_all, of_deck = Page(client), Page(client, f"/progress/?deck={deck.pk}&weeks=4")
    assert "<title>Progress · " in of_all.text
    assert "<bdi>All decks</bdi>, 26 weeks to " in of_all.text
    assert f"<title>Progress: {deck.title} · " in of_deck.text
    assert f"<bdi>{deck.title}</bdi>, 4 weeks to " in of_deck.text


def test_of_all_decks_it_says_which_figures_are_of_those_studied_now(client, studied):
    _, deck = studied
    assert Page(client).text.count("Of the decks you study now.") == 2
    of_deck = Page(client, f"/progress/?deck={deck.pk}")
    assert "Of the decks you study now." not in of_deck.text


def test_of_a_deck_they_stay_within_it(client, studied):
    _, deck = studied
    page = Page(client, f"/progress/?deck={deck.pk}&weeks=4")
    day = today_of(page)
    assert (
        f"/progress/reviews/?deck={deck.pk}&weeks=4&from={day}&to={day}"
        in page.hrefs("3")
    )
    assert f"/progress/calendar.csv?deck={deck.pk}&weeks=4" in page.hrefs(
        "Download as CSV"
    )


def test_each_table_can_be_taken_along(client, studied):
    found = Page(client).hrefs("Download as CSV")
    # Recall has nothing yet, and no card is stuck.
    shown = [name for name in TABLES if name not in ("recall", "stuck")]
    assert found == [f"/progress/{name}.csv" for name in shown]


def test_too_little_for_recall_is_said(client, studied):
    page = Page(client)
    assert "Not enough reviews yet. This needs 20 of them" in page.text
    assert "You aim for 90%." in page.text


def test_one_day_has_no_mastery_over_time(client, studied):
    assert "Not enough days yet" in Page(client).text


def test_hard_cards_can_be_studied(client, studied):
    _, deck = studied
    page = Page(client, f"/progress/?deck={deck.pk}")
    assert page.all("form", action="/progress/study/", method="post")
    hidden = {
        given["name"]: given["value"] for given in page.all("input", type="hidden")
    }
    assert hidden.items() >= {"show": "hard", "most": "1", "deck": str(deck.pk)}.items()
    assert "Study this card" in page.text


def test_the_weeks_and_decks_can_be_chosen(client, studied):
    _, deck = studied
    page = Page(client, "/progress/?weeks=4")
    (current,) = page.all("a", **{"class": "chip", "aria-current": "true"})
    assert current["href"] == "/progress/?weeks=4"
    assert f"/progress/?deck={deck.pk}&weeks=4" in page.hrefs(deck.title)
    assert page.hrefs("By tag…") == ["/progress/tags/?weeks=4"]


def test_before_the_first_review_it_says_what_will_stand_here(client):
    user, deck = make_learner()
    client.force_login(user)
    page = Page(client)
    assert "No reviews yet" in page.text
    assert not page.all("svg", role="img")
    assert {"/", "/decks/", "/library/"} <= {href for _, href in page.links}
    of_deck = Page(client, f"/progress/?deck={deck.pk}")
    assert of_deck.hrefs("Progress of all decks") == ["/progress/"]
