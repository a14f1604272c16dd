"""Our JSON: what must stand there, what may, what is refused."""

import json

import pytest

from decks.transfer.formats.parsed import CARDS_MAX
from tests.transfer.readings import read, refusal, sides, told


def deck(*cards, **more):
    given = {"format": "flashcards", "version": 1, "cards": list(cards)} | more
    return json.dumps(given, ensure_ascii=False, indent=1)


def card(question="q", answer="a", **more):
    return {"question": question, "answer": answer} | more


def test_everything():
    text = deck(
        card(" q\n ", "\n a", id="7", tags=["x y", "z"]),
        card("r", "b", id=8),
        title="T",
        description="D",
        question_lang="en",
        answer_lang="pt-BR",
    )
    parsed = read(text)
    assert (parsed.format, parsed.title, parsed.description) == ("json", "T", "D")
    assert (parsed.question_lang, parsed.answer_lang) == ("en", "pt-BR")
    assert sides(parsed) == [(" q\n ", "\n a"), ("r", "b")]
    assert [c.key for c in parsed.cards] == ["7", "8"]
    assert parsed.cards[0].tags == ("x y", "z")
    assert told(parsed) == []


def test_cards_are_found_at_their_lines():
    text = '{"format": "flashcards", "version": 1, "cards": [\n{"question": "a"},\n'
    parsed = read(text + '{"question": "b"}\n]}')
    assert [c.line for c in parsed.cards] == [2, 3]
    assert "line 3 (card 2): The answer is empty." in told(parsed)


def test_crlf_becomes_lf():
    assert sides(read(deck(card("a\r\nb", "c\rd")))) == [("a\nb", "c\nd")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (deck(version=2), "version 2; version 1 can be read here. A newer"),
        (deck(version="1"), 'no "version": 1'),
        (deck(version=True), 'no "version": 1'),
        (deck(format="x"), 'without "format": "flashcards"'),
        (deck(cards={}), 'no list "cards"'),
        ('{"a": 1}', 'without "format"'),
        ("{}", 'without "format"'),
        ('{"format": "flashcards",\n "version": 1,\n oh', "line 3: This is not JSON"),
        ('{"format": "flashcards",\n "ver', "line 2: "),
        (deck(card())[:-4], "The file is cut off here"),
        ('{"a":' * 100_000, "Brackets stand in brackets"),
        (deck(*[card()] * (CARDS_MAX + 1)), "The deck has 20,001 cards"),
    ],
)
def test_what_is_refused(text, says):
    assert says in refusal(text)


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ("x", "line 1 (card 1): This is no card"),
        ({"question": 5}, "(card 1): “question” is not a text"),
        ({"question": ["q"]}, "(card 1): “question” is not a text"),
        (card("\ud800"), "(card 1): “question” is not a text"),
        (card("é\0"), "(card 1): “question” is not a text"),
        ({"answer": "a"}, "(card 1): The question is empty"),
    ],
)
def test_an_odd_card_is_left_out_and_told(odd, says):
    parsed = read(json.dumps(json.loads(deck()) | {"cards": [odd, card()]}))
    assert sides(parsed) == [("q", "a")]
    assert says in told(parsed)[0]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"tags": "x"}, "“tags” is not a text"),
        ({"tags": [1]}, "“tags” is not a text"),
        ({"id": 1.5}, "“id” is not a text"),
        ({"color": "red"}, "“color” was left out once."),
        ({"{x} {times}": 1}, "“(x) (times)” was left out once."),
    ],
)
def test_an_odd_part_is_left_out_and_told(more, says):
    parsed = read(deck(card(**more)))
    assert (parsed.cards[0].tags, parsed.cards[0].key) == ((), "")
    assert says in told(parsed)[0]


def test_an_id_given_twice_is_dropped():
    parsed = read(deck(card(id=1), card("r", id="1")))
    assert [c.key for c in parsed.cards] == ["1", ""]


def test_a_title_that_is_too_long_is_told():
    parsed = read(deck(card(), title="t" * 201))
    assert parsed.title == ""
    assert "“title” has more than 200 characters" in told(parsed)[0]


def test_huge_numbers_do_no_harm():
    text = deck(card()).replace(
        '"version": 1,', '"version": 1, "n": ' + "9" * 90_000 + ","
    )
    assert sides(read(text)) == [("q", "a")]
