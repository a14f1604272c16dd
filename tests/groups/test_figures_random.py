"""Any history of a group: what is looked at in between never tells of one person."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from decks.groups.figures import PEOPLE_LEAST
from decks.groups.models import GroupCard, GroupDay, GroupDeck, Seen
from decks.models import User
from decks.study.models import Review
from tests.factories import NOW
from tests.groups.consent import HOUR, Circle, forget_pause, make_circle
from tests.sampling import fewer_examples

pytestmark = pytest.mark.django_db

PEOPLE, CARDS = 5, 2
EXAMPLES_MAX = 250

_people = st.integers(0, PEOPLE - 1)
_acts = st.one_of(
    st.tuples(st.just("rate"), _people, st.integers(0, CARDS - 1), st.integers(1, 5)),
    st.tuples(st.just("rate"), _people, st.integers(0, CARDS - 1), st.integers(1, 5)),
    st.tuples(st.just("all rate"), st.integers(0, CARDS - 1), st.integers(1, 5)),
    st.tuples(st.just("undo"), _people),
    st.tuples(st.just("choose"), _people, st.sampled_from(list(Seen))),
    st.tuples(st.just("come or go"), _people, st.sampled_from(list(Seen))),
    st.tuples(st.just("remove"), _people),
    st.tuples(st.just("unshare or share")),
    st.tuples(st.just("look")),
    st.tuples(st.just("wait"), st.sampled_from([24, 48, 24 * 80])),
)
_histories = st.lists(_acts, min_size=10, max_size=40)


class _Again(Exception):
    """Takes everything back."""


@contextlib.contextmanager
def taken_back() -> Iterator[None]:
    """What is done within leaves no trace."""
    with contextlib.suppress(_Again), transaction.atomic():
        yield
        raise _Again


@dataclasses.dataclass
class History:
    """Plays acts, an hour apart; keeps who could be counted when they rated.

    With `drops_hidden`, what is rated by those who are hidden then is left out.
    """

    circle: Circle
    drops_hidden: bool = False
    now: dt.datetime = NOW
    done: list[tuple[User, Review | None]] = dataclasses.field(default_factory=list)
    open_ratings: list[tuple[int, int, dt.datetime]] = dataclasses.field(
        default_factory=list
    )
    pages: list[str] = dataclasses.field(default_factory=list)

    def play(self, acts: list[tuple]) -> Iterator[None]:
        """After each look, a turn for the caller."""
        for act, *rest in [*acts, ("wait", 72), ("look",)]:
            self.now += HOUR
            if act == "look":
                forget_pause(self.circle.group)
                self.pages.append(self.circle.look(self.now))
                yield
            elif act == "wait":
                self.now += rest[0] * HOUR
            else:
                getattr(self, "_" + act.replace(" ", "_"))(*rest)

    def _all_rate(self, card: int, level: int) -> None:
        for person in range(PEOPLE):
            self.now += HOUR
            self._rate(person, card, 1 + (level + person) % 5)

    def _rate(self, person: int, card: int, level: int) -> None:
        user, row = self.circle.people[person], self._row(person)
        is_shared = GroupDeck.objects.filter(group=self.circle.group).exists()
        if row is None or not is_shared:
            return
        if row.seen == Seen.HIDDEN and self.drops_hidden:
            self.done.append((user, None))
            return
        its = self.circle.cards[card]
        review = self.circle.rate(user, its, level, self.now)
        self.done.append((user, review))
        if row.seen != Seen.HIDDEN:
            self.open_ratings.append((user.pk, its.pk, self.now))

    def _undo(self, person: int) -> None:
        user = self.circle.people[person]
        mine = [entry for entry in self.done if entry[0] == user]
        if not mine or self._row(person) is None or not GroupDeck.objects.exists():
            return
        self.done.remove(mine[-1])
        if mine[-1][1] is not None:
            self.circle.undo(mine[-1][1], self.now)

    def _choose(self, person: int, seen: Seen) -> None:
        if self._row(person) is not None:
            self.circle.choose(self.circle.people[person], seen, self.now)

    def _come_or_go(self, person: int, seen: Seen) -> None:
        user = self.circle.people[person]
        if self._row(person) is None:
            self.circle.join(user, seen, self.now)
        else:
            self.circle.leave(user, self.now)

    def _remove(self, person: int) -> None:
        if self._row(person) is not None:
            self.circle.remove(self.circle.people[person], self.now)

    def _unshare_or_share(self) -> None:
        if GroupDeck.objects.filter(group=self.circle.group).exists():
            self.circle.unshare(self.now)
        else:
            self.circle.share(self.now)

    def _row(self, person: int):
        return self.circle.member(self.circle.people[person])

    def raters(self, card_id: int, after: dt.datetime) -> set[int]:
        """Who rated the card since then while they were not hidden."""
        ratings = self.open_ratings
        return {who for who, card, at in ratings if card == card_id and at > after}


def _circle() -> Circle:
    choices = (Seen.COUNTED, Seen.COUNTED, Seen.NAMED, Seen.COUNTED, Seen.HIDDEN)
    return make_circle(*choices, cards=CARDS)


@pytest.mark.full
@fewer_examples(EXAMPLES_MAX)
@given(_histories)
def test_a_figure_stays_until_three_have_rated_the_card(acts: list[tuple]) -> None:
    with taken_back():
        history = History(_circle())
        known: dict[int, GroupCard] = {}
        for _ in history.play(acts):
            for row in GroupCard.objects.filter(group=history.circle.group):
                before = known.get(row.card_id)
                since = before.published_at if before else NOW
                if before is None or _figure(row) != _figure(before):
                    assert len(history.raters(row.card_id, since)) >= PEOPLE_LEAST
                    assert row.raters >= PEOPLE_LEAST
                known[row.card_id] = row


def _figure(row: GroupCard) -> tuple[int, int, int, dt.datetime]:
    return row.raters, row.low, row.level_sum, row.published_at


@pytest.mark.full
@fewer_examples(EXAMPLES_MAX)
@given(_histories)
def test_a_days_sum_never_changes(acts: list[tuple]) -> None:
    with taken_back():
        history = History(_circle())
        known: dict[dt.date, int | None] = {}
        for _ in history.play(acts):
            rows = GroupDay.objects.filter(group=history.circle.group)
            now = dict(rows.values_list("study_day", "reviews"))
            assert {day: now.get(day, "gone") for day in known} == known
            known = now


@fewer_examples(EXAMPLES_MAX)
@given(_histories)
def test_what_the_hidden_rate_changes_nothing(acts: list[tuple]) -> None:
    """Two worlds, one without it: each page is the same to the byte."""
    with taken_back():
        circle = _circle()
        worlds = []
        for drops_hidden in (False, True):
            with taken_back():
                history = History(circle, drops_hidden=drops_hidden)
                for _ in history.play(acts):
                    pass
                worlds.append(history.pages)
        assert worlds[0] == worlds[1]
