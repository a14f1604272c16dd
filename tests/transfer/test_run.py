import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from decks.models import Card, Deck, LikelyCopy
from decks.transfer import formats
from decks.transfer.files import LAMBDA_DECK
from decks.transfer.formats import NotADeck, ParsedCard
from decks.transfer.matching import KnownCard, match
from decks.transfer.run import Target, file_target, import_cards
from tests.factories import NOW, make_user
from tests.study.test_recording import in_threads
from tests.transfer.pages import page


def parse(cards, title="Rivers"):
    return formats.read(page(cards, title=title).encode())


def known(*cards):
    return [KnownCard(100 + n, n, q, a) for n, (q, a) in enumerate(cards, start=1)]


def numbers(parsed_cards, known_cards):
    """{number in the text: number in the deck}."""
    cards = [ParsedCard(n, q, a) for n, (q, a) in enumerate(parsed_cards, start=1)]
    return {n: card.number for n, card in match(cards, known_cards).items()}


class TestMatching:
    def test_the_same_cards_in_another_order(self):
        assert numbers([("b", "2"), ("a", "1")], known(("a", "1"), ("b", "2"))) == {
            1: 2,
            2: 1,
        }

    def test_a_changed_answer_is_found_by_its_question(self):
        assert numbers([("a", "new")], known(("x", "y"), ("a", "old"))) == {1: 2}

    def test_a_question_asked_twice_goes_by_order_of_occurrence(self):
        deck = known(("same", "1"), ("same", "2"))
        assert numbers([("same", "first"), ("same", "second")], deck) == {1: 1, 2: 2}

    def test_the_sure_sign_comes_before_the_order(self):
        deck = known(("same", "1"), ("same", "2"))
        assert numbers([("same", "2"), ("same", "new")], deck) == {1: 2, 2: 1}

    def test_a_changed_question_is_found_by_its_answer(self):
        assert numbers([("new", "y")], known(("a", "b"), ("x", "y"))) == {1: 2}

    def test_an_empty_answer_finds_nothing(self):
        assert numbers([("p", "1"), ("q", "")], known(("x", ""))) == {1: 1}

    def test_what_is_left_goes_by_number(self):
        assert numbers([("p", "q")], known(("x", "y"))) == {1: 1}

    def test_of_two_with_one_number_the_kept_one_is_not_meant(self):
        """Card 1 is gone from the text and keeps its place; card 2 moved up to it."""
        gone, moved = KnownCard(101, 1, "gone", "g"), KnownCard(102, 1, "old", "o")
        [card] = match([ParsedCard(1, "new", "n")], [gone, moved]).values()
        assert card is moved

    def test_each_card_once(self):
        deck = known(("a", "1"))
        assert numbers([("a", "1"), ("a", "1")], deck) == {1: 1}


@pytest.mark.django_db
class TestImporting:
    target = Target("title:Rivers", "Rivers")

    def run(self, *cards):
        return import_cards(parse(cards), self.target, now=timezone.now())

    def rows(self):
        cards = Card.objects.in_deck_order()
        return [(c.position, c.question, c.answer) for c in cards]

    def test_twice_changes_nothing(self):
        self.run(("a", "1"), ("b", "2"))
        before = list(Card.objects.values()), list(Deck.objects.values())
        summary = self.run(("a", "1"), ("b", "2"))
        assert summary.changed_nothing
        assert summary.unchanged == 2
        assert (list(Card.objects.values()), list(Deck.objects.values())) == before

    def test_a_card_put_in_the_middle_moves_the_others(self):
        self.run(("a", "1"), ("b", "2"))
        ids = dict(Card.objects.values_list("question", "pk"))
        summary = self.run(("a", "1"), ("new", "n"), ("b", "2"))
        assert (summary.created, summary.updated, summary.unchanged) == (1, 1, 1)
        assert self.rows() == [(1, "a", "1"), (2, "new", "n"), (3, "b", "2")]
        assert Card.objects.get(question="b").pk == ids["b"]
        assert Deck.objects.get().card_count == 3

    def test_a_card_that_the_text_lacks_is_reported_and_kept(self):
        self.run(("a", "1"), ("b", "2"), ("c", "3"))
        summary = self.run(("a", "1"), ("c", "3"))
        assert [card.question for card in summary.missing] == ["b"]
        assert Card.objects.count() == Deck.objects.get().card_count == 3
        assert self.run(("a", "1"), ("c", "3")).changed_nothing

    def test_only_what_changed_is_written(self):
        self.run(("a", "1"), ("b", "2"))
        before = Card.objects.get(question="b").updated_at
        self.run(("a", "new"), ("b", "2"))
        assert Card.objects.get(question="b").updated_at == before
        assert Card.objects.get(question="a").updated_at > before

    def test_tags_stay_when_the_text_has_none(self):
        self.run(("a", "1"))
        Card.objects.update(tags=["exam"])
        self.run(("a", "new"))
        assert Card.objects.get().tags == ["exam"]

    @pytest.mark.parametrize(
        "count", [1500, pytest.param(10_000, marks=pytest.mark.full)]
    )
    def test_more_cards_than_one_statement_takes(self, count):
        cards = [(f"question {n}", f"answer {n}") for n in range(count)]
        assert self.run(*cards).created == count
        assert self.run(*cards[::-1]).updated == count

    def test_what_was_written_is_looked_through_for_copies(self):
        answer = "one two three four five six"
        self.run(("a", answer), ("b", "2"))
        assert not LikelyCopy.objects.exists()
        self.run(("a", answer), ("b", "2"), ("a", answer.upper()))
        pair = LikelyCopy.objects.get()
        assert (pair.later.position, pair.earlier.position) == (3, 1)
        checked_at = Deck.objects.get().copies_checked_at
        self.run(("a", answer), ("b", "2"), ("a", answer.upper()))
        assert Deck.objects.get().copies_checked_at == checked_at

    def test_the_statements_do_not_grow(self, django_assert_num_queries):
        self.run(*[(f"q{n}", f"a{n}") for n in range(500)])
        with django_assert_num_queries(5):
            self.run(*[(f"q{n}", f"a{n}") for n in range(500)])


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_one_deck():
    target = Target("title:Rivers", "Rivers")
    parsed = parse([(f"q{n}", f"a{n}") for n in range(50)])
    summaries = in_threads(6, lambda: import_cards(parsed, target, now=NOW))
    assert sorted(summary.created for summary in summaries) == [0, 0, 0, 0, 0, 50]
    assert Deck.objects.get().card_count == Card.objects.count() == 50


