"""Two study groups: who is in them, what they share, suggest and talk about."""

import contextlib
import dataclasses
import datetime as dt
import uuid

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.groups.invitations import make_link
from decks.groups.joining import join_group
from decks.groups.making import create_group
from decks.groups.models import GroupDeck, Role, Seen, StudyGroup
from decks.groups.sharing import NotTheirs, share_deck
from decks.study.group_options import link_groups
from decks.transfer.demo import people
from decks.transfer.demo.talk import Line, Proposal, say

NAMES = uuid.UUID("4a1d9a52-1f3f-4a0b-9f04-6d0c57b0c1de")
"""Under it each group's form has an id that is its name's, so that it is made once."""


@dataclasses.dataclass(frozen=True, slots=True)
class Somebody:
    """A member by login, with the role and how much the group sees of them."""

    login: str
    seen: Seen
    role: Role = Role.MEMBER


@dataclasses.dataclass(frozen=True, slots=True)
class Founded:
    """A group of the demo; the first member makes it, the others join day by day."""

    name: str
    description: str
    members: tuple[Somebody, ...]
    decks: tuple[str, ...]
    exam_in_days: int | None = None
    proposals: tuple[Proposal, ...] = ()
    lines: tuple[Line, ...] = ()


GROUPS = (
    Founded(
        "Cloud Certs",
        "We sit the associate exam together. Fifteen minutes a day, and whoever finds "
        "a wrong card says so.",
        (
            Somebody("ada", Seen.NAMED),
            Somebody("bikash", Seen.NAMED, Role.EDITOR),
            Somebody("rosa", Seen.NAMED, Role.EDITOR),
            Somebody("dev", Seen.NAMED),
            Somebody("yusuf", Seen.COUNTED),
            Somebody("leila", Seen.COUNTED),
            Somebody("amara", Seen.COUNTED),
            Somebody("mateo", Seen.HIDDEN),
            Somebody("freya", Seen.NAMED),
        ),
        (people.LAMBDA, people.SQL),
        exam_in_days=17,
        proposals=(
            Proposal(
                "dev",
                people.LAMBDA,
                "Permeant persistence",
                "Permeant persistence",
                "Permanent persistence",
                "A slip of the pen: it says permeant.",
                accepted_by="bikash",
                answer_words="Thank you.",
            ),
            Proposal(
                "leila",
                people.LAMBDA,
                "max is 512MB",
                "max is 512MB",
                "max is 10 GB (512 MB unless set)",
                "The limit was raised in 2022; see the page on configuring ephemeral "
                "storage.",
            ),
        ),
        lines=(
            Line(
                "leila",
                people.LAMBDA,
                "Lambda Event Source Mapping Scaling",
                "The card says 60 more instances per minute.\n"
                "The AWS page has a different number now. Shall we change it?",
                hours_ago=2.2,
            ),
            Line(
                "bikash",
                people.LAMBDA,
                "Lambda Event Source Mapping Scaling",
                "Yes. I'll edit it tonight and keep the old line for the exam.",
                hours_ago=1.1,
            ),
        ),
    ),
    Founded(
        "Spain in spring",
        "Enough verbs for the road, and the capitals on the way.",
        (
            Somebody("mateo", Seen.NAMED),
            Somebody("sora", Seen.NAMED, Role.EDITOR),
            Somebody("leila", Seen.NAMED),
            Somebody("ada", Seen.COUNTED),
            Somebody("kiri", Seen.HIDDEN),
            Somebody("tomasz", Seen.COUNTED),
        ),
        (people.SPANISH, people.CAPITALS),
    ),
)


@transaction.atomic
def found_groups(
    accounts: dict[str, User], decks: dict[str, Deck], *, now: dt.datetime
) -> None:
    """Have the two groups there.

    Not where the first member owns a group already, whatever it is called by now; nor
    where the decks are not what they were: somebody has tried things out with them.
    """
    for founded in GROUPS:
        first = accounts[founded.members[0].login]
        if not first.memberships.filter(role=Role.OWNER).exists():
            with contextlib.suppress(NotTheirs, LookupError), transaction.atomic():
                _found(founded, accounts, decks, now)


def _found(
    founded: Founded,
    accounts: dict[str, User],
    decks: dict[str, Deck],
    now: dt.datetime,
) -> None:
    begun = now - dt.timedelta(days=40)
    first = founded.members[0]
    exam = founded.exam_in_days
    settings = {
        "name": founded.name,
        "description": founded.description,
        "exam_date": None if exam is None else (now + dt.timedelta(days=exam)).date(),
    }
    owner = accounts[first.login]
    key = uuid.uuid5(NAMES, founded.name)
    group = create_group(owner, settings, seen=first.seen, form_id=key, now=begun)
    for day, member in enumerate(founded.members[1:], start=1):
        joined = begun + dt.timedelta(days=day / 2)
        user = accounts[member.login]
        join_group(user, group.pk, member.role, seen=member.seen, now=joined)
    for name in founded.decks:
        _share(group, decks[name], accounts, begun)
    make_link(
        group.pk,
        role=Role.MEMBER,
        lasts=dt.timedelta(days=7),
        max_uses=None,
        by=owner,
        now=now - dt.timedelta(hours=3),
    )
    say(founded.proposals, founded.lines, accounts, decks, now=now)


def _share(
    group: StudyGroup, deck: Deck, accounts: dict[str, User], begun: dt.datetime
) -> None:
    """By its owner; the deck that nobody owns as staff would do it."""
    if deck.owner is not None:
        share_deck(deck.owner, deck.pk, group.pk, editors_may_edit=True, now=begun)
        return
    GroupDeck.objects.create(
        group=group, deck=deck, editors_may_edit=True, position=1, shared_at=begun
    )
    link_groups(deck_ids=[deck.pk])
