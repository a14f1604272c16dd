"""Decks that leave and come back: the same cards and tags, to the letter."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.transfer import formats
from decks.transfer.files import LAMBDA_DECK
from decks.transfer.formats import (
    Reading,
    written_anki,
    written_csv,
    written_json,
    written_quizlet,
)
from decks.transfer.formats.written import WrittenCard, WrittenDeck
from tests.transfer.pages import TAIL, page
from tests.transfer.readings import read, sides

WRITERS = {"json": written_json, "csv": written_csv, "anki": written_anki}
writers = pytest.mark.parametrize("format_name", WRITERS)


def come_back(deck, format_name, chosen="auto"):
    """The parsed deck, and its cards as they were written but for what stays behind."""
    parsed = formats.read(WRITERS[format_name].write(deck), Reading(chosen))
    assert parsed.format == format_name
    return parsed


def cards_and_tags(cards):
    return [(card.question, card.answer, card.tags) for card in cards]


def seed(**more):
    parsed = formats.read(LAMBDA_DECK.read_bytes())
    tags = [("aws lambda",), (), ("a_b", "c::d", "x;y, z", "été")]
    cards = tuple(
        WrittenCard(card.question, card.answer, tags[card.number % 3], f"{card.number}")
        for card in parsed.cards
    )
    assert len(cards) == 47
    return WrittenDeck(parsed.title, cards, **more)


class TestTheRealDeck:
    @writers
    @pytest.mark.parametrize("chosen", ["auto", "format"])
    def test_goes_out_and_comes_back_to_the_letter(self, format_name, chosen):
        deck = seed()
        named = format_name if chosen == "format" else chosen
        parsed = come_back(deck, format_name, named)
        assert cards_and_tags(parsed.cards) == cards_and_tags(deck.cards)
        assert parsed.problems == ()

    @pytest.mark.parametrize("format_name", ["json", "anki"])
    def test_keeps_title_and_ids(self, format_name):
        deck = seed()
        parsed = come_back(deck, format_name)
        assert parsed.title == deck.title
        assert [c.key for c in parsed.cards] == [c.key for c in deck.cards]

    def test_keeps_all_else_in_json(self):
        deck = seed(description="D\nd", question_lang="en", answer_lang="fr")
        parsed = come_back(deck, "json")
        assert (parsed.description, parsed.question_lang) == ("D\nd", "en")
        assert parsed.answer_lang == "fr"

    @pytest.mark.parametrize("tail", ["", TAIL])
    def test_as_a_page(self, tail):
        cards = sides(formats.read(LAMBDA_DECK.read_bytes()))
        assert sides(read(page(cards, tail=tail))) == cards

    def test_as_lines_q_and_a(self):
        cards = sides(formats.read(LAMBDA_DECK.read_bytes()))
        text = "".join(f"Q: {q}\nA: {a}\n\n" for q, a in cards)
        assert sides(read(text)) == cards

    def test_as_quizlet_text_with_signs_of_ones_own(self):
        cards = sides(formats.read(LAMBDA_DECK.read_bytes()))
        text = "@@@".join(f"{q}=>{a}" for q, a in cards)
        assert sides(read(text, separator="=>", row_separator="@@@")) == cards

    def test_as_mnemosyne_text(self):
        cards = sides(formats.read(LAMBDA_DECK.read_bytes()))
        text = "".join(
            f"{q}\t{a}\n".replace("\n", "<br>")[:-4] + "\n" for q, a in cards
        )
        assert sides(read(text)) == cards

    def test_as_markdown(self):
        cards = sides(formats.read(LAMBDA_DECK.read_bytes()))
        text = "# T\n\n" + "".join(
            f"## {q.strip().replace(chr(10), ' ')}\n\n{a}\n\n" for q, a in cards
        )
        assert [a for _, a in sides(read(text))] == [a for _, a in cards]

    def test_as_html_of_anki(self):
        cards = sides(formats.read(LAMBDA_DECK.read_bytes()))
        text = "#separator:tab\n#html:true\n"
        for question, answer in cards:
            row = [_as_html(question), _as_html(answer)]
            text += (
                "\t".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n"
            )
        assert sides(read(text)) == cards

    @pytest.mark.parametrize("separator", [";", "\t", "|", " / "])
    def test_as_a_table_of_any_separator(self, separator):
        cards = sides(formats.read(LAMBDA_DECK.read_bytes()))
        rows = [
            ('"' + '","'.join(c.replace('"', '""') for c in card) + '"')
            for card in cards
        ]
        text = "\n".join(row.replace('","', f'"{separator}"') for row in rows)
        assert sides(read(text)) == cards


def _as_html(text):
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        text = text.replace(sign, entity)
    return text


FRAMES = [
    "{{c1::a}}",
    "==a==",
    "\nQ: ",
    "\nA: ",
    "\n1\nQ\n",
    "\nA\n",
    "<br>",
    "&lt;",
    "a::b",
    "|---|---|",
    "[sound:a.mp3]",
    "#html:true",
    "sep=;",
]

# What a card may hold: no NUL, no CR, and a question that is not blank.
signs = st.characters(codec="utf-8", exclude_characters="\0\r")
SIGNS = ['"', '""', "'", "'=", "=1", "\t", "\n", "\\", *"+-@,;|# "]
nasty = st.sampled_from([*FRAMES, *SIGNS])
side = st.lists(st.one_of(nasty, st.text(signs, max_size=8)), max_size=6).map("".join)
question = side.filter(lambda text: text.strip())
tag_signs = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), include_characters=" _;,\\'=-"
)
tag = st.text(tag_signs, min_size=1, max_size=12).map(str.strip).filter(bool)
tags = st.lists(tag, max_size=3, unique=True).map(tuple)
cards = st.lists(st.builds(WrittenCard, question, side, tags), min_size=1, max_size=6)


@writers
@given(given_cards=cards)
def test_any_cards_come_back_as_they_are(format_name, given_cards):
    deck = WrittenDeck("T", tuple(given_cards))
    parsed = come_back(deck, format_name)
    assert cards_and_tags(parsed.cards) == cards_and_tags(given_cards)


@given(st.lists(st.tuples(question, side), min_size=1, max_size=6))
def test_what_goes_to_quizlet_comes_back_as_it_is(pairs):
    deck = WrittenDeck("T", tuple(WrittenCard(*pair) for pair in pairs))
    text = written_quizlet.write(deck)
    if text is None:
        assert any("\t" in one or "\n" in one for pair in pairs for one in pair)
    else:
        assert sides(read(text, "quizlet")) == pairs


class TestFiles:
    CARDS = (
        WrittenCard("=cmd|' /C calc'!A0", "+1", ("-x",), "5"),
        WrittenCard("'=quoted", "@a\nb"),
        WrittenCard("plain", 'say "hi"', ("two words",)),
    )

    def test_csv_opens_in_a_spreadsheet(self):
        data = written_csv.write(WrittenDeck("T", self.CARDS))
        assert data.startswith(b"\xef\xbb\xbfquestion,answer,tags\r\n")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert rows[1] == ["'=cmd|' /C calc'!A0", "'+1", "'-x"]
        assert rows[2] == ["''=quoted", "'@a\nb", ""]
        dangerous = [c for row in rows for c in row if c[:1] in tuple("=+-@\t\r") and c]
        assert dangerous == []

    def test_anki_text_has_its_header(self):
        text = written_anki.write(WrittenDeck("My\ndeck", self.CARDS)).decode()
        assert text.split("\n")[:7] == [
            "#separator:tab",
            "#html:false",
            "#notetype:Basic",
            "#deck:My deck",
            "#guid column:1",
            "#tags column:4",
            "#space in tags:_",
        ]
        assert text.endswith('\tplain\t"say ""hi"""\ttwo_words\n')

    def test_anki_text_of_cards_without_ids(self):
        text = written_anki.write(WrittenDeck("", (WrittenCard("#q", "a", ("t",)),)))
        assert text.decode().endswith('#tags column:3\n"#q"\ta\tt\n')

    def test_json_is_json_with_a_card_a_line(self):
        data = written_json.write(WrittenDeck("T", self.CARDS))
        assert json.loads(data)["cards"][0]["id"] == "5"
        assert "id" not in json.loads(data)["cards"][1]
        assert len(data.decode().splitlines()) == 8 + len(self.CARDS) + 2

    @writers
    def test_a_deck_without_cards(self, format_name):
        assert WRITERS[format_name].write(WrittenDeck("T", ()))

    def test_quizlet_text_would_lose_lines(self):
        assert written_quizlet.write(WrittenDeck("T", self.CARDS)) is None
        only = WrittenDeck("T", (WrittenCard("a", "b"),))
        assert written_quizlet.write(only) == b"a\tb\n"
