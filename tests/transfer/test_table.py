"""Tables: separators, quotation marks, headers, ragged rows, formulas."""

import pytest

from decks.transfer.formats.parsed import CARDS_MAX, SIDE_MAX_CHARACTERS
from tests.transfer.readings import read, refusal, sides, told

SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    "slash between spaces": " / ",
    "pipe between spaces": " | ",
    "dash between spaces": " - ",
    "comma and space": ", ",
}


class TestSeparators:
    @pytest.mark.parametrize("sign", SEPARATORS.values(), ids=SEPARATORS)
    def test_each_is_found_by_looking(self, sign):
        parsed = read(f"uno{sign}one\ndos{sign}two\ntres{sign}three\n")
        assert sides(parsed) == [("uno", "one"), ("dos", "two"), ("tres", "three")]
        assert (parsed.format, parsed.reading.separator) == ("csv", sign)
        assert parsed.reading.row_separator == "\n"
        assert told(parsed) == []

    def test_a_sign_of_ones_own(self):
        parsed = read("uno => one\ndos => two\n", separator=" => ")
        assert sides(parsed) == [("uno", "one"), ("dos", "two")]
        assert (parsed.format, parsed.reading.separator) == ("csv", " => ")

    def test_a_choice_beats_what_would_be_found(self):
        parsed = read("a,b\tc\nd,e\tf\n", separator=",")
        assert sides(parsed) == [("a", "b\tc"), ("d", "e\tf")]

    def test_a_tab_beats_commas_in_the_text(self):
        text = "one, two\tthree, four\nfive, six\tseven, eight\n"
        assert sides(read(text))[0] == ("one, two", "three, four")

    def test_semicolons_with_decimal_commas(self):
        assert sides(read("pi;3,14\ne;2,72\n")) == [("pi", "3,14"), ("e", "2,72")]

    @pytest.mark.parametrize("text", ["aaa", "sep=,\n\n\n", "a\n"])
    def test_separators_alone_are_no_rows(self, text):
        assert refusal(text, "csv", separator=",", row_separator="a")

    def test_a_first_line_that_names_it(self):
        parsed = read("sep=;\nfront;back\na,b;c\n")
        assert (sides(parsed), parsed.reading.separator) == ([("a,b", "c")], ";")
        assert parsed.cards[0].line == 3

    def test_one_row(self):
        assert sides(read("uno\tone")) == [("uno", "one")]
        assert sides(read("uno,one")) == [("uno", "one")]

    def test_a_chosen_sign_that_is_not_there_is_refused(self):
        assert refusal("a,b\n", separator=";") == (
            "lines 1 to 2: There is no semicolon between questions and answers here,"
            " so no card was found."
        )

    @pytest.mark.parametrize(
        "prose",
        [
            "Just some notes.\nMore of them.",
            "The cat, the dog and I.\nThen, we left.\nFor good, it seems.",
            "Dear all, this is it. We - well - go; bye.",
            "First - we eat.\nThen - we sleep.",
        ],
    )
    def test_prose_is_no_table(self, prose):
        assert "no card was found" in refusal(prose)


class TestQuotationMarks:
    def test_as_rfc_4180_has_them(self):
        parsed = read('"a, b","say ""hi"""\nplain,"two\n\nlines"\n')
        assert sides(parsed) == [("a, b", 'say "hi"'), ("plain", "two\n\nlines")]
        assert told(parsed) == []

    def test_lines_are_counted_through_cells_of_many(self):
        parsed = read('q,a\n"1\n2\n3",x\ny,z\n')
        assert [card.line for card in parsed.cards] == [2, 5]

    def test_every_cell_quoted(self):
        assert sides(read('"a","b"\n"c","d"\n')) == [("a", "b"), ("c", "d")]

    def test_bare_ones_within_a_cell_are_text(self):
        parsed = read('the 5" disk,small\n6" is "big",yes\n')
        assert sides(parsed) == [('the 5" disk', "small"), ('6" is "big"', "yes")]

    def test_one_that_opens_a_cell_and_closes_within_is_text(self):
        parsed = read('"Hello" is a greeting\tyes\n"Bye" too\tno\n')
        assert sides(parsed)[0] == ('"Hello" is a greeting', "yes")

    def test_marks_that_nothing_needs_are_text_and_told(self):
        parsed = read('word\tmeaning\nhi\t"hello"\nbye\tgoodbye\n', has_header=False)
        assert sides(parsed)[1] == ("hi", '"hello"')
        assert told(parsed) == [
            "line 2: Quotation marks around cells were kept as text."
        ]

    def test_one_that_is_never_closed_is_text_and_told(self):
        parsed = read('"a, b",c\nd,"e\nf,g\n')
        assert sides(parsed) == [("a, b", "c"), ("d", '"e'), ("f", "g")]
        assert (
            "line 2: A quotation mark opens here and nothing closes it"
            in (told(parsed)[0])
        )

    def test_two_bare_ones_do_not_swallow_the_rows_between(self):
        rows = [f"q{n}\ta{n}" for n in range(8)]
        rows[1], rows[6] = 'x\t"once', 'y\tsaid "hi"'
        assert sides(read("\n".join(rows)))[1] == ("x", '"once')
        assert len(sides(read("\n".join(rows)))) == 8


