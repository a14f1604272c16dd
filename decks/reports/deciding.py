"""What becomes of a report: the deck stays, or is taken down until that is lifted.

A deck that was taken down is private and in no group, and its owner can neither open
nor share nor copy it. What learners rated is kept. Everyone concerned is told.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.writing import lock_deck
from decks.groups.invitations import hold_group
from decks.groups.models import GroupDeck, Membership
from decks.groups.sharing import withdraw_deck
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.reports.models import DeckReport
from decks.study.models import Enrolment

State = DeckReport.State


@transaction.atomic
def dismiss(report_id: int, *, by: User, words: str, now: dt.datetime) -> bool:
    """Leave the deck as it is; False where the report was answered before.

    Whoever reported it is told. About five statements.
    """
    open_one = DeckReport.objects.filter(pk=report_id, state=State.OPEN)
    if not _answer(open_one, State.DISMISSED, by=by, words=words, now=now):
        return False
    report = DeckReport.objects.select_related("deck").get(pk=report_id)
    told = f"looked at your report of {_title(report.deck)} and left it as it is."
    path = reverse("deck", args=[report.deck_id])
    _tell([report.reporter_id], report.deck, f"{told} {words}", path=path, now=now)
    return True


@transaction.atomic
def take_down(deck_id: int, *, by: User, words: str, now: dt.datetime) -> bool:
    """Hide the deck from everyone but its owner and answer all open reports of it.

    False where there was nothing left to do. Learners, members of its groups, whoever
    reported it and its owner are told, a report that came meanwhile is answered too.
    About fifteen statements, and nine for each group.
    """
    for group_id in sorted(_group_ids(deck_id)):
        hold_group(group_id)  # before the deck, as whoever shares one does
    deck = lock_deck(deck_id)
    reports = DeckReport.objects.filter(deck=deck_id, state=State.OPEN)
    known = reports.exclude(reporter=None)
    reporters = set(known.values_list("reporter_id", flat=True))
    answered = _answer(reports, State.TAKEN_DOWN, by=by, words=words, now=now)
    is_new = deck.taken_down_at is None
    if is_new:
        _hide(deck, words, besides=reporters, now=now)
    told = f"took down {_title(deck)}, which you reported. {words}"
    _tell(reporters, deck, told, now=now)
    return is_new or bool(answered)


def _hide(deck: Deck, words: str, *, besides: set[int], now: dt.datetime) -> None:
    """Take it from everyone else, and tell those who had it."""
    Deck.objects.filter(pk=deck.pk).update(
        taken_down_at=now,
        taken_down_words=words,
        visibility=Deck.Visibility.PRIVATE,
        updated_at=now,
    )
    people = _people(deck)
    withdraw_deck(deck, now=now)
    title = _title(deck)
    told = f"took down {title}. What you learned in it is kept."
    _tell(people - besides, deck, told, now=now)
    path = reverse("deck", args=[deck.pk])
    told = f"took down your deck {title}. Only you see it now. {words}"
    _tell([deck.owner_id], deck, told, path=path, now=now)


@transaction.atomic
def lift(deck_id: int, *, words: str = "", now: dt.datetime) -> bool:
    """Let its owner open the deck again, who is told; False where it was not down.

    It stays private until they do. `words` are the owner's to read.
    """
    down = Deck.objects.filter(pk=deck_id, taken_down_at__isnull=False)
    if not down.update(taken_down_at=None, taken_down_words="", updated_at=now):
        return False
    deck = Deck.objects.get(pk=deck_id)
    told = f"lets you open {_title(deck)} again. It is private until you do. {words}"
    path = reverse("deck", args=[deck_id])
    # Beside the notice of its end, which may be unread: both are to be read.
    about = f"lifting of {deck_id}"
    _tell([deck.owner_id], deck, told, about=about, path=path, now=now)
    return True


def _answer(
    reports: QuerySet[DeckReport],
    state: DeckReport.State,
    *,
    by: User,
    words: str,
    now: dt.datetime,
) -> int:
    return reports.update(state=state, answer=words, answered_by=by, answered_at=now)


def _group_ids(deck_id: int) -> list[int]:
    shares = GroupDeck.objects.filter(deck=deck_id)
    return list(shares.values_list("group_id", flat=True))


def _people(deck: Deck) -> set[int]:
    """Who has it among theirs or in a group, but for its owner."""
    members = Membership.objects.filter(group__in=_group_ids(deck.pk))
    learners = Enrolment.objects.filter(deck=deck, archived_at=None)
    people = {
        row
        for rows in (members, learners)
        for row in rows.values_list("user_id", flat=True)
    }
    return people - {deck.owner_id}


def _tell(
    people: Iterable[int | None],
    deck: Deck,
    words: str,
    *,
    now: dt.datetime,
    about: str = "",
    path: str = "",
) -> None:
    """The page says that it comes from whoever runs the site, not from whom of them."""
    tell(
        [person for person in people if person is not None],
        NoticeKind.REPORTED,
        about=about or f"report of {deck.pk}",
        words=words.strip(),
        path=path,
        actor=None,
        now=now,
    )


def _title(deck: Deck) -> str:
    return Truncator(deck.title).chars(100)
