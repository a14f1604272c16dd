"""Tags of a whole deck, and of many cards at once; earlier texts are kept."""

from collections.abc import Callable, Collection, Iterator, Sequence

from django.db import transaction

from decks.cards.forms import TAGS_MAX
from decks.cards.models import Card
from decks.cards.writing import (
    ROWS_A_STATEMENT,
    Pen,
    Sides,
    lock_deck,
    write_texts,
)
from decks.study.rows import fetch_all

OPTIONS_MAX = 20

_COUNTS = """
    SELECT t.tag, count(*) AS cards FROM decks_card c, unnest(c.tags) AS t(tag)
    WHERE c.deck_id = %(deck)s GROUP BY t.tag ORDER BY lower(t.tag), t.tag
"""

_OPTIONS = """
    SELECT t.tag FROM decks_card c, unnest(c.tags) AS t(tag)
    WHERE c.deck_id = %(deck)s AND strpos(lower(t.tag), lower(%(begun)s)) > 0
    GROUP BY t.tag ORDER BY strpos(lower(t.tag), lower(%(begun)s)), count(*) DESC, t.tag
    LIMIT %(most)s
"""


def tag_counts(deck_id: int) -> list[tuple[str, int]]:
    """Each tag of the deck with how many cards have it, by name. One statement."""
    return [(tag, count) for tag, count in fetch_all(_COUNTS, {"deck": deck_id})]


def tag_options(deck_id: int, begun: str) -> list[str]:
    """The deck's tags that have this in them, those that begin with it first."""
    begun = begun.replace("\x00", "")
    given = {"deck": deck_id, "begun": begun, "most": OPTIONS_MAX}
    return [tag for (tag,) in fetch_all(_OPTIONS, given)]


def rename_tag(deck_id: int, old: str, new: str, pen: Pen) -> int:
    """Call a tag something else on all cards of the deck; how many changed.

    Where a card has the new one already, both become one.
    """
    having = Card.objects.filter(deck=deck_id, tags__contains=[old])
    ids = list(having.values_list("pk", flat=True))
    return retag(deck_id, ids, lambda tags: [new if t == old else t for t in tags], pen)


def remove_tag(deck_id: int, old: str, pen: Pen) -> int:
    """Take a tag off all cards of the deck; how many changed."""
    having = Card.objects.filter(deck=deck_id, tags__contains=[old])
    ids = list(having.values_list("pk", flat=True))
    return retag(deck_id, ids, lambda tags: [t for t in tags if t != old], pen)


@transaction.atomic
def retag(
    deck_id: int,
    card_ids: Collection[int],
    changed: Callable[[Sequence[str]], Sequence[str]],
    pen: Pen,
) -> int:
    """Give cards of this deck the tags that `changed` makes of theirs; how many.

    Doubles go. A card that would have more than TAGS_MAX keeps the tags it has. Two
    statements for each thousand cards that change, one for each thousand looked at.
    """
    lock_deck(deck_id)
    count = 0
    for ids in _batches(sorted(card_ids)):
        cards = Card.objects.filter(deck=deck_id, pk__in=ids).order_by("pk")
        held = list(cards.select_for_update(no_key=True))
        texts = {card.pk: _with_tags(card, changed(card.tags)) for card in held}
        count += len(write_texts(held, texts, pen))
    return count


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), ROWS_A_STATEMENT):
        yield ids[start : start + ROWS_A_STATEMENT]


def _with_tags(card: Card, tags: Sequence[str]) -> Sides:
    once = tuple(dict.fromkeys(tags))
    if len(once) > max(TAGS_MAX, len(card.tags)):
        once = tuple(card.tags)
    return Sides(card.question, card.answer, once)
