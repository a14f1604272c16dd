"""The plan of a sitting: which cards it holds, in which order, a batch at a time."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from decks.accounts.models import User
from decks.study import plan_statements
from decks.study.due import due_counts
from decks.study.exam_plan import final_pass_card_ids
from decks.study.learners import calendar_of, enrolments_of, options_by_deck
from decks.study.models import Enrolment, StudySession
from decks.study.queue import (
    BATCH_SIZE,
    DayLimits,
    day_limits,
    plan_due,
    plan_new,
    waiting_soon,
)
from decks.study.rows import fetch_all
from decks.study.selections import NARROWED_MAX, Cards, Selection, narrowed


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """The first batch of cards, and how many there will be as far as is known."""

    card_ids: list[int]
    planned_count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Material:
    """What a selection came to: the learner's decks in it, and the cards left of them.

    `only` is None where all cards of the decks are meant.
    """

    user: User
    selection: Selection
    enrolments: list[Enrolment]
    only: list[int] | None

    @property
    def deck_ids(self) -> list[int]:
        return [row.deck_id for row in self.enrolments]

    @property
    def counts(self) -> bool:
        """Whether ratings count: what is due, and not all there is, is shown."""
        return self.selection.kind == StudySession.Kind.REVIEW

    def limits(self, study_day: dt.date) -> dict[int, DayLimits]:
        """What each deck may still bring today. One statement."""
        options = options_by_deck(self.user, self.enrolments)
        return day_limits(self.user, options, study_day=study_day)


def material_of(user: User, selection: Selection) -> Material:
    """The decks that are the learner's and readable now, and what is left of them."""
    mine = enrolments_of(user)
    if selection.deck_ids:
        mine = [row for row in mine if row.deck_id in selection.deck_ids]
    deck_ids = [row.deck_id for row in mine]
    return Material(user, selection, mine, narrowed(user, selection, deck_ids))


def first_plan(material: Material, *, now: dt.datetime) -> Plan | None:
    """The plan of a new sitting; None where there is nothing to show."""
    if material.selection.kind == StudySession.Kind.BROWSE:
        cards = _all_cards(material, taken=[], most=NARROWED_MAX)
        return Plan(cards, len(cards)) if cards else None
    if not material.counts:
        cards = _all_cards(material, taken=[])
        return Plan(cards, _count_all(material, cards)) if cards else None
    if material.selection.cards == Cards.EXAM:
        return _final_pass(material, now=now)
    study_day = calendar_of(material.user).day_of(now)
    limits = material.limits(study_day)
    due = _due(material, limits, [], study_day, now=now)
    new = _new(material, limits, due, study_day, now=now)
    if len(due) == BATCH_SIZE:
        # While due cards are left over, new ones wait: they come after the last.
        count = sum(due_counts(material.user, limits, now=now).values())
        return Plan(due, max(count + len(new), len(due)))
    cards = due + new or _early(material, now=now)
    return Plan(cards, len(cards)) if cards else None


def _final_pass(material: Material, *, now: dt.datetime) -> Plan | None:
    cards = [
        card_id
        for enrolment in material.enrolments
        for card_id in final_pass_card_ids(material.user, enrolment, now=now)
    ]
    return Plan(cards, len(cards)) if cards else None


def next_batch(
    material: Material, taken: Sequence[int], *, now: dt.datetime
) -> list[int]:
    """More cards after those in `taken`; empty at the end.

    A final pass is planned whole.
    """
    if material.selection.cards == Cards.EXAM:
        return []
    if not material.counts:
        return _all_cards(material, taken=taken)
    study_day = calendar_of(material.user).day_of(now)
    limits = material.limits(study_day)
    due = _due(material, limits, taken, study_day, now=now)
    if len(due) == BATCH_SIZE:
        return due
    return due + _new(material, limits, [*taken, *due], study_day, now=now)


def _due(
    material: Material,
    limits: dict[int, DayLimits],
    taken: Sequence[int],
    study_day: dt.date,
    *,
    now: dt.datetime,
) -> list[int]:
    if material.selection.cards == Cards.NEW:
        return []
    narrow: dict[str, Any] = {"taken": taken, "only": material.only}
    return plan_due(material.user, limits, **narrow, now=now, study_day=study_day)


def _new(
    material: Material,
    limits: dict[int, DayLimits],
    taken: Sequence[int],
    study_day: dt.date,
    *,
    now: dt.datetime,
) -> list[int]:
    narrow: dict[str, Any] = {"taken": taken, "only": material.only}
    return plan_new(material.user, limits, **narrow, now=now, study_day=study_day)


def _early(material: Material, *, now: dt.datetime) -> list[int]:
    if material.selection.cards == Cards.NEW:
        return []
    return waiting_soon(material.user, material.deck_ids, only=material.only, now=now)


def _all_cards(
    material: Material, *, taken: Sequence[int], most: int = BATCH_SIZE
) -> list[int]:
    """Practice and browsing: a batch of all the selection holds, due or not.

    Browsing takes it whole: it only looks, and a look changes no plan.
    """
    only = material.only
    if only is not None:
        passed = set(taken)
        only = [card for card in only if card not in passed][:most]
    rows = fetch_all(
        plan_statements.ALL_CARDS,
        {
            "user": material.user.pk,
            "decks": material.deck_ids,
            "taken": list(taken),
            "only": only,
            "is_new": material.selection.cards == Cards.NEW,
            "most": most,
        },
    )
    found = [row[0] for row in rows]
    if only is None:
        return found
    kept = set(found)
    return [card for card in only if card in kept]


def _count_all(material: Material, cards: Sequence[int]) -> int:
    """How many cards a practice will hold, from its first batch."""
    if len(cards) < BATCH_SIZE:
        return len(cards)
    rows = fetch_all(
        plan_statements.ALL_COUNT,
        {
            "user": material.user.pk,
            "decks": material.deck_ids,
            "only": material.only,
            "is_new": material.selection.cards == Cards.NEW,
        },
    )
    count: int = rows[0][0]
    return count
