import dataclasses

import pytest

from decks.transfer.preview import Choices, Kind
from decks.transfer.preview_copies import CLOSE_LOOK_MAX_CARDS
from tests.transfer.planning import RIVERS, deck_of, kinds, plan, texts

NILE, AMAZON, DANUBE, RHINE = RIVERS
WOLGA = ("Where does the Volga end?", "In the Caspian Sea, near Astrakhan.")


def rewritten(card, answer):
    return card[0], answer


class TestKinds:
    def test_a_new_deck_takes_all_cards(self):
        made = plan(texts(NILE, AMAZON))
        assert kinds(made) == [("1", "new", ""), ("2", "new", "")]
        assert [card.number for card in made.added] == [1, 2]
        assert not made.is_into_deck

    def test_no_cards_at_all(self):
        assert plan([]).rows == ()

    def test_a_card_twice_in_the_text_is_skipped(self):
        made = plan(texts(NILE, AMAZON, NILE))
        assert kinds(made)[2] == ("3", "copy", "skip")
        assert made.rows[2].twin is not None
        assert (made.rows[2].twin.number, made.rows[2].twin.in_deck) == (1, False)
        assert [card.number for card in made.added] == [1, 2]

    def test_a_card_that_says_nearly_the_same_is_a_copy_too(self):
        nearly = NILE[0], NILE[1].replace("most", "many")
        [twin] = [row.twin for row in plan(texts(NILE, nearly)).rows if row.twin]
        assert not twin.is_same

    def test_a_second_copy_of_a_deck_card_repeats_the_deck(self):
        """The first of the two is found as the deck's card itself."""
        made = plan(texts(NILE, NILE), deck_of(NILE, AMAZON))
        assert kinds(made)[:2] == [("1", "unchanged", ""), ("2", "copy", "skip")]
        assert made.rows[1].twin is not None
        assert made.rows[1].twin.in_deck
        assert not made.added

    def test_a_near_copy_of_a_deck_card(self):
        nearly = NILE[0] + " Say it", NILE[1].replace("most", "many")
        made = plan(texts(nearly), deck_of(NILE, AMAZON))
        assert kinds(made) == [("1", "copy", "skip"), ("d102", "missing", "keep")]

    def test_another_answer_is_a_change(self):
        made = plan(texts(rewritten(NILE, "Nile")), deck_of(NILE))
        assert kinds(made) == [("1", "changed", "take")]
        [(known, card)] = made.changed
        assert (known.card_id, card.answer) == (101, "Nile")

    def test_other_tags_are_a_change_and_none_are_none(self):
        [card] = texts(NILE)
        [known] = deck_of(NILE)
        known = dataclasses.replace(known, tags=("geography",))
        tagged = dataclasses.replace(card, tags=("rivers",))
        assert kinds(plan([card], [known])) == [("1", "unchanged", "")]
        assert kinds(plan([tagged], [known])) == [("1", "changed", "take")]

    def test_what_the_text_lacks_is_named_and_kept(self):
        made = plan(texts(NILE), deck_of(NILE, AMAZON, DANUBE))
        assert kinds(made)[1:] == [
            ("d102", "missing", "keep"),
            ("d103", "missing", "keep"),
        ]
        assert [card.card_id for card in made.missing] == [102, 103]
        assert not made.deleted

    def test_a_strange_text_finds_no_card_by_its_number(self):
        made = plan(texts(WOLGA), deck_of(NILE))
        assert kinds(made) == [("1", "new", ""), ("d101", "missing", "keep")]

    def test_the_counts(self):
        cards = texts(NILE, rewritten(AMAZON, "Amazon"), WOLGA, WOLGA)
        counts = plan(cards, deck_of(NILE, AMAZON, RHINE)).counts
        assert counts == dict.fromkeys(Kind, 1)

    def test_cards_are_compared_closely_up_to_a_size(self):
        cards = texts(*[(f"q{n}", f"a{n}") for n in range(CLOSE_LOOK_MAX_CARDS)])
        known = deck_of(("q", "a"))
        assert plan(cards).looked_closely
        assert not plan(cards, known).looked_closely

    def test_of_very_many_those_that_say_the_same_are_found(self):
        cards = [(f"q{n}", f"a{n}") for n in range(CLOSE_LOOK_MAX_CARDS)]
        made = plan(texts(*cards, ("Q7 ", "A7")))
        assert kinds(made)[-1][1:] == ("copy", "skip")