class TestHeader:
    @pytest.mark.parametrize(
        "names",
        ["question,answer", "Front,Back", "TERM,Definition", "Q,A", "Prompt , Answer"],
    )
    def test_known_names_are_found(self, names):
        parsed = read(f"{names}\nx,y\n")
        assert sides(parsed) == [("x", "y")]
        assert parsed.reading.has_header is True

    def test_none(self):
        parsed = read("uno,one\ndos,two\n")
        assert len(parsed.cards) == 2
        assert parsed.reading.has_header is False

    def test_it_may_be_said(self):
        assert sides(read("uno,one\ndos,two\n", has_header=True)) == [("dos", "two")]
        assert len(read("front,back\nx,y\n", has_header=False).cards) == 2

    def test_alone_it_is_no_deck(self):
        assert refusal("front,back\n") == "line 1: No row follows the header."

    def test_columns_in_another_order(self):
        parsed = read("tags,back,note,front\nt1;t2,A,n,Q\n")
        assert sides(parsed) == [("Q", "A")]
        assert parsed.cards[0].tags == ("t1", "t2")
        assert told(parsed) == ["line 2: Column 3, “note”, was left out."]

    def test_tags_only_where_the_header_says_so(self):
        assert read("q,a,tags\nx,y,\"one, two; three\"\n").cards[0].tags == (
            "one", "two", "three",
        )  # fmt: skip
        parsed = read("uno,one,spanish\ndos,two,spanish\n")
        assert parsed.cards[0].tags == ()
        assert told(parsed) == ["line 1: Column 3 was left out."]

    def test_ids_become_keys_and_a_second_one_is_dropped(self):
        parsed = read("id,question,answer\n7,a,b\n7,c,d\n")
        assert [card.key for card in parsed.cards] == ["7", ""]
        assert told(parsed) == [
            "line 3 (card 2): The id “7” was given before and is left out here."
        ]

    def test_a_tag_that_is_too_long_is_told(self):
        parsed = read(f"q,a,tags\nx,y,{'t' * 101}\n")
        assert parsed.cards[0].tags == ()
        assert "A tag has more than 100 characters" in told(parsed)[0]

    def test_more_tags_than_a_card_has_are_told(self):
        parsed = read("q,a,tags\nx,y," + ";".join(map(str, range(101))) + "\n")
        assert len(parsed.cards[0].tags) == 100
        assert "A card has at most 100 tags" in told(parsed)[0]

    def test_a_cell_of_tags_without_end_is_told(self):
        cell = "\\," * 50_000
        assert "A tag has more" in told(read(f'q,a,tags\nx,y,"{cell}"\n'))[0]


class TestRaggedRows:
    def test_a_row_without_a_separator(self):
        parsed = read("a\tb\nc\nd\te\n")
        assert sides(parsed) == [("a", "b"), ("c", ""), ("d", "e")]
        assert told(parsed) == [
            "line 2 (card 2): The answer is empty.",
            "line 2 (card 2): No tab stands in this row.",
        ]

    def test_more_separators_than_columns_lose_nothing(self):
        parsed = read("a;b\nc;d;e\nf;g\nh;i\nj;k\nl;m\nn;o\np;q\nr;s\nt;u\n")
        assert sides(parsed)[1] == ("c", "d;e")
        assert told(parsed) == [
            "line 2 (card 2): The separator stands here more than once:"
            " what follows the first is the answer."
        ]

    def test_more_cells_than_the_header_has(self):
        parsed = read("question,answer\na,b,c\n")
        assert sides(parsed) == [("a", "b")]
        assert told(parsed) == [
            "line 2 (card 1): More cells than columns; left out: “c”."
        ]

    def test_an_empty_question_is_left_out_and_an_empty_answer_kept(self):
        parsed = read("a\tb\n\tlost\nc\t\n")
        assert [(c.number, c.question) for c in parsed.cards] == [(1, "a"), (3, "c")]
        assert told(parsed) == [
            "line 2 (card 2): The question is empty; the card is left out: “lost”.",
            "line 3 (card 3): The answer is empty.",
        ]

    def test_blank_rows_are_nothing(self):
        assert len(read("a\tb\n\n  \n\t\nc\td\n").cards) == 2


