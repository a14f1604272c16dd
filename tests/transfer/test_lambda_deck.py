import hashlib
import json

import pytest

from decks.cards.copies import find_copies
from decks.models import Card, Deck, ReviewState
from decks.study.sessions import enrol
from decks.transfer import formats
from decks.transfer.files import LAMBDA_DECK
from decks.transfer.lambda_deck import TARGET, import_lambda_deck
from decks.transfer.run import import_cards
from tests.factories import NOW, make_user
from tests.study.sittings import rate, start


@pytest.fixture(scope="module")
def parsed():
    return formats.read(LAMBDA_DECK.read_bytes())


def test_there_are_47_cards_and_no_problem(parsed):
    assert [card.number for card in parsed.cards] == list(range(1, 48))
    assert parsed.problems == ()
    assert parsed.title == "LAmbda Flashcards"


def test_the_cards_are_these_to_the_letter(parsed):
    """Every side of every card; the ones below were also read by eye."""
    sides = [[card.question, card.answer] for card in parsed.cards]
    digest = hashlib.sha256(json.dumps(sides).encode()).hexdigest()
    assert digest == "5e6ef85e6ce48fe7ecf71320faf8c6531b0a1ee667e60be2807f3d8f4efc8068"


def test_the_first_card_ends_before_its_copied_tail(parsed):
    first = parsed.cards[0]
    assert first.question == "Lambda Execution Context\n\nTMP Space"
    assert first.answer == (
        "Large files can be written into a /tmp space, max is 512MB."
        " These files can be used for multiple invocations.\n"
        "Permeant persistence should be S3"
    )


def test_numbered_lists_in_answers_stay(parsed):
    assert parsed.cards[4].answer == (
        "Lambda must be made in VPC\n"
        "1. Define VPC ID, subnet and security group-Lamda will have its own ENI"
        " interface inside a subnet\n\n"
        "  1. Lambda enters via ENI\n"
        "  2. Need AWSLambdaExecutionRole"
    )


def test_leading_spaces_stay(parsed):
    """Cards 32 and 43 begin with two spaces."""
    for number in (32, 43):
        card = parsed.cards[number - 1]
        assert (card.question + card.answer).find("  ") >= 0
        assert card.question.startswith("  ") or card.answer.startswith("  ")


def test_the_last_card_ends_with_the_file(parsed):
    assert parsed.cards[46].answer.endswith("\n\n15+ fargate, ecs, ec2")


def test_nothing_of_the_copied_tails_is_left(parsed):
    for card in parsed.cards:
        lines = (card.question + "\n" + card.answer).split("\n")
        assert "How well did you know this?" not in lines
        assert "Not at all" not in lines
        assert "Perfectly" not in lines


def test_exactly_five_cards_are_copies(parsed):
    pairs = find_copies([(card.question, card.answer) for card in parsed.cards])
    assert [[later + 1, earlier + 1] for later, earlier in pairs] == [
        [14, 8],
        [16, 10],
        [17, 11],
        [18, 12],
        [19, 13],
    ]


@pytest.mark.django_db
class TestImporting:
    def test_it_becomes_a_public_deck_of_the_site(self):
        import_lambda_deck()
        deck = Deck.objects.get()
        assert (deck.owner, deck.visibility, deck.card_count) == (None, "public", 47)
        assert deck.title == "AWS Lambda"

    def test_the_second_time_nothing_changes(self):
        import_lambda_deck()
        before = list(Card.objects.values()), list(Deck.objects.values())
        assert import_lambda_deck() is None
        assert (list(Card.objects.values()), list(Deck.objects.values())) == before

    def test_what_staff_changed_stays(self):
        import_lambda_deck()
        Deck.objects.update(title="Renamed", visibility=Deck.Visibility.UNLISTED)
        Card.objects.filter(position=1).update(answer="Corrected")
        import_lambda_deck()
        assert Deck.objects.get().title == "Renamed"
        assert Card.objects.get(position=1).answer == "Corrected"

    def test_a_deck_that_was_given_an_owner_is_found_again(self):
        import_lambda_deck()
        Deck.objects.update(owner=make_user(), source_fingerprint="older")
        import_lambda_deck()
        assert Deck.objects.get().owner is not None

    def test_a_new_text_updates_in_place_and_keeps_progress(self, parsed):
        import_lambda_deck()
        deck, user = Deck.objects.get(), make_user()
        enrol(user, deck, now=NOW)
        card = Card.objects.get(position=1)
        rate(user, start(user), card, 4)
        text = LAMBDA_DECK.read_text().replace("Permeant", "Permanent")
        summary = import_cards(
            formats.read(text.encode()), TARGET, now=NOW, fingerprint="new"
        )
        assert (summary.created, summary.updated, summary.unchanged) == (0, 1, 46)
        card.refresh_from_db()
        assert "Permanent persistence" in card.answer
        assert ReviewState.objects.get(user=user).card_id == card.pk


def test_no_line_of_the_file_is_lost_or_added(parsed):
    """Read another way: all lines but the title, the frames and the tails."""
    tail = ["How well did you know this?", "1", "Not at all", "2", "3", "4", "5"]
    tail.append("Perfectly")
    lines = [line for line in LAMBDA_DECK.read_text().split("\n") if line.strip()][1:]
    kept = []
    while lines:
        if lines[: len(tail)] == tail:
            del lines[: len(tail)]
        elif lines[0].isdigit() and lines[1:2] == ["Q"]:
            del lines[:2]
        elif lines[0] == "A":
            del lines[0]
        else:
            kept.append(lines.pop(0))
    sides = [side for card in parsed.cards for side in (card.question, card.answer)]
    written = [line for line in "\n".join(sides).split("\n") if line.strip()]
    assert written == kept
