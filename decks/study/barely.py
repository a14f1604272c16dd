"""Telling a learner, once, that they say 2 where others say 3 (SCHEDULER).

A 2 counts as forgotten. Where more than 12 % of day-or-later reviews are 2s, some of
them were known in part, and the memory model learns the wrong thing.
"""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q

from decks.accounts.models import User
from decks.scheduling.levels import Level
from decks.study.models import Review, StudySession

SHARE_MAX_PERCENT = 12
LEAST_REVIEWS = 50
LATEST_SESSIONS = 20


def barely_percent(user: User) -> int | None:
    """The share of 2s among the later reviews of the latest sittings, in whole percent.

    A later review is one on another study day than the card's rating before. None with
    too few of them to tell. Two statements.
    """
    rated = StudySession.objects.filter(user=user, rating_count__gt=0)
    sessions = list(
        rated.order_by("-started_at").values_list("id", flat=True)[:LATEST_SESSIONS]
    )
    before = Review.objects.filter(
        user=user,
        card=OuterRef("card"),
        prompt=OuterRef("prompt"),
        sequence=OuterRef("sequence") - 1,
        kind=Review.Kind.REVIEW,
        undone_at=None,
        study_day__lt=OuterRef("study_day"),
    )
    counted = Review.objects.filter(
        Exists(before),
        user=user,
        session_id__in=sessions,
        kind=Review.Kind.REVIEW,
        undone_at=None,
    ).aggregate(
        all=Count("rating_id"),
        barely=Count("rating_id", filter=Q(level=Level.BARELY)),
    )
    if counted["all"] < LEAST_REVIEWS:
        return None
    percent: int = round(100 * counted["barely"] / counted["all"])
    return percent


def word_on_barely(user: User, *, now: dt.datetime) -> str:
    """What to tell this learner now, and never again; '' for nothing."""
    if user.told_of_barely_at is not None:
        return ""
    percent = barely_percent(user)
    if percent is None or percent <= SHARE_MAX_PERCENT:
        return ""
    untold = User.objects.filter(pk=user.pk, told_of_barely_at=None)
    if not untold.update(told_of_barely_at=now):
        return ""  # another tab was quicker
    return (
        f"{percent}% of the cards you saw again on a later day were rated 2, Barely. "
        "A 2 means that you needed to see the answer, and brings the card back today. "
        "Where you knew part of it by yourself, 3 fits better."
    )