class TestToTheLetter:
    def test_spaces_in_cells_stay(self):
        assert sides(read("  a \t b\t\n\tx\ny \t z\n"))[0] == ("  a ", " b\t")

    def test_the_space_after_each_comma_belongs_to_the_separator(self):
        parsed = read("hola, hello\nadiós, good bye\n")
        assert sides(parsed) == [("hola", "hello"), ("adiós", "good bye")]
        assert parsed.reading.separator == ", "


class TestFormulas:
    @pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
    def test_the_apostrophe_goes_and_that_is_told(self, sign):
        parsed = read(f"q,a\n'{sign}SUM(A1),x\n")
        assert sides(parsed) == [(f"{sign}SUM(A1)", "x")]
        assert told(parsed) == [
            "line 2: An apostrophe before = + - or @ was taken off once."
        ]

    def test_a_formula_is_only_text(self):
        assert sides(read("=1+1\t@x\n-a\t+b\n")) == [("=1+1", "@x"), ("-a", "+b")]

    def test_where_one_is_bare_apostrophes_are_text(self):
        parsed = read("'-ed'\tpast\n-ing\tgoing on\n")
        assert sides(parsed)[0] == ("'-ed'", "past")
        assert told(parsed) == []

    def test_other_apostrophes_stay(self):
        assert sides(read("'tis\t'twas\n")) == [("'tis", "'twas")]


class TestBrainscape:
    HEADER = (
        "Q. Prompt,Q. Body,Q. Clarifier,Q. Footnote,A. Body,A. Clarifier,A. Footnote"
    )

    def test_two_unlabelled_columns(self):
        assert sides(read('"What?","That"\n"x","y, z"\n'))[1] == ("x", "y, z")

    @pytest.mark.parametrize(
        "header", [HEADER, HEADER.lower().replace(".", ""), HEADER.upper()]
    )
    def test_labelled_columns_make_sides(self, header):
        text = f"{header}\nPick one,Body?,hint,note,Answer,why,src\n,Only,,,That,,\n"
        assert sides(read(text)) == [
            ("Pick one\n\nBody?\n\n| hint\n\n| note", "Answer\n\n| why\n\n| src"),
            ("Only", "That"),
        ]

    def test_question_and_answer_as_names(self):
        assert sides(read("Question,Answer\nx,y\n")) == [("x", "y")]

    def test_a_clarifier_that_the_plain_export_joined_stays(self):
        parsed = read('"body\n\n| clarifier","b"\n"c","d"\n')
        assert sides(parsed)[0] == ("body\n\n| clarifier", "b")


class TestLimits:
    def test_a_cell_that_is_too_long_is_told_and_the_rest_is_read(self):
        long = "x" * (SIDE_MAX_CHARACTERS + 1)
        parsed = read(f"a\tb\nc\t{long}\ne\tf\n")
        assert [card.number for card in parsed.cards] == [1, 3]
        assert told(parsed) == [
            "line 2 (card 2): The answer has 20,001 characters; a side holds at most"
            " 20,000. The card is left out."
        ]

    def test_a_cell_of_10_mb(self):
        parsed = read("a,b\n" + "x" * 9_900_000 + ",y\nc,d\n")
        assert sides(parsed) == [("a", "b"), ("c", "d")]
        assert "9,900,000 characters" in told(parsed)[0]

    def test_a_million_rows_are_refused_at_the_first_too_many(self):
        assert refusal("a,b\n" * 1_000_000) == (
            "line 20001: Here the deck has more than 20,000 cards."
        )

    def test_as_many_cards_as_a_deck_holds(self):
        assert len(read("q,a\n" + "x,y\n" * CARDS_MAX).cards) == CARDS_MAX

    def test_so_many_problems_are_counted(self):
        parsed = read("a\tb\n" * 600 + "c\t\n" * 400)
        assert len(parsed.problems) == 200
        assert told(parsed)[-1].endswith("There are 201 more problems like these.")
