"""Bytes to text: marks, encodings, line ends, signs that no text holds."""

import codecs

import pytest

from decks.transfer.formats.parsed import FILE_MAX_BYTES
from tests.transfer.readings import read, refusal, sides, told

TABLE = "café\tçay\nplain\ttext\n"
CARDS = [("café", "çay"), ("plain", "text")]


@pytest.mark.parametrize(
    "mark", [b"", codecs.BOM_UTF8], ids=["without a mark", "with a mark"]
)
def test_utf_8(mark):
    parsed = read(mark + TABLE.encode())
    assert (sides(parsed), parsed.reading.encoding) == (CARDS, "utf-8")
    assert told(parsed) == []


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["without a mark", "with a mark"])
def test_utf_16_of_both_ends(codec, mark):
    parsed = read((mark + TABLE).encode(codec))
    assert (sides(parsed), parsed.reading.encoding) == (CARDS, "utf-16")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_another_script_without_a_mark(codec):
    text = "вопрос один\tответ раз\nвопрос два\tответ два\n"
    assert sides(read(text.encode(codec)))[1] == ("вопрос два", "ответ два")


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_latin_1_is_read_by_a_guess_that_is_told(codec):
    parsed = read(TABLE.encode(codec))
    assert (sides(parsed), parsed.reading.encoding) == (CARDS, "cp1252")
    assert told(parsed) == [
        "line 1: The file is not UTF-8; it was read as Windows (cp1252)."
        " Check letters with accents."
    ]


def test_windows_signs_that_latin_1_lacks():
    parsed = read("costs\t5 € – “cheap”\n".encode("cp1252"))
    assert sides(parsed) == [("costs", "5 € – “cheap”")]


def test_what_windows_lacks_is_read_as_latin_1():
    parsed = read("a\x81\tb\n".encode("latin-1"))
    assert (sides(parsed), parsed.reading.encoding) == ([("a\x81", "b")], "latin-1")


@pytest.mark.parametrize("chosen", ["utf-8", "utf-16", "latin-1", "cp1252"])
def test_a_chosen_encoding_is_kept_and_no_guess(chosen):
    parsed = read(TABLE.encode(chosen), encoding=chosen)
    assert (sides(parsed), parsed.reading.encoding) == (CARDS, chosen)
    assert told(parsed) == []


def test_a_choice_that_does_not_fit_is_refused_at_the_bytes_line():
    data = "a\tb\nc\té\n".encode("latin-1")
    assert refusal(data, encoding="utf-8") == ("line 2: This is not UTF-8 (byte 0xe9).")
    data = "a\tb\nc\t\x81\n".encode("latin-1")
    assert refusal(data, encoding="cp1252").startswith("line 2: This is not Windows")


def test_an_unknown_encoding_is_refused():
    assert "“utf-7” is not known" in refusal(b"a\tb", encoding="utf-7")


def test_utf_16_cut_off_within_a_letter():
    data = "a\tb\nc\td".encode("utf-16")[:-1]
    assert refusal(data).startswith("line 2: The file is cut off")


def test_utf_8_with_one_torn_letter_is_not_taken_for_windows_text():
    data = "é\tü\nc\t".encode() + b"\xe9 z\n"
    assert refusal(data).startswith("line 2: This is not UTF-8")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end(end):
    assert sides(read(TABLE.replace("\n", end))) == CARDS


def test_mixed_line_ends():
    assert sides(read("a\tb\r\nc\td\re\tf\n")) == [("a", "b"), ("c", "d"), ("e", "f")]


def test_crlf_in_a_quoted_cell_becomes_lf():
    assert sides(read('q,a\r\n"x\r\ny",z\r\n')) == [("x\ny", "z")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_nul_is_refused_at_its_line(encoding):
    data = "a\tb\nc\td\0\n".encode(encoding)
    assert refusal(data).startswith("line 2: Here stands a NUL sign")


def test_other_control_characters_are_kept_and_told():
    parsed = read("a\tb\nbell \x07\tc\n")
    assert sides(parsed)[1] == ("bell \x07", "c")
    assert told(parsed) == [
        "line 2: Here stands a control character, U+0007: it was kept."
    ]


@pytest.mark.parametrize("data", [b"", b" \n\r\n\t", codecs.BOM_UTF16_LE])
def test_nothing_is_called_empty(data):
    assert refusal(data) == "line 1: The file is empty."


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04\x14\0\0\0", bytes(range(256))],
)
def test_a_binary_file_is_refused(data):
    assert refusal(data).startswith("line ")


def test_a_file_over_10_mb_is_refused_unread():
    assert "at most 10 MB" in refusal(b"a\tb\n" * (FILE_MAX_BYTES // 4 + 1))


def test_more_lines_than_any_deck_has_are_refused():
    assert refusal(b"a\n" * 1_000_001).startswith("line 1000001: The text has more")


def test_right_to_left_text_and_its_marks_stay():
    card = ("\u200fמה זה?", "زهرة\u200f (1) \u202bx\u202c")
    assert sides(read(f"{card[0]}\t{card[1]}\n")) == [card]
