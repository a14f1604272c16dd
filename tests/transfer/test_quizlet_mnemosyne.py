"""A card a line: Quizlet's two separators, Mnemosyne's tabs and `<br>`."""

import pytest

from tests.transfer.readings import read, refusal, sides, told


class TestQuizlet:
    @pytest.mark.parametrize(
        ("separator", "row_separator"),
        [("\t", "\n"), (",", ";"), (" - ", "\n\n"), ("==", "@@"), (": ", "\n")],
    )
    def test_any_two_separators(self, separator, row_separator):
        cards = [("uno", "one"), ("dos", "two"), ("tres", 'the "third"')]
        text = row_separator.join(separator.join(card) for card in cards)
        parsed = read(text, "quizlet", separator=separator, row_separator=row_separator)
        assert sides(parsed) == cards
        assert parsed.reading.separator == separator
        assert parsed.reading.row_separator == row_separator

    def test_tab_and_new_line_unless_told(self):
        parsed = read("uno\tone\ndos\ttwo\n", "quizlet")
        assert sides(parsed) == [("uno", "one"), ("dos", "two")]
        assert (parsed.reading.separator, parsed.reading.row_separator) == ("\t", "\n")

    def test_a_separator_between_rows_makes_it_quizlet(self):
        parsed = read("a,b;c,d", row_separator=";")
        assert (parsed.format, sides(parsed)) == ("quizlet", [("a", "b"), ("c", "d")])

    def test_rows_apart_by_semicolons_are_found(self):
        parsed = read("uno,one;dos,two;tres,three")
        assert sides(parsed) == [("uno", "one"), ("dos", "two"), ("tres", "three")]
        assert (parsed.reading.separator, parsed.reading.row_separator) == (",", ";")

    def test_definitions_of_several_lines_with_blank_lines_between_cards(self):
        parsed = read("uno\tone\nthe first\n\ndos\ttwo\nthe second\n")
        assert sides(parsed) == [("uno", "one\nthe first"), ("dos", "two\nthe second")]
        assert parsed.reading.row_separator == "\n\n"
        assert [card.line for card in parsed.cards] == [1, 4]

    def test_nothing_is_escaped_and_no_row_a_header(self):
        parsed = read('Term\tDefinition\n"a"\t"b\n', "quizlet")
        assert sides(parsed) == [("Term", "Definition"), ('"a"', '"b')]

    def test_what_follows_the_first_separator_is_the_answer(self):
        parsed = read("a\tb\tc\nd\n", "quizlet")
        assert sides(parsed) == [("a", "b\tc"), ("d", "")]
        assert told(parsed) == [
            "line 1 (card 1): The separator stands here more than once:"
            " what follows the first is the answer.",
            "line 2 (card 2): The answer is empty.",
            "line 2 (card 2): No tab stands in this row.",
        ]

    def test_without_a_separator_no_card_is_invented(self):
        assert "no card was found" in refusal("one\ntwo\n", "quizlet")


class TestMnemosyne:
    def test_a_line_end_is_br(self):
        parsed = read("q<br>r\ta<br/>b<BR>c\n", "mnemosyne")
        assert sides(parsed) == [("q\nr", "a\nb\nc")]

    def test_it_is_found_and_the_leap_told(self):
        parsed = read("one\ttwo\nq<br>r\ta\n")
        assert (parsed.format, sides(parsed)[1]) == ("mnemosyne", ("q\nr", "a"))
        assert told(parsed)[0].startswith("line 2: <br> was read as a line end")

    def test_a_deck_about_html_stays_a_table(self):
        parsed = read("<br>\tline break\n<b>\tbold\n")
        assert (parsed.format, sides(parsed)[0]) == ("csv", ("<br>", "line break"))

    def test_words_of_three_and_four_cells(self):
        parsed = read("犬\tいぬ\tdog\n猫\tねこ\tcat\tit purrs\n", "mnemosyne")
        assert sides(parsed) == [("犬", "いぬ\ndog"), ("猫", "ねこ\ncat\nit purrs")]
        assert told(parsed) == [
            "line 1: More than two cells in a row became the lines of an answer"
            " 2 times."
        ]

    def test_quotation_marks_are_text(self):
        assert sides(read('"a"\t"b\n', "mnemosyne")) == [('"a"', '"b')]

    def test_without_a_tab_no_card_is_invented(self):
        assert "no card was found" in refusal("one\ntwo\n", "mnemosyne")
