"""The making of the access tests' world: people, decks, a group, sittings."""

import datetime
import uuid

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from decks.cards.writing import Pen, Sides, change_card
from decks.groups.models import Role
from decks.models import (
    Block,
    Deck,
    DeckReader,
    Invitation,
    LikelyCopy,
    StudyGroup,
    StudySession,
    User,
)
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.progress.group_page import group_context
from decks.scheduling.levels import Level
from decks.study.recording import SentRating, record_practice
from decks.study.selections import Selection
from decks.study.sessions import enrol, set_archived, start_session
from tests.access_matrix import GROUP_ROLES
from tests.access_world import GROUP_NAME, SECRET, World
from tests.factories import (
    make_card,
    make_comment,
    make_deck,
    make_group,
    make_member,
    make_staff,
    make_suggestion,
    make_user,
    share,
)
from tests.transfer.sent_imports import send


def make_world() -> World:
    people = {
        "outsider": make_user(),
        "owner": make_user(),
        "staff": make_staff(),
        "learner": make_user(),
        "archived": make_user(),
        **{role: make_user() for role in GROUP_ROLES},
    }
    decks = _decks(people["owner"])
    group = _group(people, decks["shared"])
    now = timezone.now()
    for deck in decks.values():
        enrol(people["learner"], deck, now=now)
        enrol(people["archived"], deck, now=now)
        set_archived(people["archived"], deck, archived_at=now)
    for role in ("learner", "archived"):
        DeckReader.objects.create(
            user=people[role], deck=decks["unlisted"], came_at=now
        )
    for name, deck in decks.items():
        author = people["member" if name == "shared" else "learner"]
        make_suggestion(card=deck.cards.get(), author=author)
        make_comment(card=deck.cards.get(), author=author)
    study, practice, browsing = (
        _session(people["learner"], decks, kind) for kind in _KINDS
    )
    world = World(people, decks, study, practice, browsing, group)
    _rate_one(world)
    world.sign_in()
    _tell(world)
    _sign_in_elsewhere(people["learner"])
    send(people["learner"], text="France\tParis")
    return world


def _sign_in_elsewhere(user: User) -> None:
    """One more browser in which this person is signed in."""
    store = SessionStore()
    store[SESSION_KEY] = user.pk
    store.create()
    UserSession.objects.create(
        user=user, session_key=store.session_key, ip="203.0.113.7"
    )


def _tell(world: World) -> None:
    """The learner hears of the public deck."""
    tell(
        [world.people["learner"].pk],
        NoticeKind.CHANGED,
        about="the public deck",
        words="changed cards",
        path=world.url("deck"),
        actor=None,
        now=timezone.now(),
    )


def _group(people: dict[str, User], deck: Deck) -> StudyGroup:
    """The group, with the shared deck, and whoever comes to it or came."""
    described = f"{SECRET}, a group"
    group = make_group(owner=people["head"], name=GROUP_NAME, description=described)
    make_member(group, user=people["editor"], role=Role.EDITOR)
    for role in ("member", "owner"):
        make_member(group, user=people[role])
    share(deck, group, editors_may_edit=True)
    now = timezone.now()
    for role in ("member", "former", "blocked"):
        enrol(people[role], deck, now=now)
    Block.objects.create(group=group, user=people["blocked"], blocked_at=now)
    mail = people["invited"].email
    EmailAddress.objects.create(user=people["invited"], email=mail, verified=True)
    Invitation.objects.create(group=group, email=mail, max_uses=1, created_at=now)
    Invitation.objects.create(group=group, invited_by=people["head"], created_at=now)
    _look_at(group, now)
    return group


def _look_at(group: StudyGroup, now: datetime.datetime) -> None:
    """Make the group's figures known, so that a look at its page writes nothing."""
    for back in range(-1, 2):
        then = now + datetime.timedelta(days=back)
        for row in group.memberships.select_related("group", "user"):
            group_context(row, page=None, now=then)
    StudyGroup.objects.filter(pk=group.pk).update(figures_at=now, figures_ms=10**8)


_KINDS = ("review", "cram", "browse")


def _session(learner: User, decks: dict[str, Deck], kind: str) -> StudySession:
    """Of the public deck, as if all had been readable when it began."""
    selection = Selection(deck_ids=(decks["public"].pk,), kind=kind)
    session = start_session(learner, selection, now=timezone.now())
    assert session is not None
    card_ids = [deck.cards.get().pk for deck in decks.values()]
    if kind == "cram":
        card_ids = card_ids[1:] + card_ids[:1]
    StudySession.objects.filter(id=session.id).update(
        card_ids=card_ids,
        deck_ids=[deck.pk for deck in decks.values()],
        levels=[0] * len(decks),
        planned_count=len(decks),
    )
    return session


def _rate_one(world: World) -> None:
    """The practice's first card, the unlisted deck's, rated 2."""
    sent = SentRating(
        session_id=world.practice.id,
        rating_id=uuid.uuid4(),
        confidence=Level.BARELY,
        seen_reviews=0,
        answer_ms=1000,
    )
    card = world.decks["unlisted"].cards.get()
    learner = world.people["learner"]
    recorded = record_practice(
        user=learner, card_id=card.pk, sent=sent, now=timezone.now()
    )
    assert recorded.level is Level.BARELY


def _decks(owner: User) -> dict[str, Deck]:
    decks = {}
    for name, visibility, its_owner in (
        ("public", "public", None),
        ("unlisted", "unlisted", owner),
        ("private", "private", owner),
        ("kept", "private", None),
        ("shared", "private", owner),
    ):
        words = SECRET if visibility == "private" else "Known to all"
        deck = make_deck(
            owner=its_owner,
            visibility=visibility,
            title=f"{words}: {name} deck",
            description=f"{words}, described",
        )
        make_card(deck=deck, question=f"{words}, asked", answer=f"{words}, answered")
        change_card(
            deck.cards.get().pk,
            Sides(f"{words}, asked", f"{words}, answered", ("changed",)),
            Pen(its_owner, timezone.now()),
            seen_version=1,
        )
        # A deck here has one card: it stands for both of a pair.
        card = deck.cards.get()
        LikelyCopy.objects.create(deck=deck, later=card, earlier=card)
        decks[name] = deck
    return decks
