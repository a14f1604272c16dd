"""What the whole account holds, list by list: which rows, which columns, by what key.

A column's name in the file is its field's, but where two names are given. What of the
tables of people's rows is not here stands in `left_out`, with the reason; a test holds
that each field is in one of the two.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from decks.accounts.models import User
from decks.accounts.study_options import OPTION_NAMES
from decks.cards.library import copyable_by
from decks.cards.models import Card, CardVersion, Deck, DeckReader
from decks.groups.models import GroupDeck, JoinRequest, Membership
from decks.mails.models import MailChoice, SentMail
from decks.notices.models import Notice
from decks.reports.models import DeckReport
from decks.study.models import (
    CardNote,
    DayCounter,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
)
from decks.talk.models import Comment, Suggestion


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A list in the file: one object for each of `rows`, in the order of `key`.

    `key` is unique among them and an index of the table has it, so that a page of them
    is found without the others. `columns` are field by name in the file.
    """

    name: str
    rows: Callable[[User], QuerySet[Any]]
    key: tuple[str, ...]
    columns: dict[str, str]


def _columns(names: str, **renamed: str) -> dict[str, str]:
    return {name: name for name in names.split()} | renamed


_OPTIONS = " ".join(OPTION_NAMES)
_LEVELS = "level_1 level_2 level_3 level_4 level_5"

PROFILE = _columns(
    "id email display_name time_zone day_start_minutes theme text_size"
    " uses_single_keys rates_by_swiping told_of_barely_at unread_notices muted_notices"
    f" date_joined last_login {_OPTIONS}"
)
"""The one row of the user themselves."""


def _own_decks(user: User) -> QuerySet[Deck]:
    """Also those that were deleted, while they can be brought back."""
    return Deck.objects.filter(owner=user)


def _homes(user: User) -> list[int]:
    """Where own cards lie, also deleted ones: decks and the trash of each. One
    statement, so that those that read the cards know how few they are."""
    homes = Deck.objects.filter(Q(owner=user) | Q(trash_of__owner=user))
    return list(homes.order_by().values_list("pk", flat=True))


def _own_cards(user: User) -> QuerySet[Card]:
    """Those that were deleted lie in a trash; their deck is the one that they left."""
    cards = Card.objects.filter(deck__in=_homes(user))
    return cards.annotate(home=Coalesce("deck__trash_of_id", "deck_id"))


def _earlier_texts(user: User) -> QuerySet[CardVersion]:
    return CardVersion.objects.filter(card__deck__in=_homes(user))


def _studied_decks(user: User) -> QuerySet[Enrolment]:
    """A deck that they may not read any more has no title here, only its number."""
    this = {"pk": OuterRef("deck_id")}
    title = Deck.objects.readable_by(user).filter(**this).order_by().values("title")
    return Enrolment.objects.filter(user=user).annotate(
        title=Subquery(title), has_cards=Exists(copyable_by(user).filter(**this))
    )


def _studied_cards(user: User) -> QuerySet[Card]:
    """Others' cards: of the decks that one studies and may take along today."""
    studied = Enrolment.objects.filter(user=user).values("deck_id")
    others = copyable_by(user).exclude(owner=user).order_by().values("pk")
    return Card.objects.filter(Q(deck__in=studied) & Q(deck__in=others))


def _suggestions(user: User) -> QuerySet[Suggestion]:
    """A change repeats the card's own words, and its answer is the editors': they are
    here where the deck can be read today. A new card's words are its author's alone."""
    readable = Deck.objects.readable_by(user).order_by().values("pk")
    here = Q(card=None, deck__in=readable) | Q(card__deck__in=readable)
    theirs = here | Q(kind=Suggestion.Kind.NEW)
    return Suggestion.objects.filter(author=user).annotate(
        own_question=Case(When(theirs, then=F("question"))),
        own_answer=Case(When(theirs, then=F("answer"))),
        own_tags=Case(When(theirs, then=F("tags"))),
        said=Case(When(here, then=F("answer_words"))),
    )


