"""What the demo's learners suggest for their groups' decks, and what they say."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.writing import Sides
from decks.talk.comment_access import Thread
from decks.talk.commenting import add_comment
from decks.talk.models import Suggestion
from decks.talk.suggest_answers import Answer, accept
from decks.talk.suggest_news import announce_answer, announce_suggestion
from decks.talk.suggesting import Draft, suggest, text_mark

NAMES = uuid.UUID("0d8b9b1e-6c9f-4a53-8f3c-0a7be8b1f3ce")
PROPOSED_AGO = dt.timedelta(days=2)
ANSWERED_AGO = dt.timedelta(days=1, hours=20)


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the card whose text has `words`: `old` becomes `new` in its answer.

    `accepted_by` is empty while it is open.
    """

    login: str
    deck: str
    words: str
    old: str
    new: str
    reason: str
    accepted_by: str = ""
    answer_words: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A comment on the card whose text has `words`."""

    login: str
    deck: str
    words: str
    text: str
    hours_ago: float


def say(
    proposals: Sequence[Proposal],
    lines: Sequence[Line],
    accounts: dict[str, User],
    decks: dict[str, Deck],
    *,
    now: dt.datetime,
) -> None:
    """Write it all down as people would have done it.

    Raises LookupError for a deck or a text that is not there any more.
    """
    for proposal in proposals:
        _propose(proposal, accounts, decks[proposal.deck], now)
    for line in lines:
        deck = decks[line.deck]
        add_comment(
            accounts[line.login],
            Thread(deck, _card(deck, line.words)),
            line.text,
            form_id=uuid.uuid5(NAMES, line.text),
            now=now - dt.timedelta(hours=line.hours_ago),
        )


def _propose(
    proposal: Proposal, accounts: dict[str, User], deck: Deck, now: dt.datetime
) -> None:
    card = _card(deck, proposal.words)
    if proposal.old not in card.answer:
        raise LookupError(proposal.old)
    text = card.answer.replace(proposal.old, proposal.new)
    draft = Draft(
        Suggestion.Kind.CHANGE,
        deck.pk,
        proposal.reason,
        card.pk,
        card.version,
        Sides(card.question, text, tuple(card.tags)),
    )
    form_id = uuid.uuid5(NAMES, proposal.reason)
    author, proposed_at = accounts[proposal.login], now - PROPOSED_AGO
    made, _ = suggest(author, draft, form_id=form_id, now=proposed_at)
    announce_suggestion(made, deck, now=proposed_at)
    if proposal.accepted_by:
        editor, answered_at = accounts[proposal.accepted_by], now - ANSWERED_AGO
        words, seen = proposal.answer_words, text_mark(made)
        answer = Answer(editor, answered_at, words, seen, card.version)
        announce_answer(accept(made.pk, answer), deck, now=answered_at)


def _card(deck: Deck, words: str) -> Card:
    """The first card of the deck whose question or answer has these words."""
    for card in Card.objects.filter(deck=deck).in_deck_order():
        if words in card.question or words in card.answer:
            return card
    raise LookupError(words)
