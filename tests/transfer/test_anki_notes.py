"""Anki's notes as text: its header, its HTML, its columns."""

import pytest

from tests.transfer.readings import read, refusal, sides, told

PLAIN = "#separator:tab\n#html:false\n"
HTML = "#separator:tab\n#html:true\n"


class TestHeader:
    @pytest.mark.parametrize(
        ("name", "sign"),
        [
            ("Comma", ","),
            ("semicolon", ";"),
            ("Tab", "\t"),
            ("Space", " "),
            ("Pipe", "|"),
            ("Colon", ":"),
            (";", ";"),
            ("|", "|"),
        ],
    )
    def test_each_separator(self, name, sign):
        parsed = read(f"#separator:{name}\n#html:false\nq{sign}a\n")
        assert (parsed.format, sides(parsed)) == ("anki", [("q", "a")])
        assert parsed.reading.separator == sign

    def test_a_chosen_separator_beats_the_headers(self):
        assert sides(read(f"{PLAIN}q;a\n", separator=";")) == [("q", "a")]

    def test_all_columns(self):
        text = (
            "#separator:tab\n#html:false\n#guid column:1\n#notetype column:2\n"
            "#deck column:3\n#tags column:6\n"
            "k1\tBasic\tGeo::Europe\tFrance?\tParis\teu capital\n"
        )
        parsed = read(text)
        [card] = parsed.cards
        assert (card.question, card.answer) == ("France?", "Paris")
        assert (card.key, card.tags) == ("k1", ("eu", "capital"))
        assert (parsed.title, card.line) == ("Geo::Europe", 7)

    def test_one_deck_and_tags_for_all(self):
        parsed = read(f"{PLAIN}#deck:Words\n#tags:all of\n#tags column:3\nq\ta\town\n")
        assert parsed.title == "Words"
        assert parsed.cards[0].tags == ("all", "of", "own")

    def test_several_decks_become_one_and_that_is_told(self):
        parsed = read(f"{PLAIN}#deck column:3\nq\ta\tX\nr\tb\tY\n")
        assert parsed.title == ""
        assert told(parsed) == [
            "line 5: The notes come from 2 decks; here they are one."
        ]

    def test_case_does_not_count_and_unknown_lines_are_passed_over(self):
        parsed = read("#Separator:Tab\n#HTML:False\n#my note\n#other:x\nq\ta\n")
        assert (sides(parsed), told(parsed)) == ([("q", "a")], [])

    def test_a_value_that_means_nothing_is_told(self):
        parsed = read(f"{PLAIN}#tags column:many\nq\ta\n")
        assert told(parsed) == [
            "line 3: “#tags column:many” says nothing; it was left out."
        ]

    def test_a_later_line_that_begins_with_a_hash_is_no_note(self):
        parsed = read(f'{PLAIN}q\ta\n#c\td\n"#1"\te\n')
        assert sides(parsed) == [("q", "a"), ("#1", "e")]
        assert told(parsed) == [
            "line 4: A line that begins with # is no note; left out once."
        ]

    def test_columns_with_names_do_not_become_a_card(self):
        assert sides(read(f"{PLAIN}#columns:Front\tBack\nq\ta\n")) == [("q", "a")]

    def test_no_header_at_all(self):
        parsed = read("q<br>r\ta&nbsp;b\n", "anki")
        assert sides(parsed) == [("q\nr", "a b")]

    def test_a_header_alone_is_no_deck(self):
        assert refusal(PLAIN) == "line 3: No note follows the header."
        assert "No note follows" in refusal(PLAIN.rstrip())

    def test_a_guid_given_twice_is_dropped(self):
        parsed = read(f"{PLAIN}#guid column:1\nk\tq\ta\nk\tr\tb\n")
        assert [card.key for card in parsed.cards] == ["k", ""]
        assert "The id “k” was given before" in told(parsed)[0]


class TestFields:
    def test_quoted_fields_of_several_lines(self):
        parsed = read(f'{PLAIN}"q ""1""\n\nr"\ta\nnext\tb\n')
        assert sides(parsed) == [('q "1"\n\nr', "a"), ("next", "b")]

    def test_marks_that_nothing_needs_are_marks_all_the_same(self):
        assert sides(read(f'{PLAIN}q\t"a"\nr\tb\n'))[0] == ("q", "a")

    def test_one_field(self):
        parsed = read(f"{PLAIN}q\nr\ta\n")
        assert sides(parsed) == [("q", ""), ("r", "a")]
        assert "This row has one field only." in told(parsed)[1]

    def test_further_fields_follow_the_answer(self):
        parsed = read(f"{PLAIN}q\ta\tmore\t\tlast\n")
        assert sides(parsed) == [("q", "a\n\nmore\n\nlast")]
        assert told(parsed) == [
            "line 3: Further fields were put after the answer once."
        ]

    def test_a_note_of_both_ways_is_one_card_and_that_is_told(self):
        parsed = read(f"{PLAIN}#notetype:Basic (and reversed card)\nq\ta\n")
        assert sides(parsed) == [("q", "a")]
        assert "makes two cards in Anki, both ways" in told(parsed)[0]

    def test_a_field_that_is_too_long_is_told(self):
        parsed = read(f"{PLAIN}q\t{'x' * 300_000}\nr\ta\n")
        assert sides(parsed) == [("r", "a")]
        assert "line 3 (card 1): The question has 300,000 characters" in told(parsed)[0]

    def test_an_unclosed_field_is_told(self):
        parsed = read(f'{PLAIN}q\ta\nr\t"cut off')
        assert sides(parsed)[-1] == ("r", '"cut off')
        assert "The file may be cut off" in told(parsed)[0]


