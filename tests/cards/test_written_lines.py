"""DESIGN, "Answer text": how a writer's lines are set, with nothing of them changed."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.models import SIDE_MAX_CHARACTERS
from decks.cards.written_lines import Kind, is_short, paragraphs, question

LINE_BREAKS = "\n\r"


def kinds(text):
    return [[line.kind.value for line in part] for part in paragraphs(text)]


def render(text):
    return Template("{{ text|written }}").render(Context({"text": text}))


def test_blank_lines_part_paragraphs_and_line_breaks_stay():
    parts = paragraphs("a\nb\n\n \n\nc")
    assert [[line.text for line in part] for part in parts] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("line", "kind", "marker", "text"),
    [
        ("• retry", Kind.BULLET, "• ", "retry"),
        ("•retry", Kind.BULLET, "•", "retry"),
        ("* item", Kind.BULLET, "* ", "item"),
        ("- item", Kind.BULLET, "- ", "item"),
        ("1. first", Kind.NUMBER, "1. ", "first"),
        ("12. twelfth", Kind.NUMBER, "12. ", "twelfth"),
        ("*in JSON", Kind.PLAIN, "", "*in JSON"),
        ("-target", Kind.PLAIN, "", "-target"),
        ("1.5 MB", Kind.PLAIN, "", "1.5 MB"),
        ("1 _X_AMZN", Kind.PLAIN, "", "1 _X_AMZN"),
        ("A) option", Kind.PLAIN, "", "A) option"),
        ("-----", Kind.PLAIN, "", "-----"),
        ("  spaces kept", Kind.PLAIN, "", "  spaces kept"),
    ],
)
def test_which_lines_get_a_hanging_marker(line, kind, marker, text):
    ((found,),) = paragraphs(line)
    assert (found.kind, found.marker, found.text) == (kind, marker, text)


def test_indented_lines_after_an_item_align_to_it():
    assert kinds("2. HTTP\n   Method\nplain\n   again") == [
        ["number", "indented", "plain", "plain"]
    ]


def test_items_inside_items_are_one_step_deeper():
    ((outer, inner, back),) = paragraphs("- a\n  - b\n- c")
    assert (outer.depth, inner.depth, back.depth) == (0, 1, 0)


def test_a_questions_first_line_is_its_title():
    found = question("\n  \nLambda VPC:\nDefault\n\nLambda in VPC")
    assert found.title == "Lambda VPC:"
    assert found.further_lines == ("Default", "Lambda in VPC")


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_blank_question_has_an_empty_title(text):
    assert question(text).title == ""


def test_an_answer_is_short_under_150_characters():
    assert is_short("x" * 149)
    assert not is_short("x" * 150)


@given(st.text(max_size=200))
def test_every_line_is_kept_to_the_letter(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [
        line.indent + line.marker + line.text
        for part in paragraphs(text)
        for line in part
    ]
    assert kept == [line for line in lines if line.strip()]


@given(st.text("<>&\"'ab \n*-•1.", max_size=80))
def test_nothing_of_the_text_becomes_markup(text):
    html = render(text)
    for tag in ("<p dir", "</p>", "<span class", "</span>"):
        html = html.replace(tag, "")
    assert "<" not in html


def test_leading_spaces_stay_visible_and_right_to_left_finds_its_side():
    html = render("  אחת")
    assert '<p dir="auto">' in html
    assert "  אחת" in html


@pytest.mark.parametrize(
    "text",
    ["x" * SIDE_MAX_CHARACTERS, "- \n" * 6000, "• a\n" * 5000, " " * 19_999 + "x"],
    ids=["one word", "markers", "items", "spaces"],
)
def test_a_full_side_is_rendered_whole(text):
    html = render(text)
    assert html.count("x") + html.count("a") >= text.count("x") + text.count("a")
    assert html.endswith("</span></p>")