class TestTargets:
    def test_a_title_given_wins(self):
        made = file_target(parse([("a", "b")]), owner=None, title=" X ", visibility="")
        assert (made.title, made.source_key) == ("X", "title:X")

    @pytest.mark.parametrize(("title", "given"), [("x" * 201, ""), ("ok", "y" * 201)])
    def test_a_long_title_is_refused(self, title, given):
        with pytest.raises(NotADeck, match="201 characters"):
            file_target(
                parse([("a", "b")], title=title), owner=None, title=given, visibility=""
            )

    def test_no_title_at_all_is_refused(self):
        with pytest.raises(NotADeck, match="--title"):
            file_target(
                parse([("a", "b")], title=""), owner=None, title="", visibility=""
            )


@pytest.mark.django_db
class TestCommand:
    def run(self, capsys, *arguments):
        call_command("import_deck", *map(str, arguments))
        return capsys.readouterr().out

    def test_the_real_deck_by_dry_run(self, capsys):
        out = self.run(capsys, LAMBDA_DECK, "--dry-run", "--json")
        shown = json.loads(out)
        assert {"title", "format", "cards", "copies", "problems"} < set(shown)
        assert shown["reading"]["encoding"] == "utf-8"
        assert len(shown["cards"]) == 47
        assert {"number", "question", "answer", "tags"} < set(shown["cards"][0])
        assert shown["copies"] == [[14, 8], [16, 10], [17, 11], [18, 12], [19, 13]]
        assert not Deck.objects.exists()

    def test_a_dry_run_for_people_writes_nothing(self, capsys):
        out = self.run(capsys, LAMBDA_DECK, "--dry-run")
        assert "47 cards" in out
        assert "Card 14 looks like a copy of card 8." in out
        assert not Deck.objects.exists()

    def test_owner_title_and_visibility(self, capsys):
        owner = make_user(email="ada@example.com")
        given = ("--owner", "ADA@example.com", "--title", "Mine", "--visibility")
        self.run(capsys, LAMBDA_DECK, *given, "unlisted")
        deck = Deck.objects.get()
        assert (deck.owner, deck.title) == (owner, "Mine")
        assert deck.visibility == "unlisted"

    def test_a_new_deck_is_private_and_a_renamed_one_is_found_again(self, capsys):
        self.run(capsys, LAMBDA_DECK)
        assert Deck.objects.get().visibility == "private"
        Deck.objects.update(title="Renamed", visibility="public")
        out = self.run(capsys, LAMBDA_DECK, "--json")
        assert json.loads(out)["unchanged"] == 47
        assert Deck.objects.get().title == "Renamed"
        assert Deck.objects.get().visibility == "public"

    def test_everyone_has_decks_of_their_own(self, capsys):
        for email in ("a@example.com", "b@example.com"):
            make_user(email=email)
            self.run(capsys, LAMBDA_DECK, "--owner", email)
        assert Deck.objects.count() == 2

    def test_what_is_missing_is_named(self, capsys, tmp_path):
        file = tmp_path / "deck.txt"
        file.write_text(page([("a", "1"), ("b", "2")]))
        self.run(capsys, file)
        file.write_text(page([("a", "1")]))
        assert "Card 2 is not in the text and was kept: b" in self.run(capsys, file)

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "The file is empty."),
            (b"no deck at all", "no card was found"),
            (b"\x7fELF\x00\x01\xff\xfe", "line 1"),
            (b"T\n1\nQ\nhalf", "cut off"),
        ],
    )
    def test_what_is_no_deck_ends_with_its_place_and_writes_nothing(
        self, capsys, tmp_path, content, says
    ):
        file = tmp_path / "x.txt"
        file.write_bytes(content)
        with pytest.raises(CommandError, match=says):
            self.run(capsys, file)
        assert not Deck.objects.exists()

    def test_200_mb_are_refused_unread(self, capsys, tmp_path):
        file = tmp_path / "big.txt"
        with file.open("wb") as handle:
            handle.truncate(200_000_000)
        with pytest.raises(CommandError, match=r"200\.0 MB"):
            self.run(capsys, file)

    @pytest.mark.parametrize(
        "path",
        ["/nowhere/deck.txt", "/", "/dev/zero"],
        ids=["none", "folder", "endless"],
    )
    def test_what_is_no_file_is_refused(self, capsys, path):
        with pytest.raises(CommandError):
            self.run(capsys, path)

    def test_an_unknown_owner_is_named(self, capsys):
        with pytest.raises(CommandError, match="Nobody has an account with x@y"):
            self.run(capsys, LAMBDA_DECK, "--owner", "x@y.example")
        assert not Deck.objects.exists()