class TestHtml:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("a<br>b<br />c", "a\nb\nc"),
            ("a<div>b</div><div>c</div>", "a\nb\nc"),
            ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
            ("<p>a</p><p>b</p>", "a\nb"),
            ("x &lt;b&gt; &amp; y &quot;z&quot; &#233;", 'x <b> & y "z" é'),
            ("&amp;lt;", "&lt;"),
            ("a&nbsp;&nbsp;b", "a  b"),
            ("1 < 2 and 3 > 2 & so", "1 < 2 and 3 > 2 & so"),
            ("a<3", "a<3"),
            ("مرحبا<br>שלום", "مرحبا\nשלום"),
        ],
    )
    def test_line_ends_and_entities(self, html, text):
        parsed = read(f"{HTML}q\t{html}\n")
        assert (sides(parsed), told(parsed)) == ([("q", text)], [])

    @pytest.mark.parametrize(
        ("html", "text", "name"),
        [
            ("<b>a</b>", "a", "b"),
            ('<span style="x > y">a</span>', "a", "span"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n- b", "li"),
            ("x<sup>2</sup>", "x2", "sup"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a b", "td"),
            ("a<script>alert(1)</script>b", "ab", "script"),
            ("a<style>b{}</style>", "a", "style"),
            ("a<!-- note -->b", "ab", "!--"),
        ],
    )
    def test_formatting_goes_and_is_told(self, html, text, name):
        parsed = read(f"{HTML}q\t{html}\n")
        assert sides(parsed) == [("q", text)]
        assert f"line 3: Formatting <{name}> was taken off once." in told(parsed)

    def test_formatting_is_told_once_however_often(self):
        parsed = read(HTML + "<b>q</b>\ta\n" * 50)
        assert told(parsed) == ["line 3: Formatting <b> was taken off 50 times."]

    def test_pictures_and_sounds_are_told_at_their_card(self):
        text = f"{HTML}q<img src=\"map 1.png\">\t[sound:x.mp3]a<img src='b.jpg'>\n"
        parsed = read(text)
        assert sides(parsed) == [("q", "a")]
        assert told(parsed) == [
            f"line 3 (card 1): The {what} was left out: this is text only."
            for what in ("picture “map 1.png”", "picture “b.jpg”", "sound “x.mp3”")
        ]

    def test_a_question_that_is_a_picture_only_is_left_out(self):
        parsed = read(f'{HTML}<img src="a.png">\tb\nq\ta\n')
        assert sides(parsed) == [("q", "a")]
        assert "The question is empty" in told(parsed)[1]

    def test_without_html_every_sign_stays(self):
        field = "<b>a</b>&amp;<br>[sound:x.mp3]  "
        assert sides(read(f"{PLAIN}q\t{field}\n")) == [("q", field)]

    def test_whether_it_is_html_is_seen_where_the_header_is_silent(self):
        assert sides(read("#separator:tab\nq\ta<br>b\n")) == [("q", "a\nb")]
        assert sides(read("#separator:tab\nq\ta < b\n")) == [("q", "a < b")]


class TestGaps:
    def test_each_number_is_a_card(self):
        note = "{{c1::Paris}} lies on the {{c2::Seine::river}}\tmore"
        parsed = read(f"{PLAIN}#guid column:1\ng\t{note}\n")
        assert sides(parsed) == [
            ("[…] lies on the Seine", "Paris\n\nmore"),
            ("Paris lies on the [river]", "Seine\n\nmore"),
        ]
        assert [card.key for card in parsed.cards] == ["g:1", "g:2"]

    def test_a_basic_note_has_none(self):
        parsed = read(f"{PLAIN}#notetype:Basic\n{{{{c1::a}}}}\tb\n")
        assert sides(parsed) == [("{{c1::a}}", "b")]

    def test_gaps_of_one_number_are_asked_together(self):
        parsed = read(f"{PLAIN}{{{{c1::a}}}} and {{{{c1::b}}}}\t\n")
        assert sides(parsed) == [("[…] and […]", "a\nb")]

    def test_a_gap_within_a_gap_is_told(self):
        parsed = read(f"{PLAIN}{{{{c1::a {{{{c2::b}}}}}}}}\t\n")
        assert "A gap within a gap was left as it stands." in told(parsed)[0]
