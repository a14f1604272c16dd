"""A file cut off at any place: the cards so far, and where it can be known, a word."""

import itertools

import pytest

from decks.transfer import formats
from decks.transfer.formats import NotADeck, Reading

SAMPLES = {
    "csv": (
        'question,answer,tags\r\n"one, two","say ""hi""",a\r\n'
        '"line\r\nend",x,"b; c"\r\nlast,"y, z",d\r\n'
    ),
    "anki": (
        "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n"
        'k1\tone<br>two\t<b>x</b>&amp;y\ta b\nk2\t"q ""z"""\t"w\nv"\tc\n'
        "k3\tlast\tend\td\n"
    ),
    "json": (
        '{"format": "flashcards", "version": 1, "title": "T", "cards": [\n'
        '{"id": "1", "question": "é\\n", "answer": "b", "tags": ["x"]},\n'
        '{"id": "2", "question": "c", "answer": "d"}\n]}'
    ),
    "qa": "Q: one\ntwo\nA: three\n\nQ: four\nA: five\n\nsix\n\nQ: seven\nA: eight\n",
    "markdown": "# T\n\n## one\n\ntwo\nthree\n\n## four\n\nfive\n\n## six\n\nseven\n",
    "quizlet": "one\ttwo\nthree\tfour\nfive\tsix\n",
    "mnemosyne": "one<br>two\tthree\nfour\tfive<br>six\n",
}


@pytest.mark.parametrize("format_name", SAMPLES)
def test_all_cards_before_the_cut_are_whole(format_name):
    data = SAMPLES[format_name].encode()
    whole = formats.read(data, Reading(format_name)).cards
    wrong = [
        size
        for size in range(HEADER_BYTES.get(format_name, 0), len(data))
        if not cut_is_honest(data[:size], format_name, whole)
    ]
    assert wrong == []


HEADER_BYTES = {"csv": len("question,answer,tags\r")}
"""A header that is torn cannot be told from a card."""

SIGNS = ("## ", "Q: ", "A: ", "<br>", "&amp;")


def cut_is_honest(data, format_name, whole):
    """All but the last card are as in the whole; the last is torn, or a problem told.

    What a torn card has more than its beginning is the beginning of a sign.
    """
    try:
        parsed = formats.read(data, Reading(format_name))
    except NotADeck as refusal:
        return bool(refusal.where)
    if parsed.problems:
        return True
    *before, last = parsed.cards
    was = whole[len(before)]
    torn = is_torn(last.question, was.question) and is_torn(last.answer, was.answer)
    return before == list(whole[: len(before)]) and torn


def is_torn(text, was):
    pairs = zip(text, was, strict=False)
    same = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))
    more = text[same:].strip("\n")
    return any(sign.startswith(more) for sign in SIGNS)


def test_a_cut_json_names_the_line():
    for size in range(1, len(SAMPLES["json"])):
        with pytest.raises(NotADeck, match=r"^(line|lines|the whole)"):
            formats.read(SAMPLES["json"][:size].encode(), Reading("json"))


@pytest.mark.parametrize("format_name", ["csv", "anki"])
def test_a_cut_within_quotation_marks_is_told(format_name):
    text = SAMPLES[format_name]
    cut = text.index("end") if format_name == "csv" else text.index("\nv") + 1
    parsed = formats.read(text[:cut].encode(), Reading(format_name))
    assert any("may be cut off" in problem.what for problem in parsed.problems)
