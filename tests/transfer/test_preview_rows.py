import dataclasses

from decks.transfer.formats.parsed import Problem
from decks.transfer.preview import Choices, Kind
from decks.transfer.preview_rows import COMPARED_MAX_CHARACTERS, PAGE_ROWS, page_of
from tests.transfer.planning import RIVERS, deck_of, plan, texts

NILE, AMAZON, DANUBE, RHINE = RIVERS


def many(count):
    return plan(texts(*[(f"question {n}", f"answer {n}") for n in range(count)]))


def shown(made, show="all", first=0, problems=()):
    page = page_of(made, problems, show, first)
    return [(row.number, row.question, row.note) for row in page.rows]


class TestPages:
    def test_nothing_to_show(self):
        page = page_of(plan([]), [], "all", 0)
        assert (page.rows, page.first, page.last, page.total) == ([], 0, 0, 0)
        assert page.starts == []

    def test_one_hundred_at_a_time(self):
        page = page_of(many(250), [], "all", 100)
        assert len(page.rows) == PAGE_ROWS == 100
        assert (page.first, page.last, page.total) == (100, 200, 250)
        assert page.starts == [(0, 1, 100), (100, 101, 200), (200, 201, 250)]

    def test_an_odd_first_is_brought_to_a_page(self):
        assert page_of(many(250), [], "all", 137).first == 100
        assert page_of(many(250), [], "all", 999_999).first == 200

    def test_ten_thousand_cards_come_as_one_hundred(self):
        assert len(page_of(many(10_000), [], "all", 0).rows) == PAGE_ROWS


class TestFilters:
    made = plan(
        texts(NILE, (AMAZON[0], "Amazon"), DANUBE, DANUBE),
        deck_of(NILE, AMAZON, RHINE),
    )

    def test_each_kind_alone(self):
        assert shown(self.made, "new") == [(3, DANUBE[0], "")]
        assert shown(self.made, "changed") == [(2, AMAZON[0], "Changed")]
        assert shown(self.made, "unchanged") == [(1, NILE[0], "In the deck already")]
        assert shown(self.made, "missing") == [(3, RHINE[0], "Not in the text, kept")]

    def test_copies_stand_under_what_they_repeat(self):
        made = plan(texts(NILE, AMAZON, NILE, AMAZON, NILE))
        assert shown(made, "copy") == [
            (1, NILE[0], ""),
            (3, NILE[0], "Same as card 1, skipped"),
            (5, NILE[0], "Same as card 1, skipped"),
            (2, AMAZON[0], ""),
            (4, AMAZON[0], "Same as card 2, skipped"),
        ]

    def test_a_copy_of_the_deck_stands_under_the_decks_card(self):
        made = plan(texts(NILE, NILE), deck_of(NILE))
        assert shown(made, "copy") == [
            (1, NILE[0], "In the deck already"),
            (2, NILE[0], "Same as the deck’s card 1, skipped"),
        ]

    def test_problems_go_to_their_card_by_number_or_by_line(self):
        problems = [
            Problem("line 1 (card 2)", "Cut."),
            Problem("line 4", "Odd."),
            Problem("line 0", "Nowhere."),
            Problem("card 9", "Gone."),
        ]
        page = page_of(self.made, problems, "problems", 0)
        assert [(row.number, row.problems) for row in page.rows] == [
            (2, ("Cut.",)),
            (4, ("Odd.",)),
        ]


class TestChoices:
    def test_a_row_offers_the_other_way(self):
        made = plan(texts(NILE, NILE), choices=Choices(others={"2": "keep"}))
        plain, copy = page_of(made, [], "all", 0).rows
        assert (plain.choice, plain.is_chosen) == ("", False)
        assert (copy.choice, copy.choice_words, copy.is_chosen) == (
            "2:keep",
            "Keep",
            True,
        )

    def test_the_other_way_turns_with_what_is_done_with_all(self):
        made = plan(
            texts(NILE), deck_of(NILE, RHINE), Choices({Kind.MISSING: "delete"})
        )
        row = page_of(made, [], "missing", 0).rows[0]
        assert (row.choice, row.choice_words, row.note) == (
            "d102:keep",
            "Keep",
            "Not in the text, deleted",
        )

    def test_choices_of_other_pages_are_carried_along(self):
        cards = [(f"question {n}", f"answer {n}") for n in range(120)]
        known = deck_of(*[(q, "old " + a) for q, a in cards])
        others = {"3": "leave", "110": "leave", "115": "take", "d101": "delete"}
        made = plan(texts(*cards), known, Choices(others=others))
        assert page_of(made, [], "all", 0).carried == "110:leave"
        assert page_of(made, [], "all", 100).carried == "3:leave"


class TestChanges:
    def row(self, card, known):
        made = plan([card], [known])
        return page_of(made, [], "changed", 0).rows[0]

    def test_a_side_that_stays_is_not_shown_twice(self):
        row = self.row(*texts((NILE[0], "Nile")), *deck_of(NILE))
        assert (row.old_question, row.old_answer) == (None, NILE[1])
        assert row.is_compared

    def test_tags_that_the_text_does_not_name_stay(self):
        [card], [known] = texts((NILE[0], "Nile")), deck_of(NILE)
        known = dataclasses.replace(known, tags=("rivers",))
        assert (self.row(card, known).tags, self.row(card, known).old_tags) == (
            ("rivers",),
            (),
        )
        other = dataclasses.replace(card, tags=("water",))
        assert self.row(other, known).old_tags == ("rivers",)

    def test_very_long_texts_are_shown_whole(self):
        half = "x" * (COMPARED_MAX_CHARACTERS // 2)
        cards = [("first", half), ("second", half), ("third", "short")]
        known = deck_of(*[(question, "old") for question, _ in cards])
        rows = page_of(plan(texts(*cards), known), [], "all", 0).rows
        assert [row.is_compared for row in rows] == [True, False, False]