SECTIONS = (
    Section(
        "email_addresses",
        lambda user: EmailAddress.objects.filter(user=user),
        ("id",),
        _columns("email verified primary"),
    ),
    Section(
        "decks",
        _own_decks,
        ("id",),
        _columns(
            "id title description visibility question_lang answer_lang link_key"
            f" allows_export {_OPTIONS} copied_from_id copied_from_words source_key"
            " card_count created_at updated_at archived_at deleted_at"
            " taken_down_at taken_down_words"
        ),
    ),
    Section(
        "cards",
        _own_cards,
        ("deck_id", "position", "id"),
        _columns(
            "id position question answer tags source_key version how is_new_meaning"
            " text_changed_at created_at updated_at deleted_at",
            deck_id="home",
        ),
    ),
    Section(
        "earlier_texts",
        _earlier_texts,
        ("card_id", "version"),
        _columns("card_id version question answer tags how is_new_meaning written_at"),
    ),
    Section(
        "studied_decks",
        _studied_decks,
        ("deck_id",),
        _columns(
            f"deck_id title has_cards group_id {_OPTIONS} exam_date archived_at"
            f" created_at {_LEVELS} learning review relearning mastered stuck"
        ),
    ),
    Section(
        "studied_cards",
        _studied_cards,
        ("deck_id", "position", "id"),
        _columns("id deck_id position question answer tags version"),
    ),
    Section(
        "card_states",
        lambda user: ReviewState.objects.filter(user=user),
        ("card_id", "prompt"),
        _columns(
            "card_id prompt deck_id phase stability_days difficulty due_at"
            " last_reviewed_at last_study_day showings_that_day review_count"
            " lapse_count last_level previous_level flagged_at hidden_until"
            " put_aside_at"
        ),
    ),
    Section(
        "notes",
        lambda user: CardNote.objects.filter(user=user),
        ("card_id",),
        _columns("card_id text updated_at"),
    ),
    Section(
        "reviews",
        lambda user: Review.objects.filter(user=user),
        ("rating_id",),
        _columns(
            "rating_id card_id prompt deck_id session_id session_place kind sequence"
            " level reviewed_at study_day answer_ms due_at interval_days"
            " parameter_version memory_stability_days memory_difficulty undone_at"
        ),
    ),
    Section(
        "sittings",
        lambda user: StudySession.objects.filter(user=user),
        ("id",),
        _columns(
            "id kind is_narrow stop_after_ms deck_ids card_ids levels"
            " position planned_count mastery_at_start rating_count last_rating_id"
            " answer_ms study_day started_at last_rated_at ended_at"
        ),
    ),
    Section(
        "study_days",
        lambda user: DayCounter.objects.filter(user=user),
        ("study_day", "deck_id"),
        _columns(
            f"study_day deck_id new_cards reviews {_LEVELS} answer_ms practice_ratings"
            " practice_ms young young_recalled mature mature_recalled start_cards"
            " start_1 start_2 start_3 start_4 start_5"
        ),
    ),
    Section(
        "decks_by_link",
        lambda user: DeckReader.objects.filter(user=user),
        ("deck_id",),
        _columns("deck_id came_at"),
    ),
    Section(
        "groups",
        lambda user: Membership.objects.filter(user=user),
        ("group_id",),
        _columns(
            "group_id role seen seen_since counted_since exam_date joined_at",
            name="group__name",
        ),
    ),
    Section(
        "asked_to_join",
        lambda user: JoinRequest.objects.filter(user=user),
        ("id",),
        _columns("group_id role asked_at", name="group__name"),
    ),
    Section(
        "shared_decks",
        lambda user: GroupDeck.objects.filter(shared_by=user),
        ("id",),
        _columns("group_id deck_id editors_may_edit position shared_at"),
    ),
    Section(
        "comments",
        lambda user: Comment.objects.filter(author=user),
        ("id",),
        _columns("id card_id suggestion_id text created_at edited_at resolved_at"),
    ),
    Section(
        "suggestions",
        _suggestions,
        ("id",),
        _columns(
            "id deck_id card_id kind card_version reason is_together created_at state"
            " answered_at",
            question="own_question",
            answer="own_answer",
            tags="own_tags",
            answer_words="said",
        ),
    ),
    Section(
        "reports",
        lambda user: DeckReport.objects.filter(reporter=user),
        ("id",),
        _columns("id deck_id reason words state answer reported_at answered_at"),
    ),
    Section(
        "notices",
        lambda user: Notice.objects.filter(user=user),
        ("id",),
        _columns("id kind about path words count happened_at read_at"),
    ),
    Section(
        "mail_choice",
        lambda user: MailChoice.objects.filter(user=user),
        ("user_id",),
        _columns("digest reminds planned_on chosen_at"),
    ),
    Section(
        "sent_mail",
        lambda user: SentMail.objects.filter(user=user),
        ("local_date",),
        _columns("local_date has_digest tells_until"),
    ),
)
"""In the order in which they stand in the file."""