class TestChoices:
    cards = texts(NILE, rewritten(AMAZON, "Amazon"), WOLGA, WOLGA)
    known = deck_of(NILE, AMAZON, RHINE)

    def ways(self, choices):
        return {
            kind: way for _, kind, way in kinds(plan(self.cards, self.known, choices))
        }

    def test_for_all_cards_of_a_kind(self):
        for_all = {Kind.COPY: "keep", Kind.CHANGED: "leave", Kind.MISSING: "delete"}
        made = plan(self.cards, self.known, Choices(for_all))
        assert [card.number for card in made.added] == [3, 4]
        assert not made.changed
        assert [card.card_id for card in made.deleted] == [103]

    @pytest.mark.parametrize(
        ("name", "way", "kind"),
        [
            ("4", "keep", "copy"),
            ("2", "leave", "changed"),
            ("d103", "delete", "missing"),
        ],
    )
    def test_for_one_card(self, name, way, kind):
        assert self.ways(Choices(others={name: way}))[kind] == way

    def test_one_card_goes_before_all(self):
        both = Choices({Kind.MISSING: "delete"}, {"d103": "keep"})
        assert not plan(self.cards, self.known, both).deleted

    @pytest.mark.parametrize(
        "choices",
        [
            Choices({Kind.NEW: "delete", Kind.COPY: "delete", Kind.UNCHANGED: "x"}),
            Choices(others={"1": "delete", "2": "delete", "d101": "delete", "": ""}),
            Choices(others={"d103": "skip", "4": "take", "99": "keep"}),
        ],
    )
    def test_what_does_not_fit_is_passed_over(self, choices):
        plain, odd = plan(self.cards, self.known), plan(self.cards, self.known, choices)
        assert kinds(odd) == kinds(plain)
        assert odd.mark == plain.mark


class TestMarks:
    cards = texts(NILE, rewritten(AMAZON, "Amazon"), WOLGA, WOLGA)
    known = deck_of(NILE, AMAZON, RHINE)

    def mark(self, cards=None, known=None, choices=None):
        return plan(cards or self.cards, known or self.known, choices).mark

    def test_the_same_plan_has_the_same_mark(self):
        assert self.mark() == self.mark(known=self.known[::-1][::-1])

    def test_a_deck_card_changed_added_or_gone_gives_another(self):
        nile, amazon, rhine = self.known
        changed = [dataclasses.replace(nile, version=2), amazon, rhine]
        added = [*self.known, dataclasses.replace(rhine, card_id=104, question="?")]
        marks = {self.mark(known=known) for known in (changed, added, [nile, amazon])}
        assert len(marks | {self.mark()}) == 4

    def test_another_text_or_choice_gives_another(self):
        first, *rest = self.cards
        texts_ = [
            [dataclasses.replace(first, answer="x"), *rest],
            [dataclasses.replace(first, tags=("x",)), *rest],
        ]
        choices = [
            {Kind.COPY: "keep"},
            {Kind.CHANGED: "leave"},
            {Kind.MISSING: "delete"},
        ]
        marks = {self.mark(cards=cards) for cards in texts_}
        marks |= {self.mark(choices=Choices(for_all)) for for_all in choices}
        assert len(marks | {self.mark()}) == 6

    def test_sides_are_not_run_together(self):
        assert plan(texts(("ab", "c"))).mark != plan(texts(("a", "bc"))).mark
