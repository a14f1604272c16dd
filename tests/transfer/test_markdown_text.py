"""Markdown: by headings, by `::`, by lines `?`, by gaps."""

import pytest

from tests.transfer.readings import read, refusal, sides, told


class TestHeadings:
    def test_deck_question_answer(self):
        parsed = read("# Rivers\n\n## Longest?\n\nThe Nile.\n\n## Widest?\n\nAmazon.\n")
        assert (parsed.format, parsed.title) == ("markdown", "Rivers")
        assert sides(parsed) == [("Longest?", "The Nile."), ("Widest?", "Amazon.")]
        assert [card.line for card in parsed.cards] == [3, 7]

    def test_answers_keep_all_but_outer_blank_lines(self):
        parsed = read("# T\n## Q ##\n\n  - a\n\n### Sub\n\n    b  \n\n## R\nc\n")
        assert sides(parsed)[0] == ("Q", "  - a\n\n### Sub\n\n    b  ")

    def test_text_under_the_title_describes_the_deck(self):
        parsed = read("# T\n\nFor the exam.\n\n## Q\nA\n")
        assert parsed.description == "For the exam."

    def test_headings_in_code_are_code(self):
        parsed = read("## Comment?\n\n```sh\n## not a card\n```\n\n## R\nc\n")
        assert sides(parsed)[0] == ("Comment?", "```sh\n## not a card\n```")

    def test_an_answer_is_missing(self):
        parsed = read("## Q\n## R\nb\n")
        assert told(parsed) == ["line 1 (card 1): The answer is empty."]

    def test_a_second_title_is_told(self):
        parsed = read("# T\n## Q\na\n# U\n## R\nb\n")
        assert (parsed.title, len(parsed.cards)) == ("T", 2)
        assert "line 4: A second title, “U”" in told(parsed)[0]

    def test_double_colons_in_answers_are_text(self):
        parsed = read("## Vector?\n\nstd::vector\n\n## Map?\n\nUse std::map\n")
        assert sides(parsed) == [("Vector?", "std::vector"), ("Map?", "Use std::map")]


class TestSigns:
    def test_a_card_a_line(self):
        parsed = read("# T\n\nuno::one\ndos :: two\n- tres::three\n")
        assert (parsed.format, parsed.title) == ("markdown", "T")
        assert sides(parsed) == [("uno", "one"), ("dos", "two"), ("tres", "three")]

    def test_three_colons_ask_both_ways_and_that_is_told(self):
        parsed = read("uno:::one\n")
        assert sides(parsed) == [("uno", "one"), ("one", "uno")]
        assert told(parsed) == [
            "line 1: A card that is asked both ways became two cards once."
        ]

    def test_a_line_with_a_question_mark_between(self):
        parsed = read("What is\nthis?\n?\nA card\nof lines\n\nAnd?\n??\nThat\n")
        assert sides(parsed) == [
            ("What is\nthis?", "A card\nof lines"),
            ("And?", "That"),
            ("That", "And?"),
        ]

    def test_each_gap_is_a_card(self):
        parsed = read("The ==Nile== is in {{Africa}}.\n")
        assert sides(parsed) == [
            ("The […] is in Africa.", "Nile"),
            ("The Nile is in […].", "Africa"),
        ]

    def test_gaps_with_numbers_and_hints(self):
        parsed = read("{{c1::Paris::city}} and {{c1::Rome}}\n")
        assert sides(parsed) == [("[city] and […]", "Paris\nRome")]

    def test_headings_are_topics_and_the_rest_is_told(self):
        text = "# T\n## Topic\n\na::b\nc::d\n\nSome prose.\n\ne::f\n"
        parsed = read(text)
        assert sides(parsed) == [("a", "b"), ("c", "d"), ("e", "f")]
        assert told(parsed) == [
            "line 7: This is no card and was left out: “Some prose.”."
        ]

    def test_a_schedule_of_another_program_goes(self):
        assert sides(read("a::b <!--SR:!2024-01-01,3,250-->\n")) == [("a", "b")]

    def test_colons_in_code_are_code(self):
        parsed = read("`std::map`::a tree\nb::c\n")
        assert sides(parsed)[0] == ("`std::map`", "a tree")

    def test_the_gaps_of_one_text_have_an_end(self):
        parsed = read(" ".join(f"=={n}==" for n in range(150)), "markdown")
        assert len(parsed.cards) == 100
        assert told(parsed) == [
            "line 1 (card 100): This text has 150 gaps; 100 became cards."
        ]


class TestTables:
    def test_cells_between_pipes(self):
        parsed = read(
            "# Words\n\n| Front | Back |\n|:---|---:|\n| uno  | one |\n"
            "| a \\| b<br>c | two |\n"
        )
        assert (parsed.format, parsed.title) == ("markdown", "Words")
        assert sides(parsed) == [("uno", "one"), ("a | b\nc", "two")]
        assert [card.line for card in parsed.cards] == [5, 6]
        assert told(parsed) == []

    def test_two_tables_and_a_rule_among_rows(self):
        parsed = read("|Q|A|\n|---|---|\n|a|b|\n|-|-|\n\n|Q|A|\n|---|---|\n|c|d|\n")
        assert sides(parsed) == [("a", "b"), ("-", "-"), ("c", "d")]

    def test_names_that_are_not_known_and_no_outer_pipes(self):
        parsed = read("Spanish | English | Note\n--- | --- | ---\nuno | one | 1\n")
        assert sides(parsed) == [("uno", "one")]
        assert told(parsed) == ["line 3: Column 3 was left out once."]

    def test_text_around_it_is_told(self):
        parsed = read("Here it is:\n\n|Q|A|\n|---|---|\n|x|y|\n\nBye\n")
        assert sides(parsed) == [("x", "y")]
        assert [line.partition(":")[0] for line in told(parsed)] == ["line 1", "line 7"]


@pytest.mark.parametrize("text", ["# Title\n\nprose\n", "a == b\nif x == y:\n", "a: b"])
def test_without_a_sign_no_card_is_invented(text):
    assert "no card was found" in refusal(text, "markdown")
